import { createHash, createHmac } from "node:crypto";

/** What a TC3-HMAC-SHA256 signature covers. (The API documents of every product, page "Signature v3".) */
export interface SignedRequest {
  method: "GET" | "POST";
  /** The query string as sent, without the question mark; empty for POST. */
  query: string;
  /** Name and value of each signed header, in the order of the list SignedHeaders. */
  headers: readonly (readonly [name: string, value: string])[];
  /** The bytes of the body, or the literal UNSIGNED-PAYLOAD. */
  payload: Buffer | string;
  /** Seconds since 1970, as sent. */
  timestamp: string;
  /** The credential scope's date and service. */
  date: string;
  service: string;
}

/**
 * The signature that the holder of `secretKey` gives this request.
 * Written for the emulator alone, from the public document: the client has its own, and each tests the other.
 */
export function tc3Signature(request: SignedRequest, secretKey: string): string {
  return hmac(signingKey(secretKey, request.date, request.service), stringToSign(request)).toString("hex");
}

export function canonicalRequest(request: SignedRequest): string {
  const headers = request.headers.map(([name, value]) => `${name.toLowerCase()}:${value.trim().toLowerCase()}\n`);
  const names = request.headers.map(([name]) => name.toLowerCase());
  const path = "/"; // The only path the API has.
  return [request.method, path, request.query, headers.join(""), names.join(";"), sha256(request.payload)].join("\n");
}

function stringToSign(request: SignedRequest): string {
  const scope = `${request.date}/${request.service}/tc3_request`;
  return ["TC3-HMAC-SHA256", request.timestamp, scope, sha256(canonicalRequest(request))].join("\n");
}

/** A key serves a whole day and service, and deriving it is two thirds of the work of a signature: keep the last. */
let lastKey: { for: string; key: Buffer } | undefined;

function signingKey(secretKey: string, date: string, service: string): Buffer {
  const identity = JSON.stringify([secretKey, date, service]);
  if (lastKey?.for !== identity) {
    const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), "tc3_request");
    lastKey = { for: identity, key };
  }
  return lastKey.key;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
