import type { IncomingMessage } from "node:http";
import { MAX_BODY_BYTES } from "../cloud/authenticate";

/**
 * The whole body, or undefined where it is too large. Even then it is read to its end, and thrown away: a client that is
 * still sending would take an early answer for a broken connection.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    // True because no encoding was set: an IncomingMessage then yields Buffers.
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size <= MAX_BODY_BYTES) chunks.push(bytes);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}
