/** S: what the cloud answers. */
import type { Bag } from "../program/provider-process";
import { rewritten, withHavips } from "./rewritten";
import { life } from "./life";
import { useStage } from "./row";
import { type Cloud, failureOf } from "./stage";

const row = useStage();

const CHANGES_NO = 1; // DiffResponse.DiffChanges.DIFF_NONE

row("S1", "InternalError for CreateHaVip, before and after it was carried out", async (stage) => {
  for (const phase of ["before", "after-commit"] as const) {
    const { emulator, inputs, ids } = await stage.cloud({ label: phase });
    emulator.faults.next({ action: "CreateHaVip", phase, kind: "error" });
    const { id } = await stage.provider.create(inputs());
    expect(ids()).toEqual([id]);
    emulator.faults.assertConsumed();
  }
  return "one HAVIP, no failure";
});

row("S2", "InternalError for a DeleteHaVip that was carried out", async (stage) => {
  const { emulator, inputs, ids } = await stage.cloud();
  const { id, state } = await stage.provider.create(inputs());
  emulator.faults.next({ action: "DeleteHaVip", phase: "after-commit", kind: "error" });
  await stage.provider.delete(id, state);
  emulator.faults.assertConsumed();
  expect(ids()).toEqual([]);
  return "looked at, gone: success";
});

row("S3", "the quota of 2 HAVIPs is used up; the subnet has no address left", async (stage) => {
  const full = await stage.cloud({ label: "quota", quotaHavipsPerVpc: 2 });
  await full.others.havip();
  await full.others.havip();
  const quota = await failureOf(stage.provider.create(full.inputs()));
  expect(quota.message).toMatch(/vpc-00000001 has 2 HAVIPs and its limit is 2\. Release one.*raise the limit/);
  expect(full.calls("CreateHaVip")).toHaveLength(1);

  const { emulator, inputs, calls } = await stage.cloud({ label: "addresses" });
  emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", code: "ResourceInsufficient" });
  const empty = await failureOf(stage.provider.create(inputs()));
  expect(empty.message).toMatch(/ResourceInsufficient.*1 attempt,.*subnet/s);
  expect(calls("CreateHaVip")).toHaveLength(1);
  return "one attempt; the error has limit and count, or the code, and the remedy";
});

row("S4", "the address belongs to a HAVIP that somebody else made", async (stage) => {
  const { others, inputs, ids, calls } = await stage.cloud();
  const { HaVipId } = await others.havip({ HaVipName: "theirs", Vip: "10.0.0.100" });
  const { message } = await failureOf(stage.provider.create(inputs({ address: "10.0.0.100" })));
  expect(message).toContain(`10.0.0.100 is taken by the HAVIP ${HaVipId} (theirs)`);
  expect(message).toContain(`adopt: "${HaVipId}"`);
  expect(ids()).toEqual([HaVipId]);
  expect(calls("CreateHaVip")).toHaveLength(1);
  return "refused, naming that HAVIP and the ways out; it is left as it is";
});

row(
  "S5",
  "the address belongs to the HAVIP of this resource's own killed run, and a member holds it",
  async (stage) => {
    const { emulator, inputs, ids } = await stage.cloud();
    const pinned = inputs({ address: "10.0.0.100" });
    const { id } = await stage.provider.create(pinned); // Which the engine never learned.
    emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
    const next = await stage.nextRun();
    expect((await next.create(pinned)).id).toBe(id);
    expect(ids()).toEqual([id]);
    expect(await stage.warnings()).toEqual([expect.stringContaining(`${id} was left by an earlier run`)]);
    return "used again with a warning: one HAVIP";
  },
);

row(
  "S6",
  "DeleteHaVip is refused: another operation runs, an EIP is being unbound, a malformed id; another takes it over meanwhile; it is held and not shown",
  async (stage) => {
    const { emulator, inputs, others, ids, calls } = await stage.cloud({ label: "passes or not" });
    const busy = { action: "DeleteHaVip", phase: "before", kind: "error" } as const;
    const first = await stage.provider.create(inputs());
    emulator.faults.next({ ...busy, code: "UnsupportedOperation.MutexOperationTaskRunning", times: 3 });
    await stage.provider.delete(first.id, first.state);
    emulator.faults.assertConsumed();

    const second = await stage.provider.create(inputs({ owner: "stack-1/second" }));
    await others.ok("HaVipAssociateAddressIp", { HaVipId: second.id, AddressIp: await others.eip() });
    emulator.behave({ tasks: { delayMs: 800 } });
    await others.ok("HaVipDisassociateAddressIp", { HaVipId: second.id });
    await stage.provider.delete(second.id, second.state);
    expect(ids()).toEqual([]);

    const third = await stage.provider.create(inputs({ owner: "stack-1/third" }));
    emulator.faults.next({ ...busy, code: "InvalidParameterValue.Malformed", times: 9 });
    const before = calls("DeleteHaVip").length;
    await failureOf(stage.provider.delete(third.id, third.state));
    expect(calls("DeleteHaVip")).toHaveLength(before + 1);

    const Error = { Code: "UnsupportedOperation.MutexOperationTaskRunning", Message: "Later." };
    const taken = await stage.cloud({
      label: "taken over",
      through: async ({ action, parameters }, forward) => {
        if (action !== "DeleteHaVip") return forward();
        const Resource = `qcs::vpc:ap-guangzhou:uin/100000000001:havip/${String(parameters["HaVipId"])}`;
        const ReplaceTags = [{ TagKey: "pulumi-havip:generation", TagValue: "another" }];
        await taken.others.ok("ModifyResourceTags", { Resource, ReplaceTags });
        return { status: 200, headers: {}, body: JSON.stringify({ Response: { Error, RequestId: "later" } }) };
      },
    });
    const fourth = await stage.provider.create(taken.inputs());
    await stage.provider.delete(fourth.id, fourth.state);
    expect(taken.ids()).toEqual([fourth.id]);
    expect((await stage.warnings()).at(-1)).toContain(`${fourth.id} was not released`);

    let isHidden = false;
    const held = await stage.cloud({
      label: "held and not shown",
      through: async ({ action }, forward) => {
        const answer = await forward();
        if (!isHidden || action !== "DescribeHaVips") return answer;
        return rewritten(answer, (response) => ({ ...response, TotalCount: 0, HaVipSet: [] }));
      },
    });
    const fifth = await stage.provider.create(held.inputs({ timeouts: { delete: "1s" } }));
    held.emulator.announce({ haVipId: fifth.id, instanceId: "ins-00000001" });
    isHidden = true;
    const { message } = await failureOf(stage.provider.delete(fifth.id, fifth.state));
    expect(message).toMatch(new RegExp(`${fifth.id} was not released: .*UnsupportedOperation`, "s"));
    const happened =
      "what passes is waited for: released; what does not is told after one attempt, or when the time limit ends; what is " +
      "another's by then is left alone";
    return { happened, calls: "kinds" };
  },
);

