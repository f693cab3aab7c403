import type { Credential } from "./credentials/credential";
import { type Prepare, createPrepare } from "./outgoing";
import type { Send } from "./send";
import { type WorldGuard, createWorldGuard } from "./world-guard";

/** Credentials with what follows from them: where they may go, and how requests are signed with them. */
export interface Equipment {
  credential: Credential;
  guard: WorldGuard;
  prepare: Prepare;
}

export interface Signer {
  /** What is in force. */
  present(): Equipment;
  /**
   * To be told that the cloud calls these credentials expired: whether there are others in force now. All who come with
   * the same ones share one renewal, and whoever comes later finds it done.
   */
  renewed(expired: Credential): Promise<boolean>;
}

/** Other credentials than those that expired; undefined where there are none. */
export type Renew = (expired: Credential) => Promise<Credential | undefined>;

export function createSigner(region: string, first: Credential, send: Send, renew: Renew): Signer {
  const equip = (credential: Credential): Equipment => ({
    credential,
    // The token of an identity provider is no key of either world; an emulator takes any.
    guard: credential.signs ? createWorldGuard(credential.secretId, credential.source, send) : () => PASS,
    prepare: createPrepare(region, credential),
  });
  let present = equip(first);
  let renewing: Promise<boolean> | undefined;

  async function exchange(expired: Credential): Promise<boolean> {
    const fresh = await renew(expired);
    if (fresh === undefined) return false;
    present = equip(fresh);
    return true;
  }

  return {
    present: () => present,
    renewed(expired) {
      if (expired !== present.credential) return Promise.resolve(true);
      renewing ??= exchange(expired).finally(() => (renewing = undefined));
      return renewing;
    },
  };
}

const PASS = Promise.resolve({ kind: "pass" } as const);
