import { parse } from "ini";
import { ConfigurationError } from "../configuration-error";
import { type Reading, readIfThere } from "./files";
import { type CredentialSource, fromParts } from "./source";

/** The credentials file that the official SDKs share: INI, one section for each profile. */
export function sharedFile(reading: Reading, path: string, profile: string): CredentialSource {
  return async () => {
    const text = await readIfThere(reading, path);
    if (text === undefined) return { kind: "absent", looked: path };
    const sections: Readonly<Record<string, unknown>> = parse(text);
    const place = `${path}, section [${profile}]`;
    // `ini` takes any text; but one without a single section is not this kind of file, and skipping it would hide that.
    if (text.trim() !== "" && !Object.values(sections).some(isSection)) {
      throw new ConfigurationError(
        `${path} is not a credentials file: it has no section such as [default] with secret_id and secret_key.`,
      );
    }
    // `ini` reads a dot in a section's name as nesting.
    const section = profile.split(".").reduce<unknown>((at, key) => (isSection(at) ? at[key] : undefined), sections);
    if (!isSection(section)) return { kind: "absent", looked: place };
    const parts = {
      secretId: textOf(section["secret_id"]),
      secretKey: textOf(section["secret_key"]),
      token: textOf(section["token"]),
    };
    return fromParts(parts, place, { secretId: "secret_id", secretKey: "secret_key" });
  };
}

function isSection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