row("S7", "fields and a state that no document names, in every answer", async (stage) => {
  const future = (havip: Bag): Bag => ({ ...havip, State: "FLOATING", FieldOfTheFuture: { list: [1] } });
  const cloud = await stage.cloud({
    through: async (_call, forward) =>
      rewritten(withHavips(await forward(), future), (response) => ({ ...response, FieldOfTheFuture: null })),
  });
  await life(stage, cloud);
  const { id, state } = await stage.provider.create(cloud.inputs());
  const read = await stage.provider.read(id, state);
  expect(read.state).toEqual(state);
  expect((await stage.provider.diff(id, read.state, cloud.inputs())).changes).toBe(CHANGES_NO);
  return "created, read, changed and released; no difference";
});

row(
  "S8",
  "101 HAVIPs, of which the second page shows the first one instead of the last, at the first look",
  async (stage) => {
    const cloud = await crowd();
    const { id, state } = await stage.provider.create(cloud.inputs()); // The 101st, which the engine never learned.
    cloud.shift();
    const next = await stage.nextRun();
    expect((await next.create(cloud.inputs())).id).toBe(id);
    expect(cloud.ids()).toHaveLength(101);

    const own = (HaVip: { HaVipId: string; Vip: string }): { id: string; state: Bag } => ({
      id: HaVip.HaVipId,
      state: { ...state, address: HaVip.Vip, generation: "none" },
    });
    const refreshed = await stage.nextRun();
    cloud.shift();
    const strangers = cloud.emulator.state().havips.slice(0, 100).map(own);
    // As the engine does it: a handful at a time.
    for (let done = 0; done < strangers.length; done += 10) {
      const handful = strangers.slice(done, done + 10);
      const reads = await Promise.all(handful.map((each) => refreshed.read(each.id, each.state)));
      expect(reads.map((read) => read.id)).toEqual(handful.map((each) => each.id));
    }
    return "read once more: the last one is found and used again, and a refresh loses none of them";

    /** 100 HAVIPs of others, and pages of which the second one can be made to show the first row. */
    async function crowd(): Promise<Cloud & { shift: () => void }> {
      let shifted = false;
      const made: Cloud = await stage.cloud({
        quotaHavipsPerVpc: 200,
        through: async ({ parameters }, forward) => {
          const answer = await forward();
          if (!shifted || parameters["Offset"] !== 100) return answer;
          shifted = false;
          const { HaVipSet } = await made.others.ok("DescribeHaVips", { Limit: 1 });
          return rewritten(answer, (response) => ({ ...response, HaVipSet }));
        },
      });
      for (let index = 0; index < 100; index++) await made.others.havip();
      return { ...made, shift: () => (shifted = true) };
    }
  },
);

row(
  "S9",
  "of six reads at once, one is of a HAVIP that is gone, and one of an id that the cloud refuses",
  async (stage) => {
    const { emulator, inputs, others } = await stage.cloud();
    const made: { id: string; state: Bag }[] = [];
    for (let index = 0; index < 6; index++) {
      made.push(await stage.provider.create(inputs({ owner: `stack-1/${String(index)}` })));
    }
    const [gone, poison, ...good] = made;
    await others.ok("DeleteHaVip", { HaVipId: gone?.id });
    const match = { HaVipIds: [poison?.id] };
    const code = "InvalidParameterValue.Malformed";
    emulator.faults.next({ action: "DescribeHaVips", phase: "before", kind: "error", code, match, times: 99 });
    const reads = await Promise.allSettled(made.map(({ id, state }) => stage.provider.read(id, state)));
    const [ofGone, ofPoison, ...rest] = reads;
    expect(ofGone).toMatchObject({ status: "fulfilled", value: { id: "" } });
    expect(ofPoison).toMatchObject({ status: "rejected", reason: { message: expect.stringContaining(code) } });
    expect(rest).toMatchObject(good.map(({ id }) => ({ status: "fulfilled", value: { id } })));
    return { happened: "the first is gone, the second fails, the other four are read", calls: "kinds" };
  },
);
