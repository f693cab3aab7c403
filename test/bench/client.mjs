import { execFileSync, fork } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import path from "node:path";

const REGION = "ap-guangzhou";
/** How `havip emulator start` runs it. */
const SMALL_HEAP = ["--max-semi-space-size=1", "--optimize-for-size"];

/**
 * An emulator in a process of its own:
 * - `env`: what points a client there
 * - `ask(command, given)`: what emulator.cjs obeys
 * - `pin()`: from now on it runs on one core, and whoever measures has the others; false where the system cannot
 * - `sign(action, parameters)`: a request to be sent, so that the time of signing is not measured
 * - `send(signed)`: its answer; one that is an error is thrown
 * - `stop()`
 */
export async function startEmulator() {
  const child = fork(path.join(import.meta.dirname, "emulator.cjs"), { execArgv: SMALL_HEAP });
  const { url, credentials, env } = await nextMessage(child);
  const agent = new http.Agent({ keepAlive: true });
  return {
    env,
    ask: (command, given) => {
      child.send({ command, given });
      return nextMessage(child);
    },
    pin: () => {
      if (process.platform !== "linux") return false;
      // -a: the threads of the garbage collector too.
      execFileSync("taskset", ["-a", "-c", "-p", "0", String(child.pid)], { stdio: "ignore" });
      return true;
    },
    sign: (action, parameters) => signed(url, credentials, action, parameters),
    send: (request) => send(url, agent, request),
    stop: async () => {
      agent.destroy();
      child.disconnect();
      await once(child, "exit");
    },
  };
}

export function nextMessage(child) {
  return new Promise((resolve, reject) => {
    const onMessage = (message) => {
      child.off("exit", onExit);
      resolve(message);
    };
    const onExit = (code) => {
      child.off("message", onMessage);
      reject(new Error(`The emulator ended with code ${code}.`));
    };
    child.once("message", onMessage);
    child.once("exit", onExit);
  });
}

/** TC3-HMAC-SHA256 (API document, "Signature v3"). */
function signed(url, { secretId, secretKey }, action, parameters) {
  const { host } = new URL(url);
  const body = JSON.stringify(parameters);
  const timestamp = Math.floor(Date.now() / 1000);
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${date}/vpc/tc3_request`;
  const names = "content-type;host";
  const request = `POST\n/\n\ncontent-type:application/json\nhost:${host}\n\n${names}\n${sha256(body)}`;
  const key = [date, "vpc", "tc3_request"].reduce(hmac, `TC3${secretKey}`);
  const signature = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(request)}`).toString("hex");
  const headers = {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    "X-TC-Action": action,
    "X-TC-Version": "2017-03-12",
    "X-TC-Region": REGION,
    "X-TC-Timestamp": timestamp,
    Authorization: `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
  return { action, headers, body };
}

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

function send(url, agent, { action, headers, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: "POST", agent, headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => {
        const { Response } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
        if (Response.Error === undefined) resolve(Response);
        else reject(new Error(`${action}: ${Response.Error.Code}: ${Response.Error.Message}`));
      });
      answer.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}
