import type { ActionName } from "../../../provider/api/actions";
import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../../../provider/core/emulator";
import { SERVED } from "../../../provider/emulator/actions/table";
import { Cloud } from "../../../provider/emulator/cloud/cloud";
import { EmulatorClock } from "../../../provider/emulator/cloud/emulator-clock";
import { tc3Signature } from "../../../provider/emulator/cloud/signature";
import { profileBehaviour } from "../../../provider/emulator/faults/behaviour";
import { defaultSeed } from "../../../provider/emulator/resources/seed";
import { Store } from "../../../provider/emulator/store/store";
import { ASSUMPTIONS } from "../../../provider/emulator/words/assumptions";
import { type Envelope, VERSIONS } from "./client";

const START = Date.UTC(2026, 10, 22);

/** The emulated cloud without the HTTP around it, for tests of thousands of calls. */
export function cloudInProcess(taskDelayMs: number): Cloud {
  const instant = profileBehaviour("instant", ASSUMPTIONS);
  return new Cloud({
    store: Store.inMemory("0123456789abcdef", () => defaultSeed(START, { assumptions: ASSUMPTIONS })),
    assumptions: ASSUMPTIONS,
    havipsPerVpc: 10,
    behaviour: { ...instant, tasks: { ...instant.tasks, delayMs: taskDelayMs } },
    site: "china",
    clock: new EmulatorClock(() => START),
    random: Math.random,
    nuisance: undefined,
  });
}

/** Signed as a client would sign it. */
export async function callInProcess(cloud: Cloud, action: ActionName, parameters: object): Promise<Envelope> {
  const { service } = SERVED[action];
  const body = JSON.stringify(parameters);
  const timestamp = String(Math.floor(cloud.clock.now() / 1000));
  const date = new Date(cloud.clock.now()).toISOString().slice(0, 10);
  const signed = { host: "127.0.0.1", "content-type": "application/json" };
  const headers: [string, string][] = Object.entries(signed);
  const request = { method: "POST" as const, query: "", headers, payload: body, timestamp, date, service };
  const { requestId, response } = await cloud.call({
    method: "POST",
    headers: {
      ...signed,
      "x-tc-action": action,
      "x-tc-version": VERSIONS[service],
      "x-tc-timestamp": timestamp,
      "x-tc-region": "ap-guangzhou",
      authorization:
        `TC3-HMAC-SHA256 Credential=${EMULATOR_SECRET_ID}/${date}/${service}/tc3_request, ` +
        `SignedHeaders=host;content-type, Signature=${tc3Signature(request, EMULATOR_SECRET_KEY)}`,
    },
    body: Buffer.from(body),
  });
  return { ...response, RequestId: requestId };
}
