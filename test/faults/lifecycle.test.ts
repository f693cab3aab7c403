/** L: what happens to a HAVIP between its creation and its release. (What is about the engine: engine/.) */
import type { Bag } from "../program/provider-process";
import { rewritten } from "./rewritten";
import { useStage } from "./row";
import { failureOf } from "./stage";

const row = useStage();

const CHANGES_NO = 1; // DiffResponse.DiffChanges.DIFF_NONE
const CHANGES_YES = 2; // DIFF_SOME

row(
  "L1",
  "delete of what is gone: absent from the list, ResourceNotFound, released by another a moment before",
  async (stage) => {
    const notFound = { phase: "before", kind: "error", code: "ResourceNotFound" } as const;
    const absent = await stage.cloud({ label: "absent" });
    const first = await stage.provider.create(absent.inputs());
    await absent.others.ok("DeleteHaVip", { HaVipId: first.id });
    await stage.provider.delete(first.id, first.state);

    for (const action of ["DescribeHaVips", "DeleteHaVip"] as const) {
      const { emulator, inputs, others } = await stage.cloud({ label: `ResourceNotFound of ${action}` });
      const { id, state } = await stage.provider.create(inputs());
      // The read before it does not show yet that another has released it.
      if (action === "DeleteHaVip") emulator.behave({ consistency: { havips: { goneAfterReads: 1 } } });
      await others.ok("DeleteHaVip", { HaVipId: id });
      emulator.faults.next({ action, ...notFound });
      await stage.provider.delete(id, state);
      emulator.faults.assertConsumed();
    }

    const raced = await stage.cloud({
      label: "UnsupportedOperation",
      through: async ({ action, parameters }, forward) => {
        if (action === "DeleteHaVip") await raced.others.ok("DeleteHaVip", parameters);
        const answer = await forward();
        if (action !== "DeleteHaVip") return answer;
        const Error = { Code: "UnsupportedOperation", Message: "It is being released." };
        return rewritten(answer, () => ({ Error, RequestId: "raced" }));
      },
    });
    const last = await stage.provider.create(raced.inputs());
    await stage.provider.delete(last.id, last.state);
    expect(raced.ids()).toEqual([]);
    expect(await stage.warnings()).toEqual([]);
    return "success without a word";
  },
);

row("L2", "DeleteHaVip is carried out, its answer is cut off, cut in half, or a gateway's page", async (stage) => {
  for (const kind of ["reset", "truncate", "http"] as const) {
    const { emulator, inputs, ids, calls } = await stage.cloud({ label: kind });
    const { id, state } = await stage.provider.create(inputs());
    emulator.faults.next({ action: "DeleteHaVip", phase: "after-commit", kind });
    await stage.provider.delete(id, state);
    expect(ids()).toEqual([]);
    expect(calls("DeleteHaVip")).toHaveLength(1);
  }
  return "looked at, gone: success";
});

row("L3", "somebody releases it behind Pulumi's back", async (stage) => {
  const { inputs, others, ids } = await stage.cloud();
  const { id, state } = await stage.provider.create(inputs());
  await others.ok("DeleteHaVip", { HaVipId: id });
  expect(await stage.provider.read(id, state)).toMatchObject({ id: "" });
  const again = await (await stage.nextRun()).create(inputs());
  expect(ids()).toEqual([again.id]);
  return "read answers that it is gone, and the next create makes a new one";
});

row("L4", "somebody changes its name and its tags", async (stage) => {
  const { inputs, others, emulator } = await stage.cloud();
  const wanted = inputs({ tags: { team: "web", tier: "1" } });
  const { id, state } = await stage.provider.create(wanted);
  await others.ok("ModifyHaVipAttribute", { HaVipId: id, HaVipName: "theirs" });
  const change = { ReplaceTags: [{ TagKey: "team", TagValue: "theirs" }], DeleteTags: [{ TagKey: "tier" }] };
  await others.ok("ModifyResourceTags", { Resource: `qcs::vpc:ap-guangzhou:uin/100000000001:havip/${id}`, ...change });
  const read = await stage.provider.read(id, state);
  expect(read.state).toMatchObject({ name: "theirs", tags: { team: "theirs" } });
  expect(await stage.provider.diff(id, read.state, wanted)).toMatchObject({ changes: CHANGES_YES, replaces: [] });
  expect(await stage.provider.update(id, read.state, wanted)).toEqual(state);
  const [shown] = emulator.state().havips;
  expect(shown).toMatchObject({ HaVipName: "web" });
  expect(shown?.TagSet).toEqual(
    expect.arrayContaining([
      { Key: "team", Value: "web" },
      { Key: "tier", Value: "1" },
    ]),
  );
  return "shown by a refresh and put right by an update in place";
});

