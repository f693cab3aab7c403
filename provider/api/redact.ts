import type { Sent } from "./send";

/** Takes what must not be shown out of a text. */
export type Redact = (text: string) => string;

const REPLACEMENT = "[redacted]";

/** What is shorter is no secret of the cloud (they have 32 and more characters) and would be found in any text. */
const MIN_CHARACTERS = 8;

/**
 * Removes the given secrets from texts that others wrote. An error page of a proxy may quote the request's headers,
 * and errors are shown, logged and kept in CI.
 */
export function createRedact(secrets: readonly string[]): Redact {
  const spellings = new Set(secrets.filter((secret) => secret.length >= MIN_CHARACTERS).flatMap(spellingsOf));
  // The longest first, so that no spelling is cut apart by one that it contains.
  const ordered = [...spellings].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((rest, spelling) => rest.replaceAll(spelling, REPLACEMENT), text);
}

/** Cleans everything that came back, once, before anyone reads it. */
export function redactSent(sent: Sent, redact: Redact): Sent {
  switch (sent.kind) {
    case "unanswered":
      return { ...sent, message: redact(sent.message) };
    case "answered": {
      const headers = new Map([...sent.headers].map(([name, value]) => [name, redact(value)]));
      return { ...sent, headers, body: redact(sent.body) };
    }
  }
}

/**
 * The same for secrets that nobody here knows: the keys that an answer was to bring. For the quotation of an answer that
 * cannot be read, so also for one that ends in the middle of them.
 */
export function hideKeys(text: string): string {
  return text.replace(/("(?:Token|TmpSecretId|TmpSecretKey)"\s*:\s*")(?:[^"\\]|\\.)*/g, `$1${REPLACEMENT}`);
}

/** The ways in which a page may spell it: as it is, in JSON, in a URL, in HTML. */
function spellingsOf(secret: string): string[] {
  const html = secret
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), html];
}
