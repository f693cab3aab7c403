/**
 * The settings are missing or contradictory, forbid what was asked, or lead to no credentials: for the user to put
 * right; nothing was changed.
 */
export class ConfigurationError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "ConfigurationError";
  }
}
