import { havip } from "../../../provider/havip";
import type { Send } from "../../../provider/api/send";
import { rejection } from "../api/support/client";
import { INPUTS, type Stage, answerNeverComes, openStage } from "./operations";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.emulator.close());

async function created(delay: string) {
  const { id, state } = await havip.create({ ...INPUTS, timeouts: { delete: delay } }, stage.run());
  return { id, state: { ...state } };
}

/** The first `good` calls of `action` are answered, those after them never. */
function hangsAfter(good: number, action: string): (send: Send) => Send {
  let calls = 0;
  return (send) => {
    const hanging = answerNeverComes(action)(send);
    return (outgoing, signal) => {
      if (outgoing.headers["X-TC-Action"] !== action) return send(outgoing, signal);
      return ++calls <= good ? send(outgoing, signal) : hanging(outgoing, signal);
    };
  };
}

describe("when the time is over in the middle of a call", () => {
  test("a release that was refused before names the holder and quotes that refusal", async () => {
    const { id, state } = await created("300ms");
    stage.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
    const failure = await rejection(havip.delete(id, state, stage.run(hangsAfter(1, "DeleteHaVip"))));
    expect((failure as Error).message).toMatch(/held by ins-00000001.*UnsupportedOperation/s);
  });

  test("a release whose answer did not come says that it may have been carried out", async () => {
    const { id, state } = await created("300ms");
    const failure = await rejection(havip.delete(id, state, stage.run(hangsAfter(0, "DeleteHaVip"))));
    expect((failure as Error).message).toMatch(/DeleteHaVip in ap-guangzhou.*not known whether this was carried out/s);
    expect((failure as Error).message).toMatch(/timeouts: \{ delete/);
  });
});

test.each(["8.2m", "4.1m", "2.2h", "0.1ms"])("a time limit of %s, which is no whole number in binary, is no obstacle", async (delay) => {
  const { id, state } = await created("5m");
  const outcome = await havip.delete(id, { ...state, timeouts: { delete: delay } }, stage.run()).catch(String);
  expect(String(outcome)).not.toMatch(/out of range/);
});
