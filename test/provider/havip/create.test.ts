import type { Send } from "../../../provider/api/send";
import { havip } from "../../../provider/havip";
import { IncompleteError } from "../../../provider/kind";
import { rejection } from "../api/support/client";
import { INPUTS, type Stage, answerNeverComes, fromThenOnAnswers, openStage, withoutFields } from "./operations";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.emulator.close());

const ids = (): string[] => stage.emulator.state().havips.map(({ HaVipId }) => HaVipId);

async function messageOfFailure(operation: Promise<unknown>): Promise<string> {
  return ((await rejection(operation)) as Error).message;
}

describe("a create whose answer is lost", () => {
  test("T3: until its time is over still keeps the id of what was made", async () => {
    const run = stage.run(answerNeverComes("CreateHaVip"));
    const failure = await rejection(havip.create({ ...INPUTS, timeouts: { create: "1400ms" } }, run));
    expect(ids()).toHaveLength(1);
    expect(failure).toBeInstanceOf(IncompleteError);
    expect(failure).toMatchObject({ id: ids()[0], state: { initialized: false } });
    expect((failure as Error).message).toContain(`${String(ids()[0])} is there but not finished`);
  });

  test("T3: in a repetition of a throttled one, until its time is over, still keeps the id of what was made", async () => {
    let calls = 0;
    const run = stage.run((send) => {
      const hanging = answerNeverComes("CreateHaVip")(send);
      const body = '{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"no"},"RequestId":"r"}}';
      return (outgoing, signal) => {
        if (outgoing.headers["X-TC-Action"] !== "CreateHaVip" || ++calls > 1) return hanging(outgoing, signal);
        return Promise.resolve({ kind: "answered", status: 200, headers: new Map(), body });
      };
    });
    const failure = await rejection(havip.create({ ...INPUTS, timeouts: { create: "1400ms" } }, run));
    expect(ids()).toHaveLength(1);
    expect(failure).toMatchObject({ id: ids()[0], state: { initialized: false } });
  });

  test("T7: and cannot be looked for either says that a HAVIP may have been made, and how it is found", async () => {
    const run = stage.run(fromThenOnAnswers("CreateHaVip", "<html>Please log in</html>"));
    const message = await messageOfFailure(havip.create({ ...INPUTS }, run));
    expect(message).toMatch(/^It is not known whether the HAVIP web was created/);
    expect(message).toMatch(/CreateHaVip in ap-guangzhou/);
    expect(message).toMatch(/DescribeHaVips in ap-guangzhou/);
  });

  test("T7: as an answer that names no HAVIP is found by its tags", async () => {
    const run = stage.run((send) => async (outgoing, signal) => {
      const sent = await send(outgoing, signal);
      if (outgoing.headers["X-TC-Action"] !== "CreateHaVip" || sent.kind !== "answered") return sent;
      return { ...sent, body: '{"Response":{"RequestId":"r"}}' };
    });
    const { id } = await havip.create({ ...INPUTS }, run);
    expect(ids()).toEqual([id]);
  });
});

test("C4: a create waits until the HAVIP shows its address, which programs are configured with", async () => {
  let reads = 0;
  const run = stage.run((send) => async (outgoing, signal) => {
    const sent = await send(outgoing, signal);
    const isRead = outgoing.headers["X-TC-Action"] === "DescribeHaVips" && ids().length > 0;
    if (!isRead || sent.kind !== "answered" || ++reads > 2) return sent;
    return { ...sent, body: sent.body.replace(/"Vip":"[^"]*"/, '"Vip":""') };
  });
  const { state } = await havip.create({ ...INPUTS }, run);
  expect(state.address).toBe(stage.emulator.state().havips[0]?.Vip);
  expect(reads).toBe(3);
});

test("a create that was not finished still knows later which tags it wrote, though its answer showed none", async () => {
  const run = stage.run((send) => async (outgoing, signal) => {
    const sent = await send(outgoing, signal);
    if (sent.kind !== "answered") return sent;
    // Reads fail once it is made.
    if (outgoing.headers["X-TC-Action"] === "DescribeHaVips" && ids().length > 0)
      return { ...sent, status: 502, body: "" };
    return { ...sent, body: sent.body.replace(/"TagSet":\[[^\]]*\]/, '"TagSet":[]') };
  });
  const failure = await rejection(havip.create({ ...INPUTS, tags: { team: "web" } }, run));
  const { state } = failure as IncompleteError<Record<string, unknown>>;
  await havip.update(String(ids()[0]), state, { ...INPUTS }, stage.run());
  expect(stage.emulator.state().havips[0]?.TagSet.map(({ Key }) => Key)).not.toContain("team");
});

