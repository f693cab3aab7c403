import type { HaVip } from "../../../../provider/api/actions";
import { inUse, isTagged, judge } from "../../../../provider/cli/orphans/judge";
import { type StackState, readStackState } from "../../../../provider/cli/orphans/stack-state";
import { ownershipTags } from "../../../../provider/havip/ownership";
import { tagList } from "../../../../provider/havip/tags";
import { OWNER, STACK, URN, exported, holding, identity, interruptedCreate } from "./exports";

const ID = "havip-00000001";
const OTHER_STACK = "f".repeat(20);

function havip(owner = OWNER, generation = "g1"): HaVip {
  return {
    ...{ HaVipId: ID, HaVipName: "web", Vip: "10.0.0.2", VpcId: "vpc-00000001", SubnetId: "subnet-00000001" },
    ...{ NetworkInterfaceId: "", InstanceId: "", AddressIp: "", State: "UNBIND", CreatedTime: "", Business: "havip" },
    TagSet: tagList(ownershipTags({ owner, generation })),
  };
}

function record(generation = "g1", owner = OWNER) {
  return { world: "tencentcloud", account: "1", owner, generation } as const;
}

function state(...parts: Parameters<typeof exported>): StackState {
  return readStackState(exported(...parts), "dev");
}

test("a HAVIP in a given state is held, whichever of the states it is", () => {
  const states = [state([identity(OTHER_STACK)]), state([identity(), holding(ID, record())])];
  expect(judge(havip(), states, [])).toEqual({ kind: "held", urn: URN });
});

test("a HAVIP in a given state is held although the note of its create is still there", () => {
  const states = [state([identity(), holding(ID, record())], [interruptedCreate()])];
  expect(judge(havip(), states, []).kind).toBe("held");
});

test.each([
  ["it is waiting for its deletion", { delete: true }],
  ["it is only read, by Havip.get", { external: true, outputs: record("another") }],
  ["it is another package's", { type: "tencentcloud:Vpc/haVip:HaVip", outputs: {} }],
])("a HAVIP is held also where %s", (_name, more) => {
  expect(judge(havip(), [state([identity(), holding(ID, record(), more)])], []).kind).toBe("held");
});

test("a HAVIP without a generation tag is held by the state that has its id", () => {
  const stripped = { ...havip(), TagSet: [{ Key: "pulumi-havip:stack", Value: STACK }] };
  expect(judge(stripped, [state([identity(), holding(ID, record())])], []).kind).toBe("held");
});

test("a HAVIP that carries another generation than its state is told apart, with who took it over", () => {
  const other = `${URN}-2`;
  const theirs = `${OTHER_STACK}/b`;
  const mine = state([identity(), holding(ID, record())]);
  const whose = state([identity(OTHER_STACK)], [interruptedCreate({ owner: theirs }, other)]);
  expect(judge(havip(theirs, "g2"), [mine], [])).toEqual({ kind: "taken-over", urn: URN, by: undefined });
  expect(judge(havip(theirs, "g2"), [mine, whose], [])).toEqual({ kind: "taken-over", urn: URN, by: other });
});

test("a HAVIP that carries the owner of an interrupted create is its leftover, also in a replacement", () => {
  const verdict = { kind: "orphan", reason: { kind: "interrupted-create", urn: URN } };
  expect(judge(havip(), [state([identity()], [interruptedCreate()])], [])).toEqual(verdict);
  const replacing = state([identity(), holding("havip-00000009", record("g0"))], [interruptedCreate()]);
  expect(judge(havip(), [replacing], [])).toEqual(verdict);
});

test("a HAVIP of a resource that has another one by now is an earlier one of it", () => {
  const states = [state([identity(), holding("havip-00000009", record("g2"))])];
  expect(judge(havip(), states, [])).toEqual({
    kind: "orphan",
    reason: { kind: "former", urn: URN, id: "havip-00000009" },
  });
});

test("a HAVIP of a given stack that has no such resource is an orphan", () => {
  expect(judge(havip(), [state([identity()])], [])).toEqual({
    kind: "orphan",
    reason: { kind: "no-resource", source: "dev" },
  });
});

test("nothing is concluded about a HAVIP of a stack whose state was not given", () => {
  expect(judge(havip(), [], [])).toEqual({ kind: "unknown", stack: STACK });
  expect(judge(havip(), [state([identity(OTHER_STACK)])], [])).toEqual({ kind: "unknown", stack: STACK });
});

test("a state that only came to have another stack's HAVIP says nothing of that stack's others", () => {
  // As after `pulumi state move`, before the next up.
  const moved = state([identity(OTHER_STACK), holding("havip-00000009", record("g2", `${STACK}/b`))]);
  expect(judge(havip(), [moved], []).kind).toBe("unknown");
});

test("a HAVIP of a stack that is said to be gone is an orphan", () => {
  expect(judge(havip(), [], [STACK])).toEqual({ kind: "orphan", reason: { kind: "stack-gone", stack: STACK } });
});

test("nothing is concluded where a part of the tags is missing", () => {
  const stripped = { ...havip(), TagSet: [{ Key: "pulumi-havip:stack", Value: STACK }] };
  expect(judge(stripped, [state([identity()])], [STACK])).toEqual({ kind: "unknown", stack: STACK });
});

test("tags of others make no HAVIP ours", () => {
  expect(isTagged(havip())).toBe(true);
  expect(isTagged({ ...havip(), TagSet: [{ Key: "team", Value: "pulumi-havip:" }] })).toBe(false);
});

test.each([
  [{ AddressIp: "1.2.3.4" }, "the EIP 1.2.3.4 is bound to it"],
  [{ InstanceId: "ins-00000001", State: "AVAILABLE" }, "ins-00000001 holds it"],
  [{ NetworkInterfaceId: "eni-00000001" }, "eni-00000001 holds it"],
  [{ State: "AVAILABLE" }, "its state is AVAILABLE"],
  [{}, undefined],
])("%j is in use: %s", (fields, why) => {
  expect(inUse({ ...havip(), ...fields })).toBe(why);
});
