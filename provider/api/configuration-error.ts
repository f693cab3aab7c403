/** The settings are missing, contradictory or forbid what was asked: for the user to put right; no call was made. */
export class ConfigurationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConfigurationError";
  }
}
