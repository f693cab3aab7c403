import { type Cidr, parseAddress, parseCidr } from "../core/addresses";
import { parseDuration } from "../core/durations";
import { isResourceId, resourceIdForm, type ResourceIdKind } from "../core/ids";
import { MAX_NAME_CHARACTERS } from "../core/limits";
import { UNKNOWN, hasUnknown } from "../core/unknown";
import type { Failure, Properties } from "../kind";
import { checkTags } from "./tags";

const MAX_TIMEOUT_MS = 24 * 3_600_000;

/** What is wrong with a value that may hold unknown parts, or undefined. The reason continues the sentence "<property> ...". */
type Rule = (value: unknown, all: Properties) => string | Failure[] | undefined;

const RULES = new Map<string, Rule>(
  Object.entries({
    name: checkName,
    vpcId: resourceId("vpc"),
    subnetId: resourceId("subnet"),
    address: checkAddress,
    region: checkRegion,
    tags: checkTags,
    checkAssociate: (value) => (typeof value === "boolean" ? undefined : "must be true or false"),
    subnetCidr: (value) => refusedCidr(value),
    timeouts: checkTimeouts,
    adopt: resourceId("havip"),
    owner: (value) => (typeof value === "string" ? undefined : "is set by the Havip class and must be a text"),
  }),
);

const REQUIRED = ["name", "vpcId", "subnetId"];

/**
 * Validates the inputs of a HAVIP. Deterministic and without I/O: the engine calls it in the preview and again in the
 * update, and compares. Values that are not known yet pass; they are validated in the update, before anything is called.
 */
export function check(news: Properties): { inputs: Properties; failures: Failure[] } {
  const inputs = Object.fromEntries(Object.entries(news).filter(([, value]) => value !== undefined && value !== null));
  const failures: Failure[] = [];
  for (const property of REQUIRED) {
    if (!(property in inputs)) failures.push({ property, reason: `${property} is required` });
  }
  for (const [property, value] of Object.entries(inputs)) {
    if (property.startsWith("__")) continue; // The engine's own: __provider, __defaults.
    const rule = RULES.get(property);
    if (rule === undefined) {
      failures.push({ property, reason: `${property} is no input of a Havip; its inputs are ${publicInputs()}` });
    } else if (value !== UNKNOWN) {
      const reason = rule(value, inputs);
      if (typeof reason === "string") failures.push({ property, reason: `${property} ${shown(value)} ${reason}` });
      else if (reason !== undefined) failures.push(...reason);
    }
  }
  return { inputs, failures };
}

function publicInputs(): string {
  return [...RULES.keys()].filter((property) => property !== "owner").join(", ");
}

/** The value as the user wrote it, cut to a readable length. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function checkName(value: unknown): string | undefined {
  // Counted in characters, not in UTF-16 units: ModifyHaVipAttribute speaks of characters.
  const length = typeof value === "string" ? Array.from(value).length : 0;
  if (typeof value !== "string" || length === 0)
    return `must be a text of 1 to ${String(MAX_NAME_CHARACTERS)} characters`;
  if (length <= MAX_NAME_CHARACTERS) return undefined;
  return `has ${String(length)} characters; a HAVIP's name has 1 to ${String(MAX_NAME_CHARACTERS)}`;
}

function resourceId(kind: ResourceIdKind): Rule {
  return (value) =>
    typeof value === "string" && isResourceId(kind, value)
      ? undefined
      : `is not an id of the form ${resourceIdForm(kind)}`;
}

function checkRegion(value: unknown): string | undefined {
  if (typeof value === "string" && /^[a-z]{2,}(-[a-z0-9]+)+$/.test(value)) return undefined;
  return "is not a region such as ap-guangzhou";
}

function refusedCidr(value: unknown): string | undefined {
  if (typeof value !== "string") return "must be a text such as 10.0.0.0/24";
  const parsed = parseCidr(value);
  return parsed.ok ? undefined : parsed.reason;
}

function checkAddress(value: unknown, all: Properties): string | undefined {
  if (typeof value !== "string") return "must be a text such as 10.0.0.100";
  const parsed = parseAddress(value);
  if (!parsed.ok) return parsed.reason;
  const range = subnetRange(all);
  if (range === undefined) return undefined;
  const valid = `give an address of ${range.text} other than ${range.network}, ${range.gateway} and ${range.broadcast}, or none to let the cloud choose`;
  if (!range.contains(value)) return `is outside the subnet ${range.text} (subnetCidr); ${valid}`;
  const reserved = range.reservedAs(value);
  return reserved === undefined
    ? undefined
    : `is the ${reserved} of the subnet ${range.text}, which the cloud keeps; ${valid}`;
}

function subnetRange(all: Properties): Cidr | undefined {
  const cidr = all["subnetCidr"];
  if (typeof cidr !== "string") return undefined;
  const parsed = parseCidr(cidr); // An unknown or malformed range is no range; the latter is reported on its own.
  return parsed.ok ? parsed.cidr : undefined;
}

function checkTimeouts(value: unknown): string | Failure[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return 'must be an object such as { delete: "10m" }';
  const operations = ["create", "read", "update", "delete"];
  const failures = Object.entries(value).flatMap(([operation, duration]): Failure[] => {
    const property = `timeouts.${operation}`;
    if (!operations.includes(operation))
      return [{ property, reason: `${property} is none of ${operations.join(", ")}` }];
    if (hasUnknown(duration)) return [];
    const milliseconds = typeof duration === "string" ? parseDuration(duration) : undefined;
    if (milliseconds !== undefined && milliseconds <= MAX_TIMEOUT_MS) return [];
    return [
      { property, reason: `${property} ${shown(duration)} is not a duration such as 90s, 5m or 1h30m, at most 24h` },
    ];
  });
  return failures.length > 0 ? failures : undefined;
}
