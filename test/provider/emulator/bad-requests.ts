import type { Schema, Type } from "../../../provider/emulator/words/parameters";

/**
 * Requests with what an action needs, as far as its parameters' names tell, and in each of them something that it might
 * not take: of every parameter that it declares.
 */
export function badRequests(schema: Schema): Record<string, unknown>[] {
  const base = valid(schema);
  const one = Object.entries(schema).flatMap(([name, { type }]) =>
    badValues(name, type).map((value) => ({ ...base, [name]: value })),
  );
  const two = Object.entries(schema)
    .filter(([name, { required }]) => !required && schema["Filters"] !== undefined && name.endsWith("Ids"))
    .map(([name, { type }]) => ({ ...base, Filters: [FILTER], [name]: example(name, type) }));
  return [{}, base, ...one, ...two];
}

/** Requests of which one list has a thousand elements, each fine in itself. */
export function longRequests(schema: Schema): [name: string, request: Record<string, unknown>][] {
  return Object.entries(schema).flatMap(([name, { type }]) => {
    if (typeof type !== "object" || !("list" in type)) return [];
    const element = example(name, type.list);
    const list = Array.from({ length: 1_000 }, () => element);
    return [[name, { ...valid(schema), [name]: list }]];
  });
}

/** All that is required. */
function valid(schema: Schema): Record<string, unknown> {
  const required = Object.entries(schema).filter(([, parameter]) => parameter.required);
  return Object.fromEntries(required.map(([name, { type }]) => [name, example(name, type)]));
}

const FILTER = { Name: "vpc-id", Values: ["vpc-00000001"] };

/** What the seed of the emulator has under such a name. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  VpcId: "vpc-00000001",
  SubnetId: "subnet-00000001",
  RouteTableId: "rtb-00000001",
  NetworkInterfaceId: "eni-00000001",
  InstanceId: "ins-00000001",
  VpcIds: "vpc-00000001",
  SubnetIds: "subnet-00000001",
  RouteTableIds: "rtb-00000001",
  NetworkInterfaceIds: "eni-00000001",
  InstanceIds: "ins-00000001",
  HaVipIds: "havip-00000001",
  HaVipId: "havip-00000001",
  AddressId: "eip-00000001",
  AddressIds: "eip-00000001",
  CidrBlock: "10.0.9.0/24",
  Zone: "ap-guangzhou-3",
  Vip: "10.0.0.99",
  AddressIp: "203.0.113.1",
  IpAddresses: "10.0.0.11",
  PrivateIpAddresses: "10.0.0.11",
  PrivateIpAddress: "10.0.0.11",
  Resource: "qcs::vpc:ap-guangzhou:uin/:vpc/vpc-00000001",
  ResourceList: "qcs::vpc:ap-guangzhou:uin/:vpc/vpc-00000001",
  RoleArn: "qcs::cam::uin/100000000001:roleName/deployer",
  LimitTypes: "vpc-max-havips",
  TaskId: "1",
};

function example(name: string, type: Type): unknown {
  if (type === "string") return EXAMPLES[name] ?? "example";
  if (type === "integer") return 1;
  if (type === "boolean" || type === "notServed") return true;
  return "list" in type ? [example(name, type.list)] : valid(type.object);
}

const BAD_TEXTS = [
  ...["", "x", "一", "x".repeat(65), "x".repeat(300), "0", "101", "ap-beijing-1"],
  ...["vpc", "subnet", "rtb", "eni", "ins", "havip", "eip"].map((kind) => `${kind}-zzzzzzzz`),
  ...["10.0.0.1", "10.0.0.11", "10.9.9.9", "10.0.0.0/29", "10.0.0.0/8", "10.0.0.0/25", "8.8.0.0/16"],
  ...["qcs:a", "qcs::vpc:ap-guangzhou:uin/:vpc/vpc-zzzzzzzz"],
];

function badValues(name: string, type: Type): unknown[] {
  if (type === "string") return BAD_TEXTS;
  if (type === "integer") return [0, 11, 101, 1_000_000];
  if (type === "boolean" || type === "notServed") return [true, false];
  if ("object" in type) return badRequests(type.object);
  const fine = example(name, type.list);
  const copies = [0, 2, 11, 101].map((count) => Array.from({ length: count }, () => fine));
  const texts =
    type.list === "string" ? BAD_TEXTS.flatMap((text) => [11, 101].map((count) => distinct(text, count))) : [];
  return [...copies, ...texts, ...badValues(name, type.list).map((value) => [value])];
}

/** As many texts that begin the same. */
function distinct(text: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${text}${String(index)}`);
}
