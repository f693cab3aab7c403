import { createHash } from "node:crypto";

/**
 * A key pair, with a token if temporary. The secret parts are private fields: they are invisible to `util.inspect`,
 * `JSON.stringify` and whatever else prints objects.
 */
export class Credential {
  readonly #secretKey: string;
  readonly #token: string;

  constructor(
    /** Empty where there is no key pair, but only the token of an identity provider. */
    readonly secretId: string,
    secretKey: string,
    /** Empty for a permanent key. */
    token: string,
    /** Where it was found, for error messages. */
    readonly source: string,
  ) {
    this.#secretKey = secretKey;
    this.#token = token;
  }

  /** Whether requests are signed with it. Without a key pair, the parameters of the call prove who calls. */
  get signs(): boolean {
    return this.secretId !== "";
  }

  reveal(): { secretKey: string; token: string } {
    return { secretKey: this.#secretKey, token: this.#token };
  }

  /** The same for the same credentials, wherever they were found; it tells nothing of the secrets. */
  fingerprint(): string {
    return createHash("sha256")
      .update(JSON.stringify([this.secretId, this.#secretKey, this.#token]))
      .digest("hex");
  }
}