test("L8: a create that is invoked again, and cannot look at what it made, still names its id", async () => {
  const run = stage.run();
  // The first look finds nothing; from then on none is answered.
  stage.emulator.faults.next({ action: "DescribeHaVips", phase: "before", kind: "reset", nth: 2, times: 100_000 });
  const inputs = { ...INPUTS, timeouts: { create: "200ms" } };
  await rejection(havip.create(inputs, run));
  const failure = await rejection(havip.create(inputs, run));
  expect(failure).toBeInstanceOf(IncompleteError);
  expect(failure).toMatchObject({ id: ids()[0], state: { initialized: false } });
});

test("L8: a create that is invoked again makes no second one, though reads do not show the first and tokens are ignored", async () => {
  stage.emulator.behave({
    consistency: { havips: { visibleAfterReads: 1_000 } },
    clientTokens: { honoured: false, lifetimeMs: 1 },
  });
  const run = stage.run();
  const inputs = { ...INPUTS, timeouts: { create: "1s" } };
  await rejection(havip.create(inputs, run));
  expect(await rejection(havip.create(inputs, run))).toMatchObject({ id: ids()[0], state: { initialized: false } });
  expect(ids()).toHaveLength(1);
});

test("L8: a create that is invoked again, and cannot even connect, still names the id of what it made", async () => {
  const run = stage.run();
  stage.emulator.behave({ consistency: { havips: { visibleAfterReads: 1_000 } } });
  await rejection(havip.create({ ...INPUTS, timeouts: { create: "1s" } }, run));
  const failure = await rejection(havip.create({ ...INPUTS, timeouts: { create: "1ms" } }, run));
  expect(failure).toMatchObject({ id: ids()[0], state: { initialized: false } });
});

describe("a create that was not finished, and whose answer told nothing but the id", () => {
  const asked = { ...INPUTS, address: "10.0.0.100", checkAssociate: true };

  async function unfinished(inputs: object): Promise<IncompleteError<Record<string, unknown>>> {
    const run = stage.run((send) => async (outgoing, signal) => {
      const sent = await send(outgoing, signal);
      if (sent.kind !== "answered" || ids().length === 0) return sent;
      if (outgoing.headers["X-TC-Action"] !== "CreateHaVip") return { ...sent, status: 502, body: "" };
      return { ...sent, body: `{"Response":{"HaVip":{"HaVipId":"${String(ids()[0])}"},"RequestId":"r"}}` };
    });
    // The one class of errors that carries a state.
    return (await rejection(havip.create({ ...inputs }, run))) as IncompleteError<Record<string, unknown>>;
  }

  test("is finished by the next update and not replaced", async () => {
    const { id, state } = await unfinished(asked);
    expect(havip.diff(id, state, asked)).toEqual({ changes: true, replaces: [], deleteBeforeReplace: false });
    expect(await havip.update(id, state, { ...asked }, stage.run())).toMatchObject({
      address: "10.0.0.100",
      checkAssociate: true,
      initialized: true,
    });
  });

  test("is recognized by its VPC and subnet where its tags are not shown and the cloud chose the address", async () => {
    const { id, state } = await unfinished(INPUTS);
    const run = stage.run((send) => async (outgoing, signal) => {
      const sent = await send(outgoing, signal);
      if (sent.kind !== "answered") return sent;
      return { ...sent, body: sent.body.replace(/"TagSet":\[[^\]]*\]/, '"TagSet":[]') };
    });
    await havip.delete(id, state, run);
    expect(ids()).toEqual([]);
  });
});

