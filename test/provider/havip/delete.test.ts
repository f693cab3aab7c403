import { setTimeout } from "node:timers/promises";
import { havip } from "../../../provider/havip";
import type { Send } from "../../../provider/api/send";
import type { IncompleteError } from "../../../provider/kind";
import { STORE_HEADER } from "../../../provider/core/emulator";
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

/** Another resource takes it over: by its tags it is that one's. */
async function takenOver(id: string, account: string): Promise<void> {
  const run = stage.run();
  const { client } = await run.connect(undefined, run.deadline(5_000));
  const Resource = `qcs::vpc:ap-guangzhou:uin/${account}:havip/${id}`;
  const ReplaceTags = [{ TagKey: "pulumi-havip:generation", TagValue: "another" }];
  await client.call("ModifyResourceTags", { Resource, ReplaceTags }, run.deadline(5_000));
}

const releases = (): number => stage.emulator.calls().filter(({ action }) => action === "DeleteHaVip").length;

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
    expect((failure as Error).message).toMatch(/input timeouts/);
  });
});

test("a release whose answer was lost and that is still there afterwards says both", async () => {
  const { id, state } = await created("300ms");
  const run = stage.run(
    (send) => async (outgoing, signal) =>
      outgoing.headers["X-TC-Action"] === "DeleteHaVip"
        ? Promise.resolve({ kind: "answered", status: 502, headers: new Map(), body: "bad gateway" })
        : send(outgoing, signal),
  );
  const failure = await rejection(havip.delete(id, state, run));
  expect((failure as Error).message).toMatch(
    /still there, and the answer to its release was lost \(.*502.*bad gateway/,
  );
});

test("L1: a release that is refused because the HAVIP has just gone succeeds, and says nothing of a holder", async () => {
  const { id, state } = await created("5m");
  const body = '{"Response":{"Error":{"Code":"UnsupportedOperation","Message":"it is going"},"RequestId":"r"}}';
  const run = stage.run((send) => async (outgoing, signal) => {
    const sent = await send(outgoing, signal);
    if (outgoing.headers["X-TC-Action"] !== "DeleteHaVip") return sent;
    return { kind: "answered", status: 200, headers: new Map(), body };
  });
  await havip.delete(id, state, run);
  expect(stage.emulator.state().havips).toEqual([]);
  expect(run.warnings).toEqual([]);
});

describe("C1: what a create waited for in vain", () => {
  const inputs = { ...INPUTS, timeouts: { create: "1s" } };

  async function unfinished() {
    stage.emulator.behave({ consistency: { havips: { visibleAfterReads: 1_000 } } });
    // The one class of errors that carries a state.
    return (await rejection(havip.create(inputs, stage.run()))) as IncompleteError<Record<string, unknown>>;
  }

  test("is released though reads still do not show it", async () => {
    const { id, state } = await unfinished();
    await havip.delete(id, state, stage.run());
    expect(stage.emulator.state().havips).toEqual([]);
  });

  test("is gone without a word where somebody released it", async () => {
    const { id, state } = await unfinished();
    await havip.delete(id, state, stage.run());
    const run = stage.run();
    await havip.delete(id, state, run);
    expect(run.warnings).toEqual([]);
  });
});

test("a HAVIP that another resource takes over while the release waits for its holder is left alone", async () => {
  const { id, state } = await created("5m");
  stage.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
  const run = stage.run();
  const deleted = havip.delete(id, state, run);
  // The first refusal may come because it has just gone; from the second on it is one that the user waits for.
  while (releases() < 2) await setTimeout(5);
  await takenOver(id, state.account);
  stage.emulator.release({ haVipId: id });
  await deleted;
  expect(stage.emulator.state().havips).toHaveLength(1);
  expect(run.warnings).toEqual([
    // Once, however often it was refused: the user would otherwise wait for minutes without a word.
    expect.stringMatching(`${id} is still held by ins-00000001.*Trying again until timeouts.delete ends`),
    expect.stringContaining(`${id} was not released`),
  ]);
});

describe("a HAVIP that a look does not show", () => {
  /** The first look is answered as if there were none. */
  const blindAtFirst = (): ((send: Send) => Send) => {
    let looks = 0;
    return (send) => (outgoing, signal) => {
      if (outgoing.headers["X-TC-Action"] !== "DescribeHaVips" || ++looks > 1) return send(outgoing, signal);
      const body = '{"Response":{"TotalCount":0,"HaVipSet":[],"RequestId":"r"}}';
      const headers = new Map([[STORE_HEADER, stage.emulator.storeId]]);
      return Promise.resolve({ kind: "answered", status: 200, headers, body });
    };
  };

  test("is released all the same: the cloud's answer to the release decides", async () => {
    const { id, state } = await created("5m");
    await havip.delete(id, state, stage.run(blindAtFirst()));
    expect(stage.emulator.state().havips).toEqual([]);
  });

  test("is left alone where this process has taken it over for another resource", async () => {
    const { id, state } = await created("5m");
    const run = stage.run(blindAtFirst());
    run.memory.noteIncarnation(id, "another");
    await havip.delete(id, state, run);
    expect(stage.emulator.state().havips).toHaveLength(1);
  });

  test.each(["ResourceNotFound", "InvalidParameterValue.Malformed"])(
    "and of which the cloud says %s is gone",
    async (code) => {
      const { id, state } = await created("5m");
      stage.emulator.faults.next({ action: "DeleteHaVip", phase: "before", kind: "error", code });
      await havip.delete(id, state, stage.run(blindAtFirst()));
      expect(releases()).toBe(1);
    },
  );

  test("and of which a gateway says that it may not be asked for is not gone", async () => {
    const { id, state } = await created("5m");
    const fault = { action: "DeleteHaVip", phase: "before", kind: "http", httpStatus: 403 } as const;
    stage.emulator.faults.next(fault);
    const failure = await rejection(havip.delete(id, state, stage.run(blindAtFirst())));
    expect((failure as Error).message).toMatch(/DeleteHaVip .*403/);
  });
});

describe("after a forced replacement that took the same HAVIP over", () => {
  /** From the moment that `lag` is called, reads are changed on their way. */
  function lagging(change: (body: string) => string) {
    let isBehind = false;
    const through =
      (send: Send): Send =>
      async (outgoing, signal) => {
        const sent = await send(outgoing, signal);
        const isRead = outgoing.headers["X-TC-Action"] === "DescribeHaVips";
        return isBehind && isRead && sent.kind === "answered" ? { ...sent, body: change(sent.body) } : sent;
      };
    return { through, lag: () => (isBehind = true) };
  }

  async function replaced(change: (old: string, body: string) => string) {
    const old = await created("1s");
    const replica = lagging((body) => change(old.state.generation, body));
    const run = stage.run(replica.through);
    const { id, state } = await havip.create({ ...INPUTS }, run);
    expect(id).toBe(old.id);
    replica.lag();
    return { old, run, state: { ...state } };
  }

  test.each([
    [
      "read shows the old generation",
      (old: string, body: string) => body.replace(/(generation","Value":)"\w+"/, `$1"${old}"`),
    ],
    ["row shows no tags", (_old: string, body: string) => body.replace(/"TagSet":\[[^\]]*\]/, '"TagSet":null')],
    ["read shows nothing", (_old: string, body: string) => body.replace(/"HaVipSet":\[.*\]/, '"HaVipSet":[]')],
  ])("the old state releases nothing, though every %s", async (_what, change) => {
    const { old, run } = await replaced(change);
    await havip.delete(old.id, old.state, run);
    expect(releases()).toBe(0);
    expect(run.warnings.at(-1)).toContain(`${old.id} was not released`);
  });

  test("the new state releases it, though a read does not show it", async () => {
    const { old, run, state } = await replaced((_old, body) =>
      body.replace(/"HaVipSet":\[.*\]/, '"HaVipSet":[]').replace(/"TotalCount":\d+/, '"TotalCount":0'),
    );
    await havip.delete(old.id, state, run);
    expect(stage.emulator.state().havips).toEqual([]);
  });
});

describe("a HAVIP that was marked and is shown without its tags", () => {
  /** So many reads show no tags, not even that there are none. */
  const tagless = (times: number): ((send: Send) => Send) => {
    let looks = 0;
    return (send) => async (outgoing, signal) => {
      const sent = await send(outgoing, signal);
      if (outgoing.headers["X-TC-Action"] !== "DescribeHaVips" || sent.kind !== "answered" || ++looks > times)
        return sent;
      return { ...sent, body: sent.body.replace(/"TagSet":\[[^\]]*\]/, '"TagSet":null') };
    };
  };

  test("is looked at again before it is released: it may be another's by now", async () => {
    const { id, state } = await created("5m");
    await takenOver(id, state.account);
    const run = stage.run(tagless(3));
    await havip.delete(id, state, run);
    expect(stage.emulator.state().havips).toHaveLength(1);
    expect(run.warnings).toEqual([expect.stringContaining(`${id} was not released`)]);
  });

  test("is released where they stay away: VPC, subnet and address speak for it", async () => {
    const { id, state } = await created("5m");
    await havip.delete(id, state, stage.run(tagless(1_000)));
    expect(stage.emulator.state().havips).toEqual([]);
  });

  test("is released at the first look where it never had any, as the state says", async () => {
    const { id, state } = await created("5m");
    await havip.delete(id, { ...state, marked: false }, stage.run(tagless(1_000)));
    const calls = stage.emulator.calls().map(({ action }) => action);
    expect(calls.slice(calls.lastIndexOf("GetCallerIdentity") + 1, -1)).toEqual(["DescribeHaVips", "DeleteHaVip"]);
  });
});

describe("a held HAVIP", () => {
  /** The looks whose numbers are given show nothing. */
  const blindAt = (isBlind: (look: number) => boolean): ((send: Send) => Send) => {
    let looks = 0;
    return (send) => async (outgoing, signal) => {
      const sent = await send(outgoing, signal);
      if (outgoing.headers["X-TC-Action"] !== "DescribeHaVips" || sent.kind !== "answered" || !isBlind(++looks))
        return sent;
      return { ...sent, body: '{"Response":{"TotalCount":0,"HaVipSet":[],"RequestId":"r"}}' };
    };
  };

  test("that no look shows is not gone: the cloud refuses to release it until the time is over", async () => {
    const { id, state } = await created("300ms");
    stage.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
    const failure = await rejection(havip.delete(id, state, stage.run(blindAt(() => true))));
    expect((failure as Error).message).toMatch(new RegExp(`${id} was not released.*UnsupportedOperation`, "s"));
    expect(stage.emulator.state().havips).toHaveLength(1);
  });

  test("that some looks in between do not show is not gone either, and is released once it is let go", async () => {
    const { id, state } = await created("5m");
    stage.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
    const deleted = havip.delete(id, state, stage.run(blindAt((look) => look % 5 !== 1)));
    while (releases() < 3) await setTimeout(5);
    stage.emulator.release({ haVipId: id });
    await deleted;
    expect(stage.emulator.state().havips).toEqual([]);
  });
});

describe("a release that the cloud puts off", () => {
  const putOff = (code: string, then: () => Promise<void>): ((send: Send) => Send) => {
    let isFirst = true;
    return (send) => async (outgoing, signal) => {
      if (!isFirst || outgoing.headers["X-TC-Action"] !== "DeleteHaVip") return send(outgoing, signal);
      isFirst = false;
      await then();
      const body = JSON.stringify({ Response: { Error: { Code: code, Message: "later" }, RequestId: "r" } });
      return { kind: "answered", status: 200, headers: new Map(), body };
    };
  };

  test.each(["UnsupportedOperation.MutexOperationTaskRunning", "RequestLimitExceeded"])(
    "with %s is not asked for again where another has taken it over meanwhile",
    async (code) => {
      const { id, state } = await created("5m");
      const run = stage.run(putOff(code, () => takenOver(id, state.account)));
      await havip.delete(id, state, run);
      expect(stage.emulator.state().havips).toHaveLength(1);
      expect(run.warnings).toEqual([expect.stringContaining(`${id} was not released`)]);
    },
  );

  test("is asked for again where it is still the one that is meant", async () => {
    const { id, state } = await created("5m");
    const run = stage.run(putOff("RequestLimitExceeded", () => Promise.resolve()));
    await havip.delete(id, state, run);
    expect(stage.emulator.state().havips).toEqual([]);
    expect(run.warnings).toEqual([]);
  });

  test("until its time is over is told with the cloud's words, and how often it was asked for", async () => {
    const { id, state } = await created("300ms");
    const fault = { action: "DeleteHaVip", phase: "before", kind: "error", code: "RequestLimitExceeded" } as const;
    stage.emulator.faults.next({ ...fault, times: 1_000 });
    const failure = await rejection(havip.delete(id, state, stage.run()));
    expect((failure as Error).message).toMatch(/DeleteHaVip .*RequestLimitExceeded.*request id [\w-]+, \d+ attempts/);
  });
});
