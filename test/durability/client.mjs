import http from "node:http";
import { authorization } from "../setup/cloud-call.cjs";

const CREDENTIALS = { secretId: "AKIDhavipEmulatorPublicKey0000000000", secretKey: "havip-emulator-public-secret-key" };
const VERSIONS = { vpc: "2017-03-12", cvm: "2017-03-12", tag: "2018-08-13" };
const PATIENCE_MS = 10_000;

/**
 * A client of one running emulator: `call` asks the cloud's API, `control` the emulator itself. Both give
 * `{ refusal, response }`, where a refusal is an answer, too. What got no whole answer is thrown as an Unanswered.
 */
export function connect({ url, token }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const { host } = new URL(url);
  return {
    call: async ({ service = "vpc", action, parameters = {} }, region) => {
      const body = JSON.stringify(parameters);
      const timestamp = Math.floor(Date.now() / 1000);
      const headers = {
        "Content-Type": "application/json",
        "X-TC-Action": action,
        "X-TC-Version": VERSIONS[service],
        "X-TC-Region": region,
        "X-TC-Timestamp": timestamp,
        Authorization: authorization({ ...CREDENTIALS, service, host, body, timestamp }),
      };
      const { Response } = (await send(agent, url, { method: "POST", headers, body })).content;
      const { Error: refusal, ...response } = Response;
      return { refusal: refusal && `${refusal.Code}: ${refusal.Message}`, response };
    },
    control: async (method, command, given) => {
      const body = given === undefined ? "" : JSON.stringify(given);
      const request = { method, headers: { "X-Havip-Emulator-Token": token }, body };
      const { status, content } = await send(agent, `${url}/_emulator/${command}`, request);
      return { refusal: status === 200 ? undefined : content.error, response: content };
    },
    close: () => agent.destroy(),
  };
}

/** Nobody can say whether the request was obeyed. */
export class Unanswered extends Error {}

function send(agent, url, { method, headers, body }) {
  return new Promise((resolve, reject) => {
    const lost = (cause) => reject(new Unanswered(`${url}: ${cause.message}`, { cause }));
    const options = { method, agent, headers: { ...headers, "Content-Length": Buffer.byteLength(body) } };
    const request = http.request(url, options, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("error", lost);
      answer.on("end", () => {
        try {
          resolve({ status: answer.statusCode, content: JSON.parse(Buffer.concat(chunks).toString("utf8")) });
        } catch (error) {
          lost(error);
        }
      });
    });
    request.setTimeout(PATIENCE_MS, () => request.destroy(new Error(`no answer within ${PATIENCE_MS} ms`)));
    request.on("error", lost);
    request.end(body);
  });
}
