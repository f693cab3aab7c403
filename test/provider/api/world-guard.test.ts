import {
  EMULATOR_SECRET_ID,
  EMULATOR_SECRET_KEY,
  EMULATOR_TEMPORARY_ID_PREFIX,
  STORE_HEADER,
} from "../../../provider/core/emulator";
import { Credential } from "../../../provider/api/credentials/credential";
import type { Outgoing, Send, Sent } from "../../../provider/api/send";
import { clientFor, open, rejection } from "./support/client";

const emulatorKeys = new Credential(EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY, "", "the environment");

const answered = (headers: Record<string, string>, body = '{"Response":{"HaVipSet":[],"RequestId":"r-1"}}'): Sent => ({
  kind: "answered",
  status: 200,
  headers: new Map(Object.entries(headers)),
  body,
});
const down: Sent = { kind: "unanswered", reached: false, why: "broken", code: "ECONNREFUSED", message: "refused" };

/** A wire that notes what passes; the questions get `probe`, one after another, and every call is answered. */
function wire(...probe: Sent[]): { send: Send; passed: Outgoing[] } {
  const passed: Outgoing[] = [];
  return {
    passed,
    send: (outgoing) => {
      passed.push(outgoing);
      const next = probe.length > 1 ? probe.shift() : probe[0];
      return Promise.resolve(outgoing.method === "GET" ? (next ?? answered({})) : answered({}));
    },
  };
}

const LOCAL = "http://127.0.0.1:7215";

describe("W1: the emulator's keys", () => {
  test("count also where they are temporary ones that it gave out", async () => {
    const { send, passed } = wire();
    const temporary = new Credential(`${EMULATOR_TEMPORARY_ID_PREFIX}00`, "key", "token", "the environment");
    const elsewhere = clientFor("https://vpc.tencentcloudapi.com", { send, credential: temporary });
    await rejection(elsewhere.call("DescribeHaVips", {}, open));
    expect(passed).toEqual([]);
    await clientFor(LOCAL, { send, credential: temporary }).call("DescribeHaVips", {}, open);
    expect(passed.map(({ method }) => method)).toEqual(["POST"]);
  });

  test.each(["https://vpc.tencentcloudapi.com", "https://10.0.0.5:7215", ""])(
    "are never sent to another machine: %s",
    async (endpoint) => {
      const { send, passed } = wire();
      const error = await rejection(
        clientFor(endpoint, { send, credential: emulatorKeys }).call("DescribeHaVips", {}, open),
      );
      expect(error).toMatchObject({
        known: "not-sent",
        attempts: 0,
        hint: expect.stringContaining("npx havip emulator start"),
      });
      expect(passed).toHaveLength(0);
    },
  );

  test("go to this machine without a question", async () => {
    const { send, passed } = wire();
    await clientFor(LOCAL, { send, credential: emulatorKeys }).call("DescribeHaVips", {}, open);
    expect(passed.map(({ method }) => method)).toEqual(["POST"]);
  });
});

describe("W1: other keys", () => {
  test("are never sent to an emulator; it is asked unsigned what it is", async () => {
    const { send, passed } = wire(answered({ [STORE_HEADER]: "s-1" }));
    const client = clientFor(LOCAL, { send });
    for (let times = 0; times < 2; times += 1) {
      const error = await rejection(client.call("CreateHaVip", { VpcId: "v", HaVipName: "n" }, open));
      expect(error).toMatchObject({
        known: "not-sent",
        attempts: 0,
        cloudMessage: expect.stringContaining("is an emulator"),
      });
    }
    expect(passed).toEqual([{ method: "GET", url: `${LOCAL}/`, headers: { Accept: "*/*" }, body: "" }]);
  });

  test("go to something else on this machine, a proxy for example, after one question", async () => {
    const { send, passed } = wire(answered({}));
    const client = clientFor(LOCAL, { send });
    await client.call("DescribeHaVips", {}, open);
    await client.call("DescribeHaVips", {}, open);
    expect(passed.map(({ method }) => method)).toEqual(["GET", "POST", "POST"]);
  });

  test("are not sent as long as the question is not answered", async () => {
    const { send, passed } = wire(down);
    const error = await rejection(clientFor(LOCAL, { send }).call("DescribeHaVips", {}, open));
    expect(error).toMatchObject({ known: "not-sent" });
    expect(new Set(passed.map(({ method }) => method))).toEqual(new Set(["GET"]));
  });

  test("are not sent to an emulator that starts while the question is repeated", async () => {
    const { send, passed } = wire(down, answered({ [STORE_HEADER]: "s-1" }));
    const error = await rejection(clientFor(LOCAL, { send }).call("DescribeHaVips", {}, open));
    expect(error).toMatchObject({ cloudMessage: expect.stringContaining("is an emulator") });
    expect(passed.map(({ method }) => method)).toEqual(["GET", "GET"]);
  });

  test("go to the cloud without a question", async () => {
    const { send, passed } = wire();
    await clientFor("https://vpc.tencentcloudapi.com", { send }).call("DescribeHaVips", {}, open);
    expect(passed.map(({ method }) => method)).toEqual(["POST"]);
  });
});
