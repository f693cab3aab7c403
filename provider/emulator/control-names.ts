/** Names of the control API, alone in their file: `havip emulator` uses them without loading the emulator. */

export const CONTROL_PATH = "/_emulator/";

/** Carries the token that opens the control API. */
export const TOKEN_HEADER = "x-havip-emulator-token";

/** By this an emulator is told from any other program on a port. */
export const EMULATOR_NAME = "pulumi-tencentcloud-havip";
