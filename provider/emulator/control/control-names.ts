/** Names of the control API, alone in their file: `havip emulator` uses them without loading the emulator. */

export const CONTROL_PATH = "/_emulator/";

/** Carries the token that opens the control API. */
export const TOKEN_HEADER = "x-havip-emulator-token";
