import type { ServerResponse } from "node:http";
import type { Answer } from "../cloud/answer-call";
import type { Hanging } from "../faults/hanging";

/** Sends an answer of the API, or spoils it on the way as a fault demands. */
export function deliver(
  response: ServerResponse,
  { requestId, response: fields, fault }: Answer,
  hanging: Hanging,
): void {
  // HTTP 200 for success and error alike: the SDKs take any other status for a failure of the transport.
  const text = Buffer.from(JSON.stringify({ Response: { ...fields, RequestId: requestId } }));
  switch (fault?.kind) {
    case "hang":
      hanging.hold(response);
      return;
    case "reset":
      response.req.socket.resetAndDestroy();
      return;
    case "http":
      if (fault.body === undefined) sendText(response, fault.httpStatus ?? 502, "text/html", GATEWAY_PAGE);
      else sendText(response, fault.httpStatus ?? 502, "application/json", Buffer.from(fault.body));
      return;
    case "garbage":
      sendText(response, 200, "application/json", Buffer.from("\u0000\ufffd this is no JSON"));
      return;
    case "truncate":
      // The length that is announced tells a client that the answer is not whole.
      response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
      response.write(text.subarray(0, Math.floor(text.length / 2)), () => response.req.socket.destroy());
      return;
    // Errors and delays are whole answers when they come here.
    case "error":
    case "slow":
    case undefined:
      sendText(response, 200, "application/json", text);
  }
}

/** Exactly this type, without a charset: the vendor's SDK for Python reads errors of no other than `application/json`. */
export function sendText(response: ServerResponse, status: number, contentType: string, text: Buffer): void {
  response.writeHead(status, { "content-type": contentType, "content-length": text.length });
  response.end(text);
}

const GATEWAY_PAGE = Buffer.from(
  "<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1><p>A fault of the emulator.</p></body></html>",
);
