import { isRecord } from "../../../../provider/emulator/words/parameters";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";
import { type Reply, call, raw } from "../client";

const START = Date.UTC(2026, 10, 22);
let emulator: Emulator;
let api: Api;
let now = START;

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => now });
  api = new Api(emulator, () => now);
});
beforeEach(async () => {
  now = START;
  await emulator.reset();
});
afterAll(() => emulator.close());

const ROLES = "cam/security-credentials/";
const basic = (user: string): string => `Basic ${Buffer.from(`${user}:`).toString("base64")}`;
const get = (path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Reply> =>
  raw(`${emulator.url}/latest/meta-data/${path}`, method, headers);
const text = async (path: string, headers?: Record<string, string>): Promise<string> => {
  const { status, text: body } = await get(path, headers);
  return status === 200 ? body : `${String(status)} ${body}`;
};
const lines = async (path: string): Promise<string[]> => (await text(path)).split("\n");

describe("the metadata of an instance", () => {
  it("say in plain text what it is and where", async () => {
    const { status, headers, text: id } = await get("instance-id");
    expect([status, headers["content-type"], id]).toEqual([200, "text/plain", "ins-00000001"]);
    const values = ["instance-name", "local-ipv4", "placement/region", "placement/zone", "instance/instance-type"];
    expect(await Promise.all(values.map((path) => text(path)))).toEqual([
      "node-1",
      "10.0.0.11",
      "ap-guangzhou",
      "ap-guangzhou-3",
      "S5.MEDIUM4",
    ]);
    expect(await text("payment/create-time")).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });

  it("list a folder line by line, with a slash behind what is a folder, and no newline at the end", async () => {
    expect(await lines("")).toEqual([
      ...["cam/", "instance-id", "instance-name", "instance/", "local-ipv4", "mac", "network/", "payment/"],
      "placement/",
    ]);
    const mac = await text("mac");
    expect(await text("network/interfaces/macs/")).toBe(`${mac}/`);
    const folder = ["local-ipv4s/", "mac", "primary-local-ipv4", "subnet-id", "vpc-id"];
    expect(await lines(`network/interfaces/macs/${mac}`)).toEqual(folder);
    expect(await lines(`network/interfaces/macs/${encodeURIComponent(mac)}/`)).toEqual(folder);
  });

  it("say of each network interface its network and its addresses", async () => {
    const second = await api.networkInterface("ins-00000001", { SecondaryPrivateIpAddressCount: 1 });
    const [first = "", other = ""] = second.PrivateIpAddressSet.map((address) => address.PrivateIpAddress);
    const folder = `network/interfaces/macs/${second.MacAddress.toUpperCase()}`;
    expect(await lines("network/interfaces/macs")).toHaveLength(2);
    expect(await text(`${folder}/primary-local-ipv4`)).toBe(first);
    expect(await lines(`${folder}/local-ipv4s/`)).toEqual([`${first}/`, `${other}/`]);
    expect(await text(`${folder}/vpc-id`)).toBe(PLACE.VpcId);
    expect(await text(`${folder}/subnet-id`)).toBe(PLACE.SubnetId);
    const address = `${folder}/local-ipv4s/${other}`;
    expect(await lines(address)).toEqual(["gateway", "local-ipv4", "subnet-mask"]);
    expect(await text(`${address}/gateway`)).toBe("10.0.0.1");
    expect(await text(`${address}/subnet-mask`)).toBe("255.255.255.0");
  });

  it.each([
    ["172.16.0.0/12", "172.16.0.0/18", "255.255.192.0"],
    ["172.16.0.0/16", "172.16.0.0/16", "255.255.0.0"],
    ["172.16.0.0/16", "172.16.0.0/28", "255.255.255.240"],
  ])("write the mask of the subnet %s %s as %s", async (CidrBlock, ofSubnet, mask) => {
    // True of calls that succeed, here and below.
    const { Vpc } = (await api.ok("CreateVpc", { VpcName: "v", CidrBlock })) as unknown as { Vpc: { VpcId: string } };
    const wanted = { VpcId: Vpc.VpcId, SubnetName: "s", CidrBlock: ofSubnet, Zone: "ap-guangzhou-3" };
    const { Subnet } = (await api.ok("CreateSubnet", wanted)) as unknown as { Subnet: { SubnetId: string } };
    const place = { VpcId: Vpc.VpcId, SubnetId: Subnet.SubnetId };
    const run = { Placement: { Zone: "ap-guangzhou-3" }, ImageId: "img-00000001", VirtualPrivateCloud: place };
    const { InstanceIdSet } = (await api.ok("RunInstances", run)) as unknown as { InstanceIdSet: string[] };
    emulator.metadata({ instanceId: InstanceIdSet[0] ?? "" });
    const path = `network/interfaces/macs/${await text("mac")}/local-ipv4s/${await text("local-ipv4")}/subnet-mask`;
    expect(await text(path)).toBe(mask);
  });

  it("have a public address from when an EIP is bound until it is unbound", async () => {
    expect((await get("public-ipv4")).status).toBe(404);
    const { AddressSet } = (await api.ok("AllocateAddresses")) as unknown as { AddressSet: string[] };
    const [AddressId] = AddressSet;
    await api.ok("DescribeAddresses");
    await api.ok("AssociateAddress", { AddressId, InstanceId: "ins-00000001" });
    expect(await text("public-ipv4")).toBe("203.0.113.2");
    const folder = `network/interfaces/macs/${await text("mac")}`;
    expect(await text(`${folder}/public-ipv4s`)).toBe("203.0.113.2");
    expect(await text(`${folder}/local-ipv4s/10.0.0.11/public-ipv4`)).toBe("203.0.113.2");
    expect(await text(`${folder}/local-ipv4s/10.0.0.11/public-ipv4-mode`)).toBe("NAT");
    await api.ok("DisassociateAddress", { AddressId });
    expect((await get("public-ipv4")).status).toBe(404);
  });

  it.each(["user-data", "instance-id/", "instance-id/x", "constructor", "network/interfaces/macs/x/", "%E0%A4%A"])(
    "have no %s",
    async (path) => {
      expect(await text(path)).toMatch(/^404 The metadata of ins-00000001 have no /);
    },
  );
});

describe("the instance that asks", () => {
  it("is the oldest one where nobody says which", async () => {
    await api.ok("TerminateInstances", { InstanceIds: ["ins-00000001"] });
    expect(await text("instance-id")).toBe("ins-00000002");
  });

  it("is the one that was set, until a reset, and nobody else when that is gone", async () => {
    emulator.metadata({ instanceId: "ins-00000003" });
    expect(await text("instance-id")).toBe("ins-00000003");
    await api.ok("TerminateInstances", { InstanceIds: ["ins-00000003"] });
    expect(await text("instance-id")).toMatch(
      /^404 The instance ins-00000003 does not exist\. There are: ins-00000001,/,
    );
    await emulator.reset();
    expect(await text("instance-id")).toBe("ins-00000001");
  });

  it("is the one that the request names as its user", async () => {
    expect(await text("instance-id", { authorization: basic("ins-00000002") })).toBe("ins-00000002");
    expect(await text("instance-id", { "proxy-authorization": basic("ins-00000003") })).toBe("ins-00000003");
    expect(await text("instance-id", { authorization: basic("ins-99999999") })).toMatch(
      /^404 The instance ins-99999999/,
    );
  });

  it("is set and shown over HTTP", async () => {
    const control = async (method: string, body = ""): Promise<unknown> => {
      const headers = { "x-havip-emulator-token": emulator.token };
      return JSON.parse((await raw(`${emulator.url}/_emulator/metadata`, method, headers, body)).text);
    };
    expect(await control("GET")).toEqual({ instanceId: "ins-00000001", roleName: "havip-emulator-role" });
    const change = { instanceId: "ins-00000002", roleName: "writer" };
    expect(await control("PUT", JSON.stringify(change))).toEqual(change);
    expect(await text(ROLES)).toBe("writer");
    expect(await control("PUT", '{"instanceId":"ins-99999999"}')).toMatchObject({
      error: expect.stringMatching(/does not exist/),
    });
    expect(await control("PUT", '{"roleName":"a b"}')).toMatchObject({
      error: expect.stringMatching(/The roleName is neither/),
    });
    expect(await control("PUT", '{"colour":"red"}')).toMatchObject({
      error: expect.stringMatching(/colour, which is unknown/),
    });
    expect(await control("GET")).toEqual(change);
  });

  it("is nobody in an empty cloud", async () => {
    const empty = await createEmulator({ seed: "empty" });
    try {
      const reply = await raw(`${empty.url}/latest/meta-data/`, "GET");
      expect([reply.status, reply.text]).toEqual([404, "There is no instance that could ask for its metadata."]);
    } finally {
      await empty.close();
    }
  });
});

describe("the credentials of an instance's role", () => {
  const credentials = async (path: string): Promise<Record<string, unknown>> => {
    const parsed: unknown = JSON.parse(await text(path));
    return isRecord(parsed) ? parsed : {};
  };
  const identity = async (given: Record<string, unknown>): Promise<unknown> => {
    const [secretId, secretKey, token] = ["TmpSecretId", "TmpSecretKey", "Token"].map((name) => String(given[name]));
    const variation = { secretId, secretKey, timestamp: String(now / 1000), headers: { "x-tc-token": token } };
    return call(emulator, "GetCallerIdentity", {}, variation as Parameters<typeof call>[3]); // True: three names, three values.
  };

  it("have the fields that the vendor's SDKs read, and tell who uses them", async () => {
    const role = await text(ROLES);
    const given = await credentials(ROLES + role);
    expect(given).toEqual({
      TmpSecretId: expect.any(String),
      TmpSecretKey: expect.any(String),
      Token: expect.any(String),
      ExpiredTime: START / 1000 + 7200,
      Expiration: "2026-11-22T02:00:00Z",
      Code: "Success",
    });
    expect(await identity(given)).toMatchObject({
      Arn: "qcs::sts::uin/100000000001:assumed-role/havip-emulator-role/ins-00000001",
      Type: "CAMRole",
    });
  });

  it("expire by the emulator's clock", async () => {
    const given = await credentials(`${ROLES}havip-emulator-role`);
    now = START + 7_199_000;
    expect(await identity(given)).toMatchObject({ Type: "CAMRole" });
    now = START + 7_200_000;
    expect(await identity(given)).toMatchObject({ Error: { Code: "AuthFailure.TokenFailure" } });
    expect(await identity(await credentials(`${ROLES}havip-emulator-role`))).toMatchObject({ Type: "CAMRole" });
  });

  it("are not there for an instance without a role, nor for the role of another one", async () => {
    expect(await text(`${ROLES}other`)).toMatch(/^404 /);
    emulator.metadata({ roleName: "" });
    expect(await text(ROLES)).toMatch(/^404 .* It has no role \(CamRoleName\); PUT/);
    expect(await text(`${ROLES}havip-emulator-role`)).toMatch(/^404 /);
    expect(await lines("")).not.toContain("cam/");
  });
});
