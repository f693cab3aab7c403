/** The kinds of cloud resources whose ids this package accepts, and how each id begins. */
const PREFIXES = {
  havip: "havip",
  vpc: "vpc",
  subnet: "subnet",
  instance: "ins",
  networkInterface: "eni",
  routeTable: "rtb",
  address: "eip",
  command: "cmd",
  invocation: "inv",
  invocationTask: "invt",
  disk: "disk",
  securityGroup: "sg",
} as const;

export type ResourceIdKind = keyof typeof PREFIXES;

/**
 * Whether `text` has the form of an id of that kind: the prefix, a dash and eight characters of a-z and 0-9
 * (every example in the API documents; the CVM document spells the rule out in its "malformed" message).
 */
export function isResourceId(kind: ResourceIdKind, text: string): boolean {
  return new RegExp(`^${PREFIXES[kind]}-[a-z0-9]{8}$`).test(text);
}

/** What a valid id of that kind looks like, for error messages: `vpc-xxxxxxxx (8 characters of a-z and 0-9)`. */
export function resourceIdForm(kind: ResourceIdKind): string {
  return `${PREFIXES[kind]}-xxxxxxxx (8 characters of a-z and 0-9)`;
}

/** A new id of that kind. `random` gives a number in [0, 1). */
export function newResourceId(kind: ResourceIdKind, random: () => number): string {
  const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  const character = (): string => alphabet.charAt(Math.floor(random() * alphabet.length));
  return `${PREFIXES[kind]}-${Array.from({ length: 8 }, character).join("")}`;
}
