import { havip } from "../../../provider/havip";
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
