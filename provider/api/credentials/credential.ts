/**
 * A key pair, with a token if temporary. The secret parts are private fields: they are invisible to `util.inspect`,
 * `JSON.stringify` and whatever else prints objects.
 */
export class Credential {
  readonly #secretKey: string;
  readonly #token: string;

  constructor(
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

  reveal(): { secretKey: string; token: string } {
    return { secretKey: this.#secretKey, token: this.#token };
  }
}
