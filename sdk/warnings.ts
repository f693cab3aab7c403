import * as pulumi from "@pulumi/pulumi";
import { EMULATOR_SECRET_KEY } from "../provider/core/emulator";
import { thisRun } from "./run";

const KEY = "tencentcloud:secretKey";
const warned = new WeakSet();

/**
 * Warns, once a run, when the account's key stands unencrypted in the stack configuration: then it is in the
 * repository and, as an input of the engine's provider entry, in clear in the state. The emulator's key is public.
 */
export function warnAboutPlainSecretKey(): void {
  const run = thisRun();
  if (warned.has(run)) return;
  warned.add(run);
  const value = pulumi.runtime.getConfig(KEY);
  if (value === undefined || value === EMULATOR_SECRET_KEY || isSecret(KEY)) return;
  void pulumi.log.warn(
    `${KEY} stands unencrypted in the stack configuration. Encrypt it: pulumi config set --secret ${KEY} <key>; ` +
      `if the stack file was ever shared, replace the key.`,
  );
}

/** The SDK marks this function internal but exports it in every supported version; without it there is no warning. */
function isSecret(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  return isConfigSecret?.(key) ?? true;
}
