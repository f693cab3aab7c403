import { ConfigurationError } from "../configuration-error";
import { messageOf } from "../thrown";
import type { Search } from "./access";
import type { Credential } from "./credential";
import { temporaryCredential } from "./temporary";

/** A role, as whom to call. */
export interface Role {
  roleArn: string;
  sessionName: string;
  durationSeconds: number;
  /** JSON; undefined for all that the role may do. */
  policy?: string;
  externalId?: string;
  /** The setting that asks for it. */
  by: string;
}

/** The credentials of `role`, obtained with those that `base` finds (https://cloud.tencent.com/document/api/1312/48197). */
export async function assumeRole(
  search: Search,
  { by, ...role }: Role,
  base: (signal: AbortSignal) => Promise<Credential>,
): Promise<Credential> {
  const { temporaries, endpoint, signal } = search;
  const caller = await base(signal);
  const key = JSON.stringify(["assume-role", endpoint, caller.fingerprint(), role]);
  const purpose = `taking on the role ${role.roleArn}`;
  return temporaries.get(
    key,
    purpose,
    async (own, tell) => {
      const renew = async (expired: Credential): Promise<Credential | undefined> => {
        temporaries.discard(expired);
        const fresh = await base(own);
        return fresh.fingerprint() === expired.fingerprint() ? undefined : fresh;
      };
      const client = search.client({ region: search.region(), endpoint, credential: caller }, renew);
      const request = {
        RoleArn: role.roleArn,
        RoleSessionName: role.sessionName,
        DurationSeconds: role.durationSeconds,
        // The API wants it encoded once more than the JSON of the request.
        ...(role.policy === undefined ? {} : { Policy: encodeURIComponent(role.policy) }),
        ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
      };
      try {
        const { response } = await client.call("AssumeRole", request, own, { tell });
        const source = `the role ${role.roleArn}, which ${by} names, taken on with the credentials from ${caller.source}`;
        const credential = temporaryCredential({ ...response.Credentials }, source);
        return { credential, lifetimeMs: role.durationSeconds * 1_000 };
      } catch (error) {
        throw notTakenOn(role.roleArn, by, error);
      }
    },
    signal,
  );
}

/** Not the ApiError itself: whoever waits for an answer to a call of his own must not take this for one. */
export function notTakenOn(roleArn: string, by: string, error: unknown): ConfigurationError {
  return new ConfigurationError(`The role ${roleArn}, which ${by} names, is not taken on: ${messageOf(error)}`, {
    cause: error,
  });
}
