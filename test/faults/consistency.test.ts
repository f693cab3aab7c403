/** C: reads that are behind what was written. */
import { useStage } from "./row";
import { rewritten, withHavips } from "./rewritten";
import { failureOf } from "./stage";

const row = useStage();

const CHANGES_NO = 1; // DiffResponse.DiffChanges.DIFF_NONE

row("C1", "what was created is not shown by the first three reads; by none within the time limit", async (stage) => {
  const late = await stage.cloud({ label: "late", behaviour: { consistency: { havips: { visibleAfterReads: 3 } } } });
  expect(late.ids()).toEqual([]);
  expect((await stage.provider.create(late.inputs())).id).toBe(late.ids()[0]);

  const never = { havips: { visibleAfterReads: 1_000 } };
  const { emulator, inputs, ids } = await stage.cloud({ label: "never", behaviour: { consistency: never } });
  const { partial, message } = await failureOf(stage.provider.create(inputs({ timeouts: { create: "1s" } })));
  expect(ids()).toEqual([partial?.id]);
  expect(message).toMatch(/was created but cannot be read yet/);
  emulator.behave({ consistency: {} });
  emulator.snapshot("shown");
  emulator.restore("shown"); // What reads are behind by is no part of it.
  const updated = await stage.provider.update(String(partial?.id), partial?.properties ?? {}, inputs());
  expect(updated["initialized"]).toBe(true);
  return { happened: "waited for; else a partial failure with the id, which the next update finishes", calls: "kinds" };
});

row("C2", "what was deleted is shown by three more reads", async (stage) => {
  const { inputs, ids } = await stage.cloud({ behaviour: { consistency: { havips: { goneAfterReads: 3 } } } });
  const pinned = inputs({ address: "10.0.0.100" });
  const { id, state } = await stage.provider.create(pinned);
  await stage.provider.delete(id, state);
  expect(ids()).toEqual([]);
  const again = await stage.provider.create(pinned);
  expect(ids()).toEqual([again.id]);
  expect(again.id).not.toBe(id);
  return "waited until it is gone; then the address can be had again";
});

row(
  "C3",
  "three reads after a change show what was before it, or one nothing; also the read before a change",
  async (stage) => {
    const stale = { havips: { staleReadsAfterUpdate: 3 } };
    const { inputs } = await stage.cloud({ label: "after", behaviour: { consistency: stale } });
    const { id, state } = await stage.provider.create(inputs());
    const news = inputs({ name: "renamed", tags: { team: "web" } });
    const updated = await stage.provider.update(id, state, news);
    expect(updated).toMatchObject({ name: "renamed", tags: { team: "web" } });
    const read = await stage.provider.read(id, updated);
    expect(read.state).toEqual(updated);
    expect((await stage.provider.diff(id, read.state, news)).changes).toBe(CHANGES_NO);

    let isChanged = false;
    const nothing = await stage.cloud({
      label: "nothing",
      through: async ({ action }, forward) => {
        const answer = await forward();
        const isHidden = isChanged && action === "DescribeHaVips";
        isChanged = action === "ModifyHaVipAttribute";
        return isHidden ? rewritten(answer, (response) => ({ ...response, TotalCount: 0, HaVipSet: [] })) : answer;
      },
    });
    const hidden = await stage.provider.create(nothing.inputs());
    const shown = await stage.provider.update(hidden.id, hidden.state, nothing.inputs({ name: "renamed" }));
    expect(shown).toMatchObject({ name: "renamed", initialized: true });

    let isBehind = false;
    const before = await stage.cloud({
      label: "before",
      through: async ({ action }, forward) => {
        const answer = await forward();
        if (!isBehind || action !== "DescribeHaVips") return answer;
        isBehind = false;
        return withHavips(answer, (havip) => ({ ...havip, HaVipName: "web" }));
      },
    });
    const first = await stage.provider.create(before.inputs());
    const second = await stage.provider.update(first.id, first.state, before.inputs({ name: "renamed" }));
    isBehind = true;
    const third = await stage.provider.update(first.id, second, before.inputs());
    expect(third["name"]).toBe("web");
    expect(before.emulator.state().havips[0]?.HaVipName).toBe("web");
    return "waited until reads show it, no difference afterwards; what is changed back is written";
  },
);

row("C4", "for two reads what was created has a state of the future and no address", async (stage) => {
  let reads = 0;
  const { inputs, emulator } = await stage.cloud({
    through: async ({ action }, forward) => {
      const answer = await forward();
      const half = action === "CreateHaVip" || (emulator.state().havips.length > 0 && (reads += 1) <= 2);
      return half ? withHavips(answer, (havip) => ({ ...havip, State: "CREATING", Vip: "" })) : answer;
    },
  });
  const { state } = await stage.provider.create(inputs());
  expect(state).toMatchObject({ address: "10.0.0.2", state: "UNBIND" });
  return "waited for: the state is complete";
});
