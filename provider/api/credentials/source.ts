import { ConfigurationError } from "../configuration-error";
import { Credential } from "./credential";

/**
 * What a place where credentials may be says: here they are, or nothing is here, so look at the next place.
 * Something wrong there is a ConfigurationError instead: going on would use other credentials than were meant.
 */
export type Lookup = { kind: "found"; credential: Credential } | { kind: "absent"; looked: string };

export type CredentialSource = () => Promise<Lookup>;

export interface Parts {
  secretId: string | undefined;
  secretKey: string | undefined;
  token: string | undefined;
}

/** A credential from what stands in one place; `names` are what the parts are called there. */
export function fromParts(parts: Parts, place: string, names: { secretId: string; secretKey: string }): Lookup {
  const { secretId = "", secretKey = "", token = "" } = parts;
  if (secretId === "" && secretKey === "") return { kind: "absent", looked: place };
  if (secretId === "" || secretKey === "") {
    const [has, lacks] = secretId === "" ? [names.secretKey, names.secretId] : [names.secretId, names.secretKey];
    throw new ConfigurationError(
      `Half a key pair in ${place}: ${has} is set, ${lacks} is not. Set both there, or neither.`,
    );
  }
  for (const [name, value] of Object.entries({ ...parts })) {
    // Such a value cannot be a header; and it is a line break that came along in nearly every case.
    if (value !== undefined && value !== "" && !/^[\x21-\x7e]+$/.test(value)) {
      throw new ConfigurationError(
        `The ${name} in ${place} contains a blank, a line break or a character that is not ASCII. Set it again without.`,
      );
    }
  }
  return { kind: "found", credential: new Credential(secretId, secretKey, token, place) };
}
