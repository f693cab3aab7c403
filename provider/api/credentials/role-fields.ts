import { ConfigurationError } from "../configuration-error";
import { type ConfigurationSource, type Environment, configured, variable } from "../environment";
import type { Role } from "./assume-role";
import type { WebIdentity } from "./web-identity";

/** What a role is described by, as the bridged provider calls it, and the variables that say the same. */
const VARIABLES = {
  roleArn: ["TENCENTCLOUD_ASSUME_ROLE_ARN", "TENCENTCLOUD_ROLE_ARN"],
  sessionName: ["TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "TENCENTCLOUD_ROLE_SESSION_NAME"],
  sessionDuration: ["TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION"],
  policy: [],
  externalId: ["TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID"],
  providerId: ["TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID"],
  webIdentityToken: ["TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN"],
  webIdentityTokenFile: ["TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE"],
};
type Field = keyof typeof VARIABLES;
export type RoleFields = Readonly<Partial<Record<Field, string>>>;

const SHARED = ["roleArn", "sessionName", "sessionDuration"] as const;
const OF_ROLE: readonly Field[] = [...SHARED, "policy", "externalId"];
const OF_WEB_IDENTITY: readonly Field[] = [...SHARED, "providerId", "webIdentityToken", "webIdentityTokenFile"];

/** A setting such as `tencentcloud:assumeRole`, which `pulumi config set --path` writes as JSON; undefined if not set. */
export function configuredFields(
  configuration: ConfigurationSource,
  name: "assumeRole" | "assumeRoleWithWebIdentity",
): RoleFields | undefined {
  const text = configured(configuration, name);
  if (text === undefined) return undefined;
  const known = name === "assumeRole" ? OF_ROLE : OF_WEB_IDENTITY;
  // No value is quoted: the token may be among them.
  const wrong = (what: string): ConfigurationError =>
    new ConfigurationError(
      `tencentcloud:${name} ${what}. Set it by its parts, which are ${known.join(", ")}: ` +
        `pulumi config set --path tencentcloud:${name}.roleArn qcs::cam::uin/<account>:roleName/<role>`,
    );
  const given = parsed(text);
  if (given === undefined) throw wrong("is not a JSON object");
  const fields: Partial<Record<Field, string>> = {};
  for (const [key, value] of Object.entries(given)) {
    const field = known.find((each) => each === key);
    if (field === undefined) throw wrong(`has a part \`${key.slice(0, 40)}\` that is not known here`);
    if (typeof value !== "string" && typeof value !== "number") throw wrong(`has no text as its part \`${field}\``);
    if (value !== "") fields[field] = String(value);
  }
  return fields;
}

/** What the environment says; a variable of tccli counts as well as the bridged provider's, but not against it. */
export function fieldsOfEnvironment(environment: Environment): RoleFields {
  const fields: Partial<Record<Field, string>> = {};
  // True because these are its keys.
  for (const field of Object.keys(VARIABLES) as Field[]) {
    const set = VARIABLES[field].filter((name) => variable(environment, name) !== undefined);
    const [value, other] = new Set(set.map((name) => variable(environment, name)));
    if (other !== undefined) throw new ConfigurationError(`${set.join(" and ")} are different. Unset one of them.`);
    if (value !== undefined) fields[field] = value;
  }
  return fields;
}

const DEFAULT_SESSION = "pulumi-tencentcloud-havip";
/** The API's own default, and its limit. */
const DEFAULT_SECONDS = 7_200;
const MAX_SECONDS = 43_200;

/** The role that `by` asks for. */
export function roleOf(fields: RoleFields, by: string): Role {
  const { policy, externalId } = fields;
  return {
    ...sessionOf(fields, by),
    ...(policy === undefined ? {} : { policy }),
    ...(externalId === undefined ? {} : { externalId }),
    by,
  };
}

/** The same with the token of an identity provider. */
export function webIdentityOf(fields: RoleFields, by: string): WebIdentity {
  const { webIdentityToken: text, webIdentityTokenFile: file } = fields;
  if (text === undefined && file === undefined) {
    throw new ConfigurationError(`${by} has neither webIdentityToken nor webIdentityTokenFile. Set one of them.`);
  }
  if (text !== undefined && !/^[\x21-\x7e]+$/.test(text)) {
    throw new ConfigurationError(`The webIdentityToken of ${by} contains a blank or a line break. Set it without.`);
  }
  // The name that the bridged provider takes.
  const { providerId = "OIDC" } = fields;
  const token = text === undefined ? { file: file ?? "" } : { text };
  return { ...sessionOf(fields, by), providerId, token, by };
}

function sessionOf(fields: RoleFields, by: string): Pick<Role, "roleArn" | "sessionName" | "durationSeconds"> {
  const { roleArn, sessionName = DEFAULT_SESSION, sessionDuration = String(DEFAULT_SECONDS) } = fields;
  const wrong = (what: string): ConfigurationError => new ConfigurationError(`The role that ${by} asks for ${what}.`);
  if (roleArn === undefined) {
    throw wrong(`has no roleArn, such as qcs::cam::uin/<account>:roleName/<role> (or ${VARIABLES.roleArn.join(", ")})`);
  }
  if (!/^[\x21-\x7e]+$/.test(roleArn)) throw wrong("has a roleArn with a blank or a line break. Set it without");
  if (!/^[\w+=,.@-]{2,128}$/.test(sessionName)) {
    throw wrong("has a sessionName that is not 2 to 128 letters, digits and + = , . @ _ -");
  }
  const durationSeconds = Number(sessionDuration);
  if (!/^\d+$/.test(sessionDuration) || durationSeconds < 1 || durationSeconds > MAX_SECONDS) {
    throw wrong(`has a sessionDuration that is not a number of seconds from 1 to ${String(MAX_SECONDS)}`);
  }
  return { roleArn, sessionName, durationSeconds };
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
