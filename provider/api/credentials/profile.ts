import { join } from "node:path";
import { ConfigurationError } from "../configuration-error";
import { type ConfigurationSource, type Environment, configured, variable } from "../environment";

/** Which profile is used where neither the stack configuration nor the environment holds the thing itself. */
export interface ProfilePlace {
  profile: string;
  /** The folder of tccli's files. */
  folder: string;
  /** The setting that named the profile or the folder, if one did: then its absence is an error. */
  chosenBy?: string;
  folderChosenBy?: string;
}

export function profilePlace(configuration: ConfigurationSource, environment: Environment): ProfilePlace {
  const profile = choice(configuration, environment, "profile", "TENCENTCLOUD_PROFILE");
  const folder = choice(configuration, environment, "sharedCredentialsDir", "TENCENTCLOUD_SHARED_CREDENTIALS_DIR");
  // The name becomes part of a file's name.
  if (profile !== undefined && !/^[\w.-]+$/.test(profile.value)) {
    throw new ConfigurationError(`The profile that ${profile.by} names may contain letters, digits, _, . and - only.`);
  }
  const chosenBy = profile?.by ?? folder?.by;
  return {
    profile: profile?.value ?? "default",
    folder:
      folder === undefined
        ? join(environment.home(), ".tccli")
        : folder.value.replace(/^~(?=\/|$)/, environment.home()),
    ...(chosenBy === undefined ? {} : { chosenBy }),
    ...(folder === undefined ? {} : { folderChosenBy: folder.by }),
  };
}

function choice(configuration: ConfigurationSource, environment: Environment, name: string, variableName: string) {
  const value = configured(configuration, name);
  if (value !== undefined) return { value, by: `tencentcloud:${name}` };
  const fromVariable = variable(environment, variableName);
  return fromVariable === undefined ? undefined : { value: fromVariable, by: variableName };
}
