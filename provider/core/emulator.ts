/**
 * What the provider and the emulator must agree on so that nobody confuses the two worlds (DESIGN, section 7).
 * Here, and not in `emulator/`, because the client must know it without loading the emulator.
 */

/** Names the emulator's store in every answer. The cloud never sends it. */
export const STORE_HEADER = "x-havip-emulator-store";

/** Well-known and public on purpose: they open nothing but an emulator. */
export const EMULATOR_SECRET_ID = "AKIDhavipEmulatorPublicKey0000000000";
export const EMULATOR_SECRET_KEY = "havip-emulator-public-secret-key";

/** How the ids of the temporary keys begin that an emulator gives out. They open nothing but an emulator either. */
export const EMULATOR_TEMPORARY_ID_PREFIX = "AKIDhavipEmulatorTemporary";

/** Whether a key is one of an emulator's, by its id. */
export function isEmulatorKey(secretId: string): boolean {
  return secretId === EMULATOR_SECRET_ID || secretId.startsWith(EMULATOR_TEMPORARY_ID_PREFIX);
}

/** The account (uin) that the emulator's credentials belong to. */
export const EMULATOR_ACCOUNT = "100000000001";

/** Where the emulator listens unless told otherwise. */
export const EMULATOR_DEFAULT_PORT = 7215;

/** Which cloud a state belongs to: the real one, or one store of an emulator. */
export type World = "tencentcloud" | `emulator:${string}`;

/** The world that an answer came from, by the store header's value. */
export function worldOf(storeHeader: string | undefined): World {
  return storeHeader === undefined || storeHeader === "" ? "tencentcloud" : `emulator:${storeHeader}`;
}

/** Whether a host name can only mean this machine. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  return host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
