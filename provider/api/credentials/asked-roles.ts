import { ConfigurationError } from "../configuration-error";
import { type ConfigurationSource, type Environment, configured, variable } from "../environment";
import type { Role } from "./assume-role";
import { type RoleFields, configuredFields, fieldsOfEnvironment, roleOf, webIdentityOf } from "./role-fields";
import { type WebIdentity, podIdentity } from "./web-identity";

/** As whom to call, where the settings say so. What they ask for is used or fails; it is never passed over. */
export interface AskedRoles {
  /** With which credentials to begin, if not with those that are found. */
  first?: CvmRole | { kind: "web-identity"; identity: WebIdentity };
  /** The role to take on with them. */
  role?: Role;
}

interface CvmRole {
  kind: "cvm-role";
  roleName: string;
  by: string;
}

/** What stack configuration and environment ask for. Two that do not go together are an error. */
export function askedRoles(configuration: ConfigurationSource, environment: Environment): AskedRoles {
  refuseSaml(configuration, environment);
  const cvmRole = cvmRoleOf(configuration, environment);
  const [asked, ...others] = exchanges(configuration, environment);
  const ofMachine = cvmRole === undefined ? {} : { first: cvmRole };
  if (asked === undefined) return ofMachine;
  if (others.length > 0) throw contradiction([asked, ...others]);
  const exchange = asked.read(asked.by);
  if (!("token" in exchange)) return { role: exchange, ...ofMachine };
  if (cvmRole !== undefined) throw contradiction([cvmRole, asked]);
  return { first: { kind: "web-identity", identity: exchange } };
}

/** A setting that asks for other credentials, and what it says. */
interface Asked {
  by: string;
  read: (by: string) => Role | WebIdentity;
}

function cvmRoleOf(configuration: ConfigurationSource, environment: Environment): CvmRole | undefined {
  const name = configured(configuration, "camRoleName");
  const by = name === undefined ? "TENCENTCLOUD_CAM_ROLE_NAME" : "tencentcloud:camRoleName";
  const roleName = name ?? variable(environment, "TENCENTCLOUD_CAM_ROLE_NAME");
  if (roleName === undefined) return undefined;
  // It becomes part of a path. The characters are those of a role's name.
  if (/^[\w+=,.@-]{1,128}$/.test(roleName)) return { kind: "cvm-role", roleName, by };
  throw new ConfigurationError(`${by} is no name of a role: 1 to 128 letters, digits and + = , . @ _ - (not an ARN).`);
}

/** All that ask for other credentials than those that are found: one at most, if the settings agree. */
function exchanges(configuration: ConfigurationSource, environment: Environment): Asked[] {
  const role = configuredFields(configuration, "assumeRole");
  const identity = configuredFields(configuration, "assumeRoleWithWebIdentity");
  const variables = fieldsOfEnvironment(environment);
  const asked: Asked[] = [];
  if (role !== undefined) {
    asked.push({ by: "tencentcloud:assumeRole", read: (by) => roleOf({ ...variables, ...role }, by) });
  }
  if (identity !== undefined) {
    const read = (by: string): WebIdentity => webIdentityOf(completed(identity, variables), by);
    asked.push({ by: "tencentcloud:assumeRoleWithWebIdentity", read });
  }
  if (isPodEnabled(configuration)) {
    asked.push({ by: "tencentcloud:enablePodOidc", read: () => podIdentity(environment) ?? noPod() });
  }
  // What the configuration asks for too has taken the variables for its own; a session's name asks for nothing.
  if (hasToken(variables) && identity === undefined) {
    const read = (by: string): WebIdentity => webIdentityOf(variables, by);
    asked.push({ by: "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN", read });
  } else if (variables.roleArn !== undefined && role === undefined && identity === undefined) {
    asked.push({ by: "TENCENTCLOUD_ASSUME_ROLE_ARN", read: (by) => roleOf(variables, by) });
  }
  return asked;
}

/** One token, and not this one's text beside that one's file. */
function completed(own: RoleFields, variables: RoleFields): RoleFields {
  const { webIdentityToken: _, webIdentityTokenFile: __, ...withoutToken } = variables;
  return { ...(hasToken(own) ? withoutToken : variables), ...own };
}

function hasToken({ webIdentityToken, webIdentityTokenFile }: RoleFields): boolean {
  return webIdentityToken !== undefined || webIdentityTokenFile !== undefined;
}

function isPodEnabled(configuration: ConfigurationSource): boolean {
  const value = configured(configuration, "enablePodOidc");
  if (value === undefined || value === "true" || value === "false") return value === "true";
  throw new ConfigurationError("tencentcloud:enablePodOidc can be true or false.");
}

function noPod(): never {
  throw new ConfigurationError(
    "tencentcloud:enablePodOidc is true, but there is no identity of a TKE pod: TKE_ROLE_ARN, TKE_PROVIDER_ID and " +
      "TKE_WEB_IDENTITY_TOKEN_FILE are not set. Give the pod a service account with a role, or unset it.",
  );
}

/** To pass over it would be to act as somebody else. */
function refuseSaml(configuration: ConfigurationSource, environment: Environment): void {
  const set = [
    ...(configured(configuration, "assumeRoleWithSaml") === undefined ? [] : ["tencentcloud:assumeRoleWithSaml"]),
    ...["TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION", "TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN"].filter(
      (name) => variable(environment, name) !== undefined,
    ),
  ];
  if (set.length === 0) return;
  throw new ConfigurationError(
    `Taking on a role by SAML is not supported, but ${set.join(" and ")} is set. Unset it and give credentials of the role, with their token, or another way to it: assumeRole, assumeRoleWithWebIdentity, camRoleName.`,
  );
}

function contradiction(asked: readonly { by: string }[]): ConfigurationError {
  const by = asked.map((each) => each.by).join(" and ");
  return new ConfigurationError(`${by} ask for different identities. Unset all but one of them.`);
}
