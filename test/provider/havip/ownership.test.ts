import type { HaVip } from "../../../provider/api/actions";
import {
  clientToken,
  isStatesOwn,
  ownedBy,
  ownershipOf,
  ownershipTags,
  stackOf,
} from "../../../provider/havip/ownership";
import type { State } from "../../../provider/havip/schema";

const OURS = { owner: "stack-1/resource-1", generation: "generation-1" };
const TAGS = {
  "pulumi-havip:stack": "stack-1",
  "pulumi-havip:resource": "resource-1",
  "pulumi-havip:generation": "generation-1",
};

function havip(tags: Record<string, string>, given: Partial<HaVip> = {}): HaVip {
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const place = { VpcId: "vpc-00000001", SubnetId: "subnet-00000001", Vip: "10.0.0.100" };
  // Whose it is shows in nothing else.
  return { HaVipId: "havip-00000001", ...place, TagSet, ...given } as HaVip;
}

describe("the tags of a HAVIP", () => {
  test("say which stack, which resource and which generation, under keys that never change", () => {
    expect(ownershipTags(OURS)).toEqual(TAGS);
  });

  test("are read as they were written, whatever else is there", () => {
    expect(ownershipOf(havip({ team: "web", ...TAGS }))).toEqual(OURS);
  });

  test.each(Object.keys(TAGS))("say nothing without %s", (missing) => {
    const others = Object.fromEntries(Object.entries(TAGS).filter(([key]) => key !== missing));
    expect(ownershipOf(havip(others))).toBeUndefined();
  });

  test("say nothing where there are none, or only somebody's own", () => {
    expect(ownershipOf(havip({}))).toBeUndefined();
    expect(ownershipOf(havip({ team: "web" }))).toBeUndefined();
    expect(ownershipOf({ ...havip({}), TagSet: undefined } as unknown as HaVip)).toBeUndefined();
  });
});

test("the stack's part of an owner is the id of its identity", () => {
  expect(stackOf(OURS.owner)).toBe("stack-1");
});

describe("the token of a create", () => {
  test("is the same for every attempt of one incarnation", () => {
    expect(clientToken({ ...OURS })).toBe(clientToken(OURS));
  });

  test("is another one for every other resource and every other generation", () => {
    const others = [
      { ...OURS, owner: "stack-1/resource-2" },
      { ...OURS, generation: "generation-2" },
      { owner: "", generation: "" },
    ];
    expect(new Set([OURS, ...others].map(clientToken)).size).toBe(4);
  });

  test("does not depend on where the owner ends and the generation begins", () => {
    expect(clientToken({ owner: "s/r1", generation: "g" })).not.toBe(clientToken({ owner: "s/r", generation: "1g" }));
  });

  test("has 64 characters, the most that the cloud takes", () => {
    expect(clientToken(OURS)).toMatch(/^[0-9a-f]{64}$/);
  });
});

test("of a VPC's HAVIPs an owner has those of this incarnation and those of others, and nobody else's", () => {
  const mine = havip(TAGS);
  const earlier = havip(ownershipTags({ ...OURS, generation: "generation-0" }));
  const anotherResource = havip(ownershipTags({ ...OURS, owner: "stack-1/resource-2" }));
  const anotherStack = havip(ownershipTags({ ...OURS, owner: "stack-2/resource-1" }));
  const all = [havip({}), anotherStack, earlier, anotherResource, mine];
  expect(ownedBy(all, OURS)).toEqual({ mine: [mine], others: [earlier] });
});

describe("what the cloud shows is what the state means", () => {
  // Only these four are looked at.
  const state = {
    generation: "generation-1",
    vpcId: "vpc-00000001",
    subnetId: "subnet-00000001",
    address: "10.0.0.100",
  } as State;

  test("where it carries the state's generation, wherever it is", () => {
    expect(isStatesOwn(havip(TAGS, { Vip: "10.0.0.200" }), state)).toBe(true);
  });

  test("not where it carries another generation, though all else is equal: it was taken over", () => {
    expect(isStatesOwn(havip(ownershipTags({ ...OURS, generation: "generation-2" })), state)).toBe(false);
  });

  test("without a generation where VPC, subnet and address are equal", () => {
    expect(isStatesOwn(havip({}), state)).toBe(true);
  });

  test("without a generation where VPC and subnet are equal, if the state has not heard of an address", () => {
    expect(isStatesOwn(havip({}), { ...state, address: "" })).toBe(true);
  });

  test.each<[string, Partial<HaVip>]>([
    ["VPC", { VpcId: "vpc-00000002" }],
    ["subnet", { SubnetId: "subnet-00000002" }],
    ["address", { Vip: "10.0.0.101" }],
  ])("not without a generation in another %s", (_what, given) => {
    expect(isStatesOwn(havip({}, given), state)).toBe(false);
  });
});
