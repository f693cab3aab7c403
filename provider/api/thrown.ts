/**
 * The words of something that was thrown: its message, else its code. By its form and not by `instanceof`: errors of
 * another realm (a worker, a test runner's sandbox, a DOMException in some of them) are not instances of this `Error`.
 */
export function messageOf(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  if ("message" in thrown && typeof thrown.message === "string" && thrown.message !== "") return thrown.message;
  // A host with several addresses fails with one error for each and no message of its own (AggregateError).
  if ("errors" in thrown && Array.isArray(thrown.errors)) return thrown.errors.map(messageOf).join("; ");
  return codeOf(thrown);
}

/** Node's code of an error, such as ECONNREFUSED; empty if it has none. */
export function codeOf(thrown: unknown): string {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string"
    ? thrown.code
    : "";
}