row("L5", "a failover, and an EIP that is bound", async (stage) => {
  const { inputs, others, emulator, calls } = await stage.cloud();
  const { id, state } = await stage.provider.create(inputs());
  emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
  emulator.announce({ haVipId: id, instanceId: "ins-00000002" });
  const AddressIp = await others.eip();
  await others.ok("HaVipAssociateAddressIp", { HaVipId: id, AddressIp });
  const read = await stage.provider.read(id, state);
  const moved = { holderInstanceId: "ins-00000002", holderNetworkInterfaceId: "eni-00000002", eipAddress: AddressIp };
  expect(read.state).toMatchObject({ ...moved, state: "AVAILABLE", lastMoved: expect.stringMatching(/^\d{4}-/) });
  expect(read.inputs).toBeUndefined();
  expect((await stage.provider.diff(id, read.state, inputs())).changes).toBe(CHANGES_NO);
  expect(await stage.provider.update(id, read.state, inputs())).toEqual(read.state);
  expect(calls().filter(({ action }) => action.startsWith("Modify"))).toEqual([]);
  return "outputs after a refresh; no difference, no call that changes anything";
});

const DENIED = { action: "ModifyResourceTags", phase: "before", kind: "error", code: "UnauthorizedOperation" } as const;
const TWELVE: Record<string, string> = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [`key-${String(index)}`, "value"]),
);

row("L9", "a create whose HAVIP is made, but whose last tags are refused", async (stage) => {
  const { inputs, emulator, ids } = await stage.cloud();
  emulator.faults.next(DENIED);
  const wanted = inputs({ tags: TWELVE });
  const { partial } = await failureOf(stage.provider.create(wanted));
  expect(ids()).toEqual([partial?.id]);
  expect(partial?.properties).toMatchObject({ __provider: wanted["__provider"], initialized: false });
  const next = await stage.nextRun();
  const updated = await next.update(String(partial?.id), partial?.properties ?? {}, wanted);
  expect(updated).toMatchObject({ tags: TWELVE, initialized: true });
  expect(ids()).toEqual([partial?.id]);
  expect((await next.diff(String(partial?.id), updated, wanted)).changes).toBe(CHANGES_NO);
  return "a partial failure with the id; the next run's update finishes it: the same HAVIP";
});

row("L12", "an update whose new name is written, but whose tags are refused", async (stage) => {
  const { inputs, emulator } = await stage.cloud();
  const { id, state } = await stage.provider.create(inputs());
  emulator.faults.next(DENIED);
  const news = inputs({ name: "renamed", tags: { team: "web" } });
  const { partial } = await failureOf(stage.provider.update(id, state, news));
  expect(partial).toMatchObject({ id, properties: { name: "renamed", tags: {}, initialized: false } });
  expect((await stage.provider.diff(id, partial?.properties ?? {}, news)).changes).toBe(CHANGES_YES);
  const updated = await stage.provider.update(id, partial?.properties ?? {}, news);
  expect(updated).toMatchObject({ name: "renamed", tags: { team: "web" }, initialized: true });
  return "a partial failure whose state has the new name and the old tags; the next update writes the rest";
});

row(
  "L13",
  "a HAVIP that somebody made is read and adopted by its id; by a wrong one; in another region and VPC",
  async (stage) => {
    const { inputs, others, ids } = await stage.cloud();
    const { HaVipId: id } = await others.havip({ Vip: "10.0.0.100", HaVipName: "web" });
    const ask = (region: string): Bag => ({ region, __provider: inputs()["__provider"] });
    const read = await stage.provider.read(id, ask("ap-guangzhou"));
    expect(read.state).toMatchObject({ address: "10.0.0.100", name: "web" });

    const missing = "havip-99999999";
    const failures = [
      [stage.provider.read(missing, ask("ap-guangzhou")), `There is no HAVIP ${missing} in ap-guangzhou`],
      [stage.provider.read("web", ask("ap-guangzhou")), "havip-xxxxxxxx"],
      [stage.provider.read(id, ask("ap-tokyo")), `There is no HAVIP ${id} in ap-tokyo`],
      [stage.provider.create(inputs({ adopt: missing })), `there is no HAVIP ${missing} in ap-guangzhou`],
      [stage.provider.create(inputs({ adopt: id, region: "ap-tokyo" })), `there is no HAVIP ${id} in ap-tokyo`],
      [stage.provider.create(inputs({ adopt: id, vpcId: "vpc-99999999" })), "vpcId is vpc-00000001, not vpc-99999999"],
    ] as const;
    for (const [operation, text] of failures) expect((await failureOf(operation)).message).toContain(text);

    const adopted = await stage.provider.create(inputs({ adopt: id }));
    expect(adopted.id).toBe(id);
    const refreshed = await stage.provider.read(id, adopted.state);
    expect((await stage.provider.diff(id, refreshed.state, inputs({ adopt: id }))).changes).toBe(CHANGES_NO);
    expect(ids()).toEqual([id]);
    return {
      happened: "read; adopted without a difference afterwards; each wrong one is a clear error",
      calls: "kinds",
    };
  },
);
