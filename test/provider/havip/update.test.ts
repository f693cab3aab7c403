import { havip } from "../../../provider/havip";
import type { Send } from "../../../provider/api/send";
import type { IncompleteError } from "../../../provider/kind";
import { rejection } from "../api/support/client";
import { INPUTS, type Stage, fromThenOnAnswers, openStage, showsNone, withoutFields } from "./operations";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.emulator.close());

function userTags(): Record<string, string> {
  const tags = stage.emulator.state().havips[0]?.TagSet ?? [];
  return Object.fromEntries(
    tags.filter(({ Key }) => !Key.startsWith("pulumi-havip:")).map(({ Key, Value }) => [Key, Value]),
  );
}

test("an update of which nobody knows what it did still knows later which tags it may have written", async () => {
  const { id, state } = await havip.create({ ...INPUTS }, stage.run());
  const run = stage.run(fromThenOnAnswers("ModifyResourceTags", "<html>Bad gateway</html>"));
  const failure = await rejection(havip.update(id, { ...state }, { ...INPUTS, tags: { team: "web" } }, run));
  expect(userTags()).toEqual({ team: "web" });
  const partial = (failure as IncompleteError<Record<string, unknown>>).state;
  await havip.update(id, partial, { ...INPUTS }, stage.run());
  expect(userTags()).toEqual({});
});

test("a change that the cloud does not take over as it is fails in time, names it and tells how it goes on", async () => {
  const timeouts = { update: "300ms" };
  const { id, state } = await havip.create({ ...INPUTS }, stage.run());
  const ignored = '{"Response":{"RequestId":"r"}}';
  const run = stage.run(
    (send) => async (outgoing, signal) =>
      outgoing.headers["X-TC-Action"] === "ModifyHaVipAttribute"
        ? Promise.resolve({ kind: "answered", status: 200, headers: new Map(), body: ignored })
        : send(outgoing, signal),
  );
  const update = havip.update(id, { ...state }, { ...INPUTS, name: "other", timeouts }, run);
  const { message } = (await rejection(update)) as Error;
  expect(message).toContain("the next pulumi up continues");
  expect(message).toContain(`${id} was changed (name: other) but reads do not show it yet`);
});

describe("an update that does not see its HAVIP at first", () => {
  test("C1: looks again before it calls it gone", async () => {
    const { id, state } = await havip.create({ ...INPUTS }, stage.run());
    const renamed = { ...INPUTS, name: "renamed" };
    expect(await havip.update(id, { ...state }, renamed, stage.run(showsNone(1)))).toMatchObject({ name: "renamed" });
    const gone = rejection(havip.update(id, { ...state }, { ...INPUTS, name: "other" }, stage.run(showsNone(2))));
    expect(await gone).toMatchObject({ message: expect.stringContaining("no longer exists") as string });
  });

  test("C1: waits for it where a create could not finish it", async () => {
    const { id, state } = await havip.create({ ...INPUTS }, stage.run());
    const run = stage.run(showsNone(5));
    expect(await havip.update(id, { ...state, initialized: false }, { ...INPUTS }, run)).toEqual(state);
  });
});

test("C4: an update keeps what a row leaves out", async () => {
  const inputs = { ...INPUTS, address: "10.0.0.100", checkAssociate: true };
  const { id, state } = await havip.create(inputs, stage.run());
  const run = stage.run(withoutFields("VpcId", "SubnetId", "Vip", "CheckAssociate", "CreatedTime"));
  const updated = await havip.update(id, { ...state }, { ...inputs, name: "renamed" }, run);
  expect(updated).toEqual({ ...state, name: "renamed" });
});