describe("a cloud that shows tags late", () => {
  /** So many answers to reads have no tags. */
  const tagless = (times: number): ((send: Send) => Send) => {
    let made = false;
    return (send) => async (outgoing, signal) => {
      const sent = await send(outgoing, signal);
      made ||= outgoing.headers["X-TC-Action"] === "CreateHaVip";
      if (!made || sent.kind !== "answered" || times <= 0) return sent;
      if (outgoing.headers["X-TC-Action"] === "DescribeHaVips") times -= 1;
      return { ...sent, body: sent.body.replace(/"TagSet":\[[^\]]*\]/, '"TagSet":[]') };
    };
  };
  const writes = (): number => stage.emulator.calls().filter(({ action }) => action === "ModifyResourceTags").length;

  test("is waited for", async () => {
    await havip.create({ ...INPUTS }, stage.run(tagless(3)));
    expect(writes()).toBe(0);
  });

  test("is not waited for for long: then they are written once more", async () => {
    const { state } = await havip.create({ ...INPUTS }, stage.run(tagless(4)));
    expect(state.initialized).toBe(true);
    expect(writes()).toBe(1);
  });
});

describe("a refused create", () => {
  test("S3: is told soon, though what it is explained by cannot be read", async () => {
    stage.emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", code: "LimitExceeded" });
    stage.emulator.faults.next({ action: "DescribeVpcLimits", phase: "before", kind: "error", times: "always" });
    const run = { ...stage.run(), deadline: (ms: number) => AbortSignal.timeout(ms <= 10_000 ? 50 : 60_000) };
    const began = Date.now();
    expect(await messageOfFailure(havip.create({ ...INPUTS }, run))).toMatch(/CreateHaVip .* failed: LimitExceeded/);
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  test("for too many calls a second is not told as a used-up quota", async () => {
    stage.emulator.faults.next({
      action: "CreateHaVip",
      phase: "before",
      kind: "error",
      code: "LimitExceeded.ActionLimited",
      times: 100,
    });
    const message = await messageOfFailure(havip.create({ ...INPUTS }, stage.run()));
    expect(message).toMatch(/LimitExceeded\.ActionLimited/);
    expect(message).not.toMatch(/its limit is/);
  });
});

describe("a refused create whose address another HAVIP has", () => {
  const pinned = { ...INPUTS, address: "10.0.0.100" };

  test("advises to adopt it where that would be taken", async () => {
    const run = stage.run();
    const { client } = await run.connect(undefined, run.deadline(5_000));
    const { VpcId, SubnetId } = { VpcId: INPUTS.vpcId, SubnetId: INPUTS.subnetId };
    await client.call("CreateHaVip", { VpcId, SubnetId, HaVipName: "theirs", Vip: "10.0.0.100" }, run.deadline(5_000));
    expect(await messageOfFailure(havip.create(pinned, run))).toContain(`or set adopt: "${String(ids()[0])}"`);
  });

  test("does not where it belongs to another resource", async () => {
    await havip.create({ ...pinned, owner: "stack-1/resource-2" }, stage.run());
    const message = await messageOfFailure(havip.create(pinned, stage.run()));
    expect(message).toMatch(/cannot be adopted: havip-\w+ belongs to another Pulumi resource/);
    expect(message).not.toMatch(/set adopt/);
  });
});

describe("an adoption", () => {
  /** What a killed run of this resource left: ours by its tags, but of another generation than the next run's. */
  async function orphan(): Promise<string> {
    return (await havip.create({ ...INPUTS }, stage.run())).id;
  }

  test("that could not be marked leaves nothing in the state, so that the next run can adopt it again", async () => {
    const id = await orphan();
    const fault = { action: "ModifyResourceTags", phase: "before", kind: "error" } as const;
    stage.emulator.faults.next({ ...fault, code: "UnauthorizedOperation" });
    const failure = await rejection(havip.create({ ...INPUTS, adopt: id }, stage.run()));
    expect(failure).not.toBeInstanceOf(IncompleteError);
    expect((failure as Error).message).toMatch(new RegExp(`${id} was not taken over.*UnauthorizedOperation`, "s"));
    expect(await havip.create({ ...INPUTS, adopt: id }, stage.run())).toMatchObject({ id });
  });

  test("that was marked but not finished keeps the id", async () => {
    const id = await orphan();
    const tags = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`key-${String(i)}`, "value"]));
    let calls = 0;
    const run = stage.run((send) => (outgoing, signal) => {
      if (outgoing.headers["X-TC-Action"] !== "ModifyResourceTags" || ++calls === 1) return send(outgoing, signal);
      const body = '{"Response":{"Error":{"Code":"UnauthorizedOperation","Message":"no"},"RequestId":"r"}}';
      return Promise.resolve({ kind: "answered", status: 200, headers: new Map(), body });
    });
    const failure = await rejection(havip.create({ ...INPUTS, tags, adopt: id }, run));
    expect(failure).toBeInstanceOf(IncompleteError);
    const { state } = failure as IncompleteError<Record<string, unknown>>;
    expect(await havip.update(id, state, { ...INPUTS, tags }, stage.run())).toMatchObject({ tags, initialized: true });
  });

  test.each(["pulumi-havip:stack", "pulumi-havip:resource"])(
    "is refused where any tag names another owner, here %s alone",
    async (kept) => {
      const { id } = await havip.create({ ...INPUTS, owner: "other/other" }, stage.run());
      const gone = ["stack", "resource", "generation"].map((each) => `pulumi-havip:${each}`);
      const run = stage.run();
      const { client } = await run.connect(undefined, run.deadline(5_000));
      const Resource = `qcs::vpc:ap-guangzhou:uin/100000000001:havip/${id}`;
      const DeleteTags = gone.filter((key) => key !== kept).map((TagKey) => ({ TagKey }));
      await client.call("ModifyResourceTags", { Resource, DeleteTags }, run.deadline(5_000));
      const message = await messageOfFailure(havip.create({ ...INPUTS, adopt: id }, stage.run()));
      expect(message).toMatch(/belongs to another Pulumi resource/);
    },
  );
});

