import { join } from "node:path";
import { ConfigurationError } from "../configuration-error";
import { type ConfigurationSource, type Environment, configured, variable } from "../environment";
import type { Search } from "./access";
import { askedRoles } from "./asked-roles";
import { assumeRole } from "./assume-role";
import type { Credential } from "./credential";
import { cvmRole, nearbyCvmRole } from "./cvm-role";
import { type ProfilePlace } from "./profile";
import { sharedFile } from "./shared-file";
import { type CredentialSource, fromParts } from "./source";
import { tccliProfile } from "./tccli";
import { podRole, webIdentity } from "./web-identity";

/** Where to look for credentials, and with what. */
export interface Places extends Search {
  configuration: ConfigurationSource;
  profile: ProfilePlace;
}

/**
 * The credentials of the role that the settings ask for, taken on with what they name or with what is found; without
 * such a setting, what is found.
 */
export async function findCredential(places: Places): Promise<Credential> {
  const { first, role } = askedRoles(places.configuration, places.environment);
  const base = (signal: AbortSignal): Promise<Credential> => {
    const search = { ...places, signal };
    switch (first?.kind) {
      case "cvm-role":
        return cvmRole(search, first.roleName, first.by);
      case "web-identity":
        return webIdentity(search, first.identity);
      case undefined:
        return firstFound(search);
    }
  };
  return role === undefined ? base(places.signal) : assumeRole(places, role, base);
}

/**
 * The first credentials found, in this order: stack configuration, environment, the SDKs' shared files, tccli, and then
 * what machine or pod are given, as the official SDKs go on. A place with nothing in it is passed over; a place with
 * something wrong in it ends the search.
 */
async function firstFound(places: Places): Promise<Credential> {
  const { configuration, environment, profile } = places;
  const looked: string[] = [];
  for (const source of [
    fromConfiguration(configuration),
    fromEnvironment(environment),
    ...fromFiles(places),
    // Who names a profile means that, and not whatever this machine may be.
    ...(profile.chosenBy === undefined ? [nearbyCvmRole(places), podRole(places)] : []),
  ]) {
    const lookup = await source();
    if (lookup.kind === "found") return lookup.credential;
    looked.push(lookup.looked);
  }
  throw profile.chosenBy === undefined ? noCredentials(looked) : noSuchProfile(profile, profile.chosenBy, looked);
}

function fromConfiguration(configuration: ConfigurationSource): CredentialSource {
  const parts = {
    secretId: configured(configuration, "secretId"),
    secretKey: configured(configuration, "secretKey"),
    token: configured(configuration, "securityToken"),
  };
  const names = { secretId: "tencentcloud:secretId", secretKey: "tencentcloud:secretKey" };
  return () =>
    Promise.resolve(
      fromParts(parts, "the stack configuration, tencentcloud:secretId and tencentcloud:secretKey", names),
    );
}

/** What the token is called by the bridged provider, by the Node SDK, and by tccli. */
const TOKEN_VARIABLES = ["TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_TOKEN"];

function fromEnvironment(environment: Environment): CredentialSource {
  const names = { secretId: "TENCENTCLOUD_SECRET_ID", secretKey: "TENCENTCLOUD_SECRET_KEY" };
  return async () => {
    const secretId = variable(environment, names.secretId);
    const secretKey = variable(environment, names.secretKey);
    // Nobody's token without a key pair: another tool may have left it.
    const token = secretId === undefined ? undefined : tokenVariable(environment);
    return Promise.resolve(
      fromParts(
        { secretId, secretKey, token },
        "the environment, TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY",
        names,
      ),
    );
  };
}

function tokenVariable(environment: Environment): string | undefined {
  const set = TOKEN_VARIABLES.filter((name) => variable(environment, name) !== undefined);
  const values = new Set(set.map((name) => variable(environment, name)));
  if (values.size > 1) {
    throw new ConfigurationError(
      `${set.join(" and ")} are set to different tokens. Unset all but the one that belongs to TENCENTCLOUD_SECRET_ID.`,
    );
  }
  return [...values][0];
}

function fromFiles(places: Places): CredentialSource[] {
  const { environment } = places;
  const { profile, folder, folderChosenBy } = places.profile;
  const tccli = tccliProfile(places, folder, profile);
  // Who names a folder means that folder, and not what happens to lie in another one.
  if (folderChosenBy !== undefined) return [tccli];
  const own = join(environment.home(), ".tencentcloud", "credentials");
  return [sharedFile(places, own, profile), sharedFile(places, "/etc/tencentcloud/credentials", profile), tccli];
}

function noCredentials(looked: readonly string[]): ConfigurationError {
  return new ConfigurationError(
    [
      "No Tencent Cloud credentials found. Looked at:",
      ...looked.map((place) => `  - ${place}`),
      "Set one of them, for example:",
      "  export TENCENTCLOUD_SECRET_ID=... TENCENTCLOUD_SECRET_KEY=...",
      "  pulumi config set --secret tencentcloud:secretId ...",
      "  pulumi config set --secret tencentcloud:secretKey",
      "Or try it without an account, with the emulator:",
      '  npx havip emulator start, then: eval "$(npx havip emulator env)"',
    ].join("\n"),
  );
}

function noSuchProfile(
  { profile, folderChosenBy }: ProfilePlace,
  chosenBy: string,
  looked: readonly string[],
): ConfigurationError {
  if (chosenBy === folderChosenBy) {
    return new ConfigurationError(
      [
        `No credentials of the profile \`${profile}\` in the folder that ${chosenBy} names. Looked at:`,
        ...looked.map((place) => `  - ${place}`),
        `Put the files of tccli there, or unset ${chosenBy}.`,
      ].join("\n"),
    );
  }
  return new ConfigurationError(
    [
      `No credentials of the profile \`${profile}\`, which ${chosenBy} names. Looked at:`,
      ...looked.map((place) => `  - ${place}`),
      `Create the profile (\`tccli configure --profile ${profile}\`), or unset ${chosenBy}.`,
    ].join("\n"),
  );
}
