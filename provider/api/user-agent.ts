/** How this package names itself to the cloud. A test compares the version with package.json's. */
export const PACKAGE = "pulumi-tencentcloud-havip";
export const PACKAGE_VERSION = "0.1.0";
