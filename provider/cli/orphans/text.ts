/**
 * The text of a state, whoever wrote it down: Windows PowerShell redirects (`>`) in UTF-16, others put a byte order mark
 * before UTF-8. The decoders leave the mark out.
 */
export function textOf(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}
