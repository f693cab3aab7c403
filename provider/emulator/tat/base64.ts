/** The bytes, or undefined where the text is no base64 (RFC 4648, section 4, padded). */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  // Node skips what is not of the alphabet: only a text that comes back the same was one.
  return bytes.toString("base64") === text ? bytes : undefined;
}

/** The text of a script whose base64 was checked before. */
export function scriptOf(content: string): string {
  return Buffer.from(content, "base64").toString("utf8");
}

/** The beginning of an output that a record has room for, in base64, and how many bytes are left off. */
export function keptOutput(output: Buffer): { Output: string; Dropped: number } {
  const kept = output.subarray(0, MAX_OUTPUT_BYTES);
  return { Output: kept.toString("base64"), Dropped: output.length - kept.length };
}

/** 24 KB in base64 (TaskResult.Output). */
const MAX_OUTPUT_BYTES = (24 * 1024 * 3) / 4;