describe("an update whose first look is behind what this stack wrote last", () => {
  /** The first read is changed on its way. */
  function behind(change: (body: string) => string): (send: Send) => Send {
    let isBehind = true;
    return (send) => async (outgoing, signal) => {
      const sent = await send(outgoing, signal);
      if (!isBehind || outgoing.headers["X-TC-Action"] !== "DescribeHaVips" || sent.kind !== "answered") return sent;
      isBehind = false;
      return { ...sent, body: change(sent.body) };
    };
  }

  test("writes a name that is changed back all the same", async () => {
    const { id, state } = await havip.create({ ...INPUTS, name: "a" }, stage.run());
    const second = await havip.update(id, { ...state }, { ...INPUTS, name: "b" }, stage.run());
    const run = stage.run(behind((body) => body.replace('"HaVipName":"b"', '"HaVipName":"a"')));
    const third = await havip.update(id, { ...second }, { ...INPUTS, name: "a" }, run);
    expect(third.name).toBe("a");
    expect(stage.emulator.state().havips[0]?.HaVipName).toBe("a");
  });

  test("writes a tag that is changed back, and removes one that was added, all the same", async () => {
    const { id, state } = await havip.create({ ...INPUTS, tags: { team: "a" } }, stage.run());
    const tags = { team: "b", tier: "1" };
    const second = await havip.update(id, { ...state }, { ...INPUTS, tags }, stage.run());
    const earlier = (body: string): string =>
      body.replace(/(\{"Key":"team","Value":)"b"\}/, '$1"a"}').replace(/,?\{"Key":"tier","Value":"1"\}/, "");
    await havip.update(id, { ...second }, { ...INPUTS, tags: { team: "a" } }, stage.run(behind(earlier)));
    expect(userTags()).toEqual({ team: "a" });
  });
});

test("an update that only finishes what was begun writes nothing where nothing is missing", async () => {
  const { id, state } = await havip.create({ ...INPUTS, tags: { team: "web" } }, stage.run());
  await havip.update(id, { ...state, initialized: false }, { ...INPUTS, tags: { team: "web" } }, stage.run());
  expect(stage.emulator.calls().filter(({ action }) => action.startsWith("Modify"))).toEqual([]);
});

describe("a HAVIP that reads do not show while it is being changed", () => {
  /** So many reads after the change show nothing. */
  function blind(times: number): (send: Send) => Send {
    let isChanged = false;
    return (send) => async (outgoing, signal) => {
      const sent = await send(outgoing, signal);
      isChanged ||= outgoing.headers["X-TC-Action"] === "ModifyHaVipAttribute";
      if (!isChanged || outgoing.headers["X-TC-Action"] !== "DescribeHaVips" || sent.kind !== "answered") return sent;
      if (--times < 0) return sent;
      return { ...sent, body: '{"Response":{"TotalCount":0,"HaVipSet":[],"RequestId":"r"}}' };
    };
  }

  test("is waited for", async () => {
    const { id, state } = await havip.create({ ...INPUTS }, stage.run());
    const updated = await havip.update(id, { ...state }, { ...INPUTS, name: "other" }, stage.run(blind(4)));
    expect(updated).toMatchObject({ name: "other", initialized: true });
  });

  test("is told as released by somebody where it stays away, long before the time is over", async () => {
    const { id, state } = await havip.create({ ...INPUTS }, stage.run());
    const update = havip.update(id, { ...state }, { ...INPUTS, name: "other" }, stage.run(blind(1_000)));
    expect(((await rejection(update)) as Error).message).toMatch(/was released by somebody .* Run: pulumi refresh/);
  });

  test("is told so, with the cloud's words, where the cloud says to the change that there is none", async () => {
    const { id, state } = await havip.create({ ...INPUTS }, stage.run());
    const fault = { action: "ModifyHaVipAttribute", phase: "before", kind: "error", code: "ResourceNotFound" } as const;
    stage.emulator.faults.next(fault);
    const update = havip.update(id, { ...state }, { ...INPUTS, name: "other" }, stage.run());
    expect(((await rejection(update)) as Error).message).toMatch(/was released by somebody .*ResourceNotFound/s);
  });
});

test("tags of a HAVIP whose site hides all tags are written and taken as they were written", async () => {
  const hiding = withoutFields("TagSet");
  const { id, state } = await havip.create({ ...INPUTS, tags: { team: "web", tier: "1" } }, stage.run(hiding));
  const updated = await havip.update(id, { ...state }, { ...INPUTS, tags: { team: "db" } }, stage.run(hiding));
  expect(updated).toMatchObject({ tags: { team: "db" }, marked: false, initialized: true });
  expect(userTags()).toEqual({ team: "db" });
});
