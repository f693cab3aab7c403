import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../../core/emulator";

/** Where the default seed lives. */
export const SEED_REGION = "ap-guangzhou";

/** The environment variables that point a client at an emulator. Alone in its file: `havip emulator env` needs no more. */
export function environment(url: string): Record<string, string> {
  return {
    TENCENTCLOUD_ENDPOINT: url,
    TENCENTCLOUD_SECRET_ID: EMULATOR_SECRET_ID,
    TENCENTCLOUD_SECRET_KEY: EMULATOR_SECRET_KEY,
    TENCENTCLOUD_REGION: SEED_REGION,
  };
}