describe("a site that takes tags and shows none", () => {
  const hiding = withoutFields("TagSet");

  test("gets its HAVIP made all the same, with one warning, and unmarked as on a site without tags", async () => {
    const run = stage.run(hiding);
    const { id, state } = await havip.create({ ...INPUTS }, run);
    expect(state).toMatchObject({ marked: false, initialized: true });
    expect(run.warnings).toEqual([expect.stringMatching(`${id} is shown without its tags`)]);
    expect(await havip.update(id, { ...state }, { ...INPUTS, name: "other" }, stage.run(hiding))).toMatchObject({
      name: "other",
      marked: false,
      initialized: true,
    });
    await havip.delete(id, { ...state }, stage.run(hiding));
    expect(ids()).toEqual([]);
  });

  test("keeps the tags of the program in the state as they were written", async () => {
    const { state } = await havip.create({ ...INPUTS, tags: { team: "web" } }, stage.run(hiding));
    expect(state).toMatchObject({ tags: { team: "web" }, marked: false, initialized: true });
    expect(stage.emulator.state().havips[0]?.TagSet).toContainEqual({ Key: "team", Value: "web" });
  });

  test("is not one that shows them a few seconds late", async () => {
    let looks = 0;
    const late = (send: Send): Send => {
      const hidden = hiding(send);
      return (outgoing, signal) => {
        const isRead = outgoing.headers["X-TC-Action"] === "DescribeHaVips" && ids().length > 0;
        return isRead && ++looks < 10 ? hidden(outgoing, signal) : send(outgoing, signal);
      };
    };
    const run = stage.run(late);
    const { state } = await havip.create({ ...INPUTS }, run);
    expect(state.marked).toBeUndefined();
    expect(run.warnings).toEqual([]);
  });
});
