import type { ActionName } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

type Filters = Readonly<Record<string, string | readonly string[]>>;

/** How many resources a Describe action finds by these filters. */
async function found(action: ActionName, filters: Filters, others: object = {}): Promise<unknown> {
  const Filters = Object.entries(filters).map(([Name, values]) => ({ Name, Values: [values].flat() }));
  return (await api.ok(action, { Filters, ...others }))["TotalCount"];
}

describe("a range", () => {
  it.each<[ActionName, string]>([
    ["DescribeVpcs", "10.0.0.0"],
    ["DescribeVpcs", "10.0.0.0/16"],
    ["DescribeSubnets", "10.0.1.0"],
    ["DescribeSubnets", "10.0.1.0/24"],
  ])("is found by %s with %s", async (action, range) => {
    expect(await found(action, { "cidr-block": range })).toBe(1);
    expect(await found(action, { "cidr-block": range.replace("10.0", "10.9") })).toBe(0);
  });
});

describe("the address of a network interface", () => {
  const interfaces = (filters: Filters) => found("DescribeNetworkInterfaces", filters);

  it("is fuzzy at its end where it is a single one", async () => {
    expect(await interfaces({ "address-ip": "10.0.0.1" })).toBe(3);
  });

  it("is exact where ip-exact-match says so", async () => {
    expect(await interfaces({ "address-ip": "10.0.0.1", "ip-exact-match": "true" })).toBe(0);
    expect(await interfaces({ "address-ip": "10.0.0.11", "ip-exact-match": ["TRUE", "false"] })).toBe(1);
    expect(await interfaces({ "address-ip": "10.0.0.1", "ip-exact-match": "false" })).toBe(3);
  });

  it("is exact where there are several", async () => {
    expect(await interfaces({ "address-ip": ["10.0.0.1", "10.0.0.12"] })).toBe(1);
  });

  it("is found by the EIP that is bound to it", async () => {
    const { AddressSet } = await api.ok("AllocateAddresses");
    const [AddressId] = AddressSet as string[]; // True where it succeeds.
    await api.ok("AssociateAddress", { AddressId, InstanceId: "ins-00000002" });
    expect(await interfaces({ "public-address-ip": "203.0.113.2" })).toBe(1);
    expect(await interfaces({ "public-address-ip": "203.0.113.3" })).toBe(0);
  });
});

describe("the ids of EIPs", () => {
  it("exclude the filter address-id, and no other", async () => {
    const { AddressSet } = await api.ok("AllocateAddresses", { AddressCount: 2, AddressName: "web" });
    const AddressIds = (AddressSet as string[]).slice(0, 1); // True where it succeeds.
    const refused = { AddressIds, Filters: [{ Name: "address-id", Values: AddressIds }] };
    expect(await api.code("DescribeAddresses", refused)).toBe("InvalidParameter");
    expect(await found("DescribeAddresses", { "address-name": "web" }, { AddressIds })).toBe(1);
    expect(await found("DescribeAddresses", { "address-name": "api" }, { AddressIds })).toBe(0);
  });

  it("are filtered by the first of several names only", async () => {
    await api.ok("AllocateAddresses", { AddressName: "web" });
    expect(await found("DescribeAddresses", { "address-name": ["api", "web"] })).toBe(0);
    expect(await found("DescribeAddresses", { "address-name": ["web", "api"] })).toBe(1);
  });
});

describe("the next hop of a route table", () => {
  const filters = { "vpc-id": "vpc-00000001", "route-table-id": "rtb-00000001" };

  it("is that of the VPC's own route", async () => {
    expect(await found("DescribeRouteTables", { ...filters, "next-hop-type": "LOCAL" })).toBe(1);
    expect(await found("DescribeRouteTables", { ...filters, "next-hop-type": "HAVIP" })).toBe(0);
  });

  it("is asked for together with the VPC and the route table only", async () => {
    const Filters = [{ Name: "next-hop-type", Values: ["LOCAL"] }];
    expect(await api.code("DescribeRouteTables", { Filters })).toBe("InvalidParameter");
  });
});

describe("a documented filter that nothing here differs in", () => {
  it.each<[ActionName, Filters, number]>([
    ["DescribeVpcs", { "isp-type": "BGP" }, 0],
    ["DescribeVpcs", { "address-type": "GUA" }, 0],
    ["DescribeSubnets", { "isp-type": "BGP" }, 0],
    ["DescribeSubnets", { "address-type": "GUA" }, 0],
    ["DescribeSubnets", { "ipv6-cidr-block": "2402:4e00:1717:8700::/64" }, 0],
    ["DescribeNetworkInterfaces", { "eni-qos": "DEFAULT" }, 3],
    ["DescribeNetworkInterfaces", { "eni-qos": "PT" }, 0],
    ["DescribeNetworkInterfaces", { "address-ipv6": "2402:4e00::1" }, 0],
    ["DescribeNetworkInterfaces", { "address-type": "GUA" }, 0],
    ["DescribeNetworkInterfaces", { "termination-protection": "false" }, 3],
    ["DescribeNetworkInterfaces", { "traffic-protection": "true" }, 0],
    ["DescribeRouteTables", { visible: "true" }, 1],
    ["DescribeAddresses", { "dedicated-cluster-id": "cluster-11112222" }, 0],
  ])("of %s finds all or nothing: %p", async (action, filters, count) => {
    expect(await found(action, filters)).toBe(count);
  });
});
