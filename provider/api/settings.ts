import { type ConfigurationSource, type Environment, configured, variable } from "./environment";
import { ConfigurationError, NoRegionError } from "./configuration-error";
import type { Access } from "./credentials/access";
import { findCredential } from "./credentials/chain";
import type { Credential } from "./credentials/credential";
import type { Reading } from "./credentials/files";
import { type ProfilePlace, profilePlace } from "./credentials/profile";
import { tccliRegion, tccliRegionFile } from "./credentials/tccli";
import type { EndpointSettings } from "./endpoint";

export interface Settings {
  credential: Credential;
  endpoint: EndpointSettings;
  region: string;
  accounts: AccountRules;
}

/** Which accounts may be used; empty lists rule nothing out. */
export interface AccountRules {
  allowed: readonly string[];
  forbidden: readonly string[];
}

/** The settings: stack configuration first, then environment, then files. `region`, if given, stands over all of them. */
export async function resolveSettings(
  configuration: ConfigurationSource,
  environment: Environment,
  region: string | undefined,
  access: Access,
  signal: AbortSignal,
): Promise<Settings> {
  const setting = (name: string, variableName: string): string =>
    configured(configuration, name) ?? variable(environment, variableName) ?? "";
  const profile = profilePlace(configuration, environment);
  const endpoint = {
    endpoint: setting("endpoint", "TENCENTCLOUD_ENDPOINT"),
    domain: setting("domain", "TENCENTCLOUD_DOMAIN"),
    protocol: setting("protocol", "TENCENTCLOUD_PROTOCOL"),
  };
  const found =
    checkedRegion(region ?? setting("region", "TENCENTCLOUD_REGION")) ??
    (await regionOfProfile({ environment, signal }, profile));
  // Told only where it is needed: without credentials, their lack is told first.
  const needed = (): string => {
    if (found === undefined) throw noRegion(profile);
    return found;
  };
  const places = { ...access, configuration, environment, profile, endpoint, region: needed, signal };
  return {
    credential: await findCredential(places),
    endpoint,
    region: needed(),
    accounts: {
      allowed: accountList(configuration, "allowedAccountIds"),
      forbidden: accountList(configuration, "forbiddenAccountIds"),
    },
  };
}

async function regionOfProfile(reading: Reading, { folder, profile }: ProfilePlace): Promise<string | undefined> {
  return checkedRegion((await tccliRegion(reading, folder, profile)) ?? "");
}

function noRegion({ folder, profile }: ProfilePlace): NoRegionError {
  return new NoRegionError(
    [
      "No Tencent Cloud region is set. Looked at: the `region` input of the resource, tencentcloud:region in the stack configuration,",
      `TENCENTCLOUD_REGION in the environment, ${tccliRegionFile(folder, profile)}.`,
      "Set one of them, for example: pulumi config set tencentcloud:region ap-guangzhou",
      'The emulator brings its own: npx havip emulator start, then: eval "$(npx havip emulator env)"',
    ].join("\n"),
  );
}

/** New regions appear, so no list: only what can be part of a host name, and is no zone or display name. */
function checkedRegion(region: string): string | undefined {
  if (region === "") return undefined;
  if (/^[a-z]+(-[a-z0-9]+)+$/.test(region)) return region;
  throw new ConfigurationError(
    `The region \`${region}\` is not of the form ap-guangzhou (small letters, digits and dashes).`,
  );
}

/** A JSON list, as `pulumi config set --path` writes it, or numbers with commas between them. */
function accountList(configuration: ConfigurationSource, name: string): string[] {
  const text = configured(configuration, name)?.trim();
  if (text === undefined) return [];
  const items = text.startsWith("[") ? jsonList(text) : text.split(",");
  const ids = items?.map((item) => String(item).trim());
  if (ids === undefined || ids.length === 0 || !ids.every((id) => /^\d+$/.test(id))) {
    throw new ConfigurationError(
      `tencentcloud:${name} must be a list of account numbers such as ["100000000001"] or 100000000001,100000000002.`,
    );
  }
  return ids;
}

function jsonList(text: string): unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
