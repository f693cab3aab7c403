import { allowed, macOf, portOf, replacing, type State } from "./ruleset.cjs";

const machine = (number: number, ...others: string[]): State["instances"][number] => ({
  InstanceId: `ins-0000000${String(number)}`,
  NetworkInterfaceId: `eni-0000000${String(number)}`,
  PrivateIpAddresses: [`10.0.0.1${String(number)}`, ...others],
  VirtualPrivateCloud: { SubnetId: "subnet-00000001" },
});
const havip = (changes: Partial<State["havips"][number]> = {}): State["havips"][number] => ({
  ...{ Vip: "10.0.0.100", SubnetId: "subnet-00000001", CheckAssociate: false, HaVipAssociationSet: [] },
  ...changes,
});
const PAIR = ["ins-00000001", "ins-00000002"];
const claimants = (given: Partial<State["havips"][number]>): string[] =>
  allowed({ instances: [machine(1), machine(2)], havips: [havip(given)] }, PAIR).havips;

const FIRST = '"p-00000001" . 52:54:0a:00:00:0b . 10.0.0.100';
const SECOND = '"p-00000002" . 52:54:0a:00:00:0c . 10.0.0.100';

it("an instance may use all its own addresses, and nobody else's", () => {
  const { own } = allowed({ instances: [machine(1, "10.0.0.201"), machine(2)], havips: [] }, PAIR);
  expect(own).toEqual([
    '"p-00000001" . 52:54:0a:00:00:0b . 10.0.0.11',
    '"p-00000001" . 52:54:0a:00:00:0b . 10.0.0.201',
    '"p-00000002" . 52:54:0a:00:00:0c . 10.0.0.12',
  ]);
});

it("instances that are not plugged in have no port", () => {
  const { own } = allowed({ instances: [machine(1), machine(2)], havips: [] }, ["ins-00000002"]);
  expect(own).toEqual(['"p-00000002" . 52:54:0a:00:00:0c . 10.0.0.12']);
});

describe("a HAVIP may be claimed by", () => {
  it("every instance of its subnet", () => {
    expect(claimants({})).toEqual([FIRST, SECOND]);
  });

  it("no instance of another subnet", () => {
    expect(claimants({ SubnetId: "subnet-00000002" })).toEqual([]);
  });

  it("its range only, where the range is checked", () => {
    const HaVipAssociationSet = [{ InstanceId: "ins-00000002" }];
    expect(claimants({ CheckAssociate: true, HaVipAssociationSet })).toEqual([SECOND]);
  });

  it("the instance of a network interface in its range", () => {
    const HaVipAssociationSet = [{ InstanceId: "eni-00000001" }];
    expect(claimants({ CheckAssociate: true, HaVipAssociationSet })).toEqual([FIRST]);
  });

  it("nobody, where the range is checked and empty", () => {
    expect(claimants({ CheckAssociate: true })).toEqual([]);
  });
});

it("a set that becomes empty is emptied", () => {
  expect(replacing({ own: ["a", "b"], havips: [] }).split("\n")).toEqual([
    "flush set bridge vpc own",
    "add element bridge vpc own { a, b }",
    "flush set bridge vpc havips",
  ]);
});

it("names of ports and MAC addresses are as short as the kernel wants them, and different", () => {
  expect(portOf("ins-00000001")).toBe("p-00000001");
  expect(macOf("10.0.0.250")).toBe("52:54:0a:00:00:fa");
});
