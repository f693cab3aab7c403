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

/** No setting says which region is meant. */
export class NoRegionError extends ConfigurationError {
  override readonly name = "NoRegionError";
}

/** Whether that is what is wrong, be it with the call for a role's credentials. */
export function isNoRegion(error: unknown): error is ConfigurationError {
  return (
    error instanceof NoRegionError || (error instanceof ConfigurationError && error.cause instanceof NoRegionError)
  );
}
