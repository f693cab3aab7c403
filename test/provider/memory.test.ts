import { IncompleteError } from "../../provider/kind";
import { createMemory } from "../../provider/memory";

function memory() {
  let drawn = 0;
  return createMemory(() => `generation-${String(++drawn)}`);
}

describe("the generation of an owner", () => {
  test("is the same for each create of a run", () => {
    const one = memory();
    expect(one.generationOf("s/a")).toBe("generation-1");
    expect(one.generationOf("s/a")).toBe("generation-1");
  });

  test("is another one for each owner", () => {
    const one = memory();
    expect(one.generationOf("s/a")).not.toBe(one.generationOf("s/b"));
  });

  test("is another one once what carried it is gone, and then only that owner's", () => {
    const one = memory();
    const [a, b] = [one.generationOf("s/a"), one.generationOf("s/b")];
    one.forget(a);
    expect(one.generationOf("s/a")).not.toBe(a);
    expect(one.generationOf("s/b")).toBe(b);
  });

  test("is 128 random bits: two runs never draw the same", () => {
    const [first, second] = [createMemory().generationOf("s/a"), createMemory().generationOf("s/a")];
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).not.toBe(first);
  });
});

test("an owner has begun from its first create until what it made is gone", () => {
  const one = memory();
  expect(one.hasBegun("s/a")).toBe(false);
  const generation = one.generationOf("s/a");
  expect(one.hasBegun("s/a")).toBe(true);
  expect(one.hasBegun("s/b")).toBe(false);
  one.forget(generation);
  expect(one.hasBegun("s/a")).toBe(false);
});

test("a create that left something unfinished is remembered until that is gone", () => {
  const one = memory();
  const failure = new IncompleteError("havip-1a2b3c4d", {}, "no");
  const generation = one.generationOf("s/a");
  expect(one.unfinished("s/a")).toBeUndefined();
  one.noteUnfinished("s/a", failure);
  expect(one.unfinished("s/a")).toBe(failure);
  expect(one.unfinished("s/b")).toBeUndefined();
  one.forget(generation);
  expect(one.unfinished("s/a")).toBeUndefined();
});

test("an id that a refresh takes out of the state is one that the engine has not shown", () => {
  const one = memory();
  one.saw("havip-00000001");
  one.lost("havip-00000001");
  expect(one.hasSeen("havip-00000001")).toBe(false);
});

test("a create of which nobody knows what it made is remembered until its owner begins anew", () => {
  const one = memory();
  const failure = new Error("nobody knows");
  const generation = one.generationOf("s/a");
  one.noteUnclear("s/a", failure);
  expect([one.unclear("s/a"), one.unclear("s/b")]).toEqual([failure, undefined]);
  one.forget(generation);
  expect(one.unclear("s/a")).toBeUndefined();
});

test("ids that the engine showed, and ids that were released or taken over here, are told apart", () => {
  const one = memory();
  one.saw("havip-00000001");
  one.settled("havip-00000002");
  expect(["havip-00000001", "havip-00000002"].map((id) => one.hasSeen(id))).toEqual([true, false]);
  expect(["havip-00000001", "havip-00000002"].map((id) => one.isSettled(id))).toEqual([false, true]);
});

test("a site that refused tags is known from then on, and no other is", () => {
  const one = memory();
  expect(one.refusesMarks("vpc.intl.example")).toBe(false);
  one.noteRefusedMarks("vpc.intl.example");
  expect(one.refusesMarks("vpc.intl.example")).toBe(true);
  expect(one.refusesMarks("vpc.example")).toBe(false);
});

test("what a create got is known as its generation's until that is gone", () => {
  const one = memory();
  expect(one.incarnationOf("havip-00000001")).toBeUndefined();
  one.noteIncarnation("havip-00000001", "generation-1");
  one.noteIncarnation("havip-00000002", "generation-2");
  one.forget("generation-1");
  expect(["havip-00000001", "havip-00000002"].map((id) => one.incarnationOf(id))).toEqual([undefined, "generation-2"]);
});
