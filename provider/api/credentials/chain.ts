import { join } from "node:path";
import { ConfigurationError } from "../configuration-error";
import { type ConfigurationSource, type Environment, configured, variable } from "../environment";
import type { Credential } from "./credential";
import { type ProfilePlace } from "./profile";
import { sharedFile } from "./shared-file";
import { type CredentialSource, fromParts } from "./source";
import { tccliProfile } from "./tccli";

/**
 * The first credentials found, in this order: stack configuration, environment, the SDKs' shared files, tccli.
 * A place with nothing in it is passed over; a place with something wrong in it ends the search.
 */
export async function findCredential(
  configuration: ConfigurationSource,
  environment: Environment,
  profile: ProfilePlace,
): Promise<Credential> {
  refuseRoles(configuration, environment);
  const looked: string[] = [];
  for (const source of [
    fromConfiguration(configuration),
    fromEnvironment(environment),
    ...fromFiles(environment, profile),
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

function fromFiles(environment: Environment, { profile, folder, folderChosenBy }: ProfilePlace): CredentialSource[] {
  const tccli = tccliProfile(environment, folder, profile);
  // Who names a folder means that folder, and not what happens to lie in another one.
  if (folderChosenBy !== undefined) return [tccli];
  const own = join(environment.home(), ".tencentcloud", "credentials");
  return [
    sharedFile(environment, own, profile),
    sharedFile(environment, "/etc/tencentcloud/credentials", profile),
    tccli,
  ];
}

/** Settings of the bridged provider that would make these calls as someone else. To pass over them would be worse than to stop. */
const ROLE_SETTINGS = ["camRoleName", "assumeRole", "assumeRoleWithSaml", "assumeRoleWithWebIdentity"];
const ROLE_VARIABLES = ["TENCENTCLOUD_CAM_ROLE_NAME", "TENCENTCLOUD_ASSUME_ROLE_ARN"];

function refuseRoles(configuration: ConfigurationSource, environment: Environment): void {
  const set = [
    ...ROLE_SETTINGS.filter((name) => configured(configuration, name) !== undefined).map(
      (name) => `tencentcloud:${name}`,
    ),
    ...ROLE_VARIABLES.filter((name) => variable(environment, name) !== undefined),
  ];
  if (set.length === 0) return;
  throw new ConfigurationError(
    `Taking on a role is not supported yet, but ${set.join(" and ")} is set. Unset it and give a key pair; temporary credentials of the role, with their token, work too.`,
  );
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
