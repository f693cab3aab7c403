/** How this package names itself: to the cloud, and to whoever asks an emulator or the command what it is. */
export const PACKAGE = "pulumi-tencentcloud-havip";
/** A test compares it with package.json's. */
export const PACKAGE_VERSION = "0.1.0";
