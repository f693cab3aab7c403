/** The process's surroundings that settings are read from, passed in so that tests bring their own. */
export interface Environment {
  /** Read at each use: it may change between two calls, as it does in tests. */
  variables: Readonly<Record<string, string | undefined>>;
  home(): string;
  /** Fails as `fs.readFile` does: with a `code` such as ENOENT. */
  readFile(path: string): Promise<string>;
}

/** Stack configuration, by full key such as `tencentcloud:region`; secrets arrive decrypted. */
export interface ConfigurationSource {
  get(key: string): string | undefined;
}

/** A variable's value; one that is set to nothing counts as not set. */
export function variable(environment: Environment, name: string): string | undefined {
  const value = environment.variables[name];
  return value === "" ? undefined : value;
}

/** A setting of the stack configuration, by its name without the namespace. */
export function configured(configuration: ConfigurationSource, name: string): string | undefined {
  const value = configuration.get(`tencentcloud:${name}`);
  return value === "" ? undefined : value;
}
