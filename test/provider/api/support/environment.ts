import type { ConfigurationSource, Environment } from "../../../../provider/api/environment";

/** Surroundings made of texts. A file that is an Error cannot be read. */
export function environmentOf(
  variables: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string | Error>> = {},
): Environment {
  return {
    variables,
    home: () => "/home/me",
    readFile: (path) => {
      const file = files[path] ?? Object.assign(new Error("no such file"), { code: "ENOENT" });
      return typeof file === "string" ? Promise.resolve(file) : Promise.reject(file);
    },
  };
}

/** Stack configuration by the names after `tencentcloud:`. */
export function configurationOf(settings: Readonly<Record<string, string>> = {}): ConfigurationSource {
  return { get: (key) => settings[key.replace(/^tencentcloud:/, "")] };
}
