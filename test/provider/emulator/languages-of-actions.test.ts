import { type Emulator, createEmulator } from "../../../provider/emulator";
import { Api, PLACE } from "./api";
import { asking, expectBothLanguages } from "./languages";

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
afterAll(() => emulator.close());

const HAVIP = { ...PLACE, HaVipName: "web" };
const ROLE = { RoleArn: "qcs::cam::uin/100000000001:roleName/deployer", RoleSessionName: "deploy" };
const member = (InstanceId: string, HaVipId?: string) => ({ InstanceId, HaVipId });
const copies = (count: number, value: unknown): unknown[] => Array.from({ length: count }, () => value);

describe("a refusal of an action speaks both languages:", () => {
  it.each<[action: string, code: string, parameters: object]>([
    ["CreateHaVip", "InvalidParameterValue", { ...HAVIP, HaVipName: "" }],
    ["CreateHaVip", "InvalidParameterValue.TooLong", { ...HAVIP, HaVipName: "x".repeat(61) }],
    ["CreateHaVip", "InvalidParameterValue.TooLong", { ...HAVIP, ClientToken: "x".repeat(65) }],
    ["CreateHaVip", "InvalidParameterValue.Malformed", { ...HAVIP, ClientToken: "一" }],
    ["CreateHaVip", "InvalidParameterValue.Malformed", { ...HAVIP, Vip: "10.0.0.0/24" }],
    ["CreateHaVip", "InvalidParameterValue.Range", { ...HAVIP, Vip: "10.0.9.9" }],
    ["CreateHaVip", "InvalidParameterValue.Reserved", { ...HAVIP, Vip: "10.0.0.1" }],
    ["CreateHaVip", "ResourceInUse", { ...HAVIP, Vip: "10.0.0.11" }],
    ["CreateHaVip", "ResourceNotFound", { ...HAVIP, VpcId: "vpc-zzzzzzzz" }],
    ["CreateHaVip", "UnsupportedOperation.SubnetNotExists", { ...HAVIP, SubnetId: "subnet-zzzzzzzz" }],
    [
      "CreateHaVip",
      "InvalidParameterValue",
      { ...HAVIP, SubnetId: "subnet-00000002", NetworkInterfaceId: "eni-00000001" },
    ],
    ["CreateHaVip", "InvalidParameterValue.Duplicate", { ...HAVIP, Tags: copies(2, { Key: "a" }) }],
    ["CreateHaVip", "InvalidParameterValue", { ...HAVIP, Tags: [{ Key: "" }] }],
    ["CreateHaVip", "InvalidParameterValue.TooLong", { ...HAVIP, Tags: [{ Key: "x".repeat(128) }] }],
    ["CreateHaVip", "InvalidParameterValue.TooLong", { ...HAVIP, Tags: [{ Key: "a", Value: "x".repeat(256) }] }],
    ["CreateHaVip", "InvalidParameterValue.Reserved", { ...HAVIP, Tags: [{ Key: "qcs:a" }] }],
    ["CreateHaVip", "LimitExceeded", { ...HAVIP, Tags: copies(51, null).map((_, index) => ({ Key: String(index) })) }],
    ["CreateHaVip", "LimitExceeded", { ...HAVIP, HaVipAssociationSet: copies(11, member("ins-00000001")) }],
    [
      "CreateHaVip",
      "InvalidParameterValue.Duplicate",
      { ...HAVIP, HaVipAssociationSet: copies(2, member("ins-00000001")) },
    ],
    [
      "CreateHaVip",
      "InvalidParameterValue.ParameterMismatch",
      { ...HAVIP, HaVipAssociationSet: [member("ins-00000001", "havip-zzzzzzzz")] },
    ],
    ["CreateHaVip", "InvalidParameterValue", { ...HAVIP, HaVipAssociationSet: [member("eni-00000001")] }],
    [
      "CreateHaVip",
      "InvalidParameterValue.ParameterMismatch",
      { ...HAVIP, HaVipAssociationSet: [{ InstanceId: "ins-00000001", InstanceType: "ENI" }] },
    ],
    ["AssociateHaVipInstance", "MissingParameter", { HaVipAssociationSet: [member("ins-00000001")] }],
    ["DeleteHaVip", "ResourceNotFound", { HaVipId: "havip-zzzzzzzz" }],
    ["DescribeVpcTaskResult", "ResourceNotFound", { TaskId: "another" }],
    ["CreateVpc", "InvalidParameterValue", { VpcName: "", CidrBlock: "10.0.0.0/16" }],
    ["CreateVpc", "InvalidParameterValue.TooLong", { VpcName: "x".repeat(61), CidrBlock: "10.0.0.0/16" }],
    ["CreateVpc", "InvalidParameterValue.Malformed", { VpcName: "a", CidrBlock: "10.0.0.0" }],
    ["CreateVpc", "InvalidParameterValue", { VpcName: "a", CidrBlock: "8.8.0.0/16" }],
    ["CreateVpc", "InvalidParameterValue", { VpcName: "a", CidrBlock: "10.0.0.0/16", EnableMulticast: "maybe" }],
    ["DeleteVpc", "ResourceInUse", { VpcId: "vpc-00000001" }],
    [
      "CreateSubnet",
      "InvalidParameterValue.SubnetOverlap",
      { VpcId: "vpc-00000001", SubnetName: "a", CidrBlock: "10.0.0.0/25", Zone: "ap-guangzhou-3" },
    ],
    [
      "CreateSubnet",
      "InvalidParameterValue.SubnetRange",
      { VpcId: "vpc-00000001", SubnetName: "a", CidrBlock: "10.9.0.0/24", Zone: "ap-guangzhou-3" },
    ],
    [
      "CreateSubnet",
      "InvalidParameterValue.ZoneConflict",
      { VpcId: "vpc-00000001", SubnetName: "a", CidrBlock: "10.0.9.0/24", Zone: "ap-beijing-1" },
    ],
    ["DeleteSubnet", "ResourceInUse", { SubnetId: "subnet-00000001" }],
    ["DeleteRouteTable", "UnsupportedOperation.DelDefaultRoute", { RouteTableId: "rtb-00000001" }],
    [
      "DescribeUsedIpAddress",
      "InvalidParameterValue.ParameterMismatch",
      { VpcId: "vpc-00000001", IpAddresses: ["10.9.0.1"] },
    ],
    ["DescribeVpcLimits", "InvalidParameterValue", { LimitTypes: ["vpc-max-wishes"] }],
    [
      "AttachNetworkInterface",
      "UnsupportedOperation.AttachmentAlreadyExists",
      { NetworkInterfaceId: "eni-00000001", InstanceId: "ins-00000002" },
    ],
    [
      "DetachNetworkInterface",
      "UnsupportedOperation.InvalidState",
      { NetworkInterfaceId: "eni-00000001", InstanceId: "ins-00000001" },
    ],
    ["DeleteNetworkInterface", "UnsupportedOperation.InvalidState", { NetworkInterfaceId: "eni-00000001" }],
    ["AssignPrivateIpAddresses", "MissingParameter", { NetworkInterfaceId: "eni-00000001" }],
    [
      "UnassignPrivateIpAddresses",
      "UnsupportedOperation",
      { NetworkInterfaceId: "eni-00000001", PrivateIpAddresses: [{ PrivateIpAddress: "10.0.0.11" }] },
    ],
    ["AllocateAddresses", "InvalidParameterValue.Range", { AddressCount: 21 }],
    ["AllocateAddresses", "InvalidParameterValue.ResourceNotSupport", { AddressType: "AnycastEIP" }],
    ["ReleaseAddresses", "InvalidAddressId.NotFound", { AddressIds: ["eip-zzzzzzzz"] }],
    ["DescribeTaskResult", "InvalidParameter", { TaskId: 1 }],
    ["StartInstances", "UnsupportedOperation.InstanceStateRunning", { InstanceIds: ["ins-00000001"] }],
    ["StopInstances", "InvalidInstanceId.NotFound", { InstanceIds: ["ins-zzzzzzzz"] }],
    ["RunInstances", "MissingParameter", { ImageId: "img-1" }],
    [
      "RunInstances",
      "InvalidParameterValue.VpcIdZoneIdNotMatch",
      { ImageId: "img-1", Placement: { Zone: "ap-guangzhou-99" }, VirtualPrivateCloud: PLACE },
    ],
    ["ModifyResourceTags", "InvalidParameter.Tag", { Resource: "qcs::vpc:ap-guangzhou:uin/:vpc/vpc-00000001" }],
    [
      "ModifyResourceTags",
      "InvalidParameterValue.ResourceDescriptionError",
      { Resource: "vpc-00000001", DeleteTags: [{ TagKey: "a" }] },
    ],
    ["UnTagResources", "InvalidParameter.Tag", { ResourceList: ["vpc-00000001"], TagKeys: [] }],
    ["GetResources", "InvalidParameter", { MaxResults: 201 }],
    ["AssumeRole", "InvalidParameter.OverTimeError", { ...ROLE, DurationSeconds: 43_201 }],
    ["AssumeRole", "InvalidParameter.ParamError", { ...ROLE, RoleSessionName: "-" }],
    ["AssumeRole", "InvalidParameter.ParamError", { ...ROLE, RoleArn: "deployer" }],
    ["AssumeRole", "ResourceNotFound.RoleNotFound", { ...ROLE, RoleArn: "qcs::cam::uin/1:roleName/deployer" }],
    [
      "AssumeRoleWithWebIdentity",
      "InvalidParameter.WebIdentityTokenError",
      { ...ROLE, ProviderId: "oidc", WebIdentityToken: "none" },
    ],
  ])("%s, %s", (action, code, parameters) => expectBothLanguages(asking(emulator, action, parameters), code));

  it("a HAVIP that cannot be released", async () => {
    const { HaVipId } = await api.havip();
    const AddressIp = await api.eip();
    await api.ok("HaVipAssociateAddressIp", { HaVipId, AddressIp });
    const released = asking(emulator, "DeleteHaVip", { HaVipId });
    await expectBothLanguages(released, "UnsupportedOperation");
    expect((await released("zh-CN")).Error?.Message).toContain(`已绑定 EIP ${AddressIp}`);
    emulator.announce({ haVipId: HaVipId, instanceId: "ins-00000001" });
    await expectBothLanguages(released, "UnsupportedOperation");
    expect((await released("zh-CN")).Error?.Message).toContain("`ins-00000001`");
  });

  it("a network interface in the range of a HAVIP", async () => {
    const { NetworkInterfaceId } = await api.networkInterface("ins-00000001");
    await api.havip({ HaVipAssociationSet: [member(NetworkInterfaceId)] });
    const detached = asking(emulator, "DetachNetworkInterface", { NetworkInterfaceId, InstanceId: "ins-00000001" });
    await expectBothLanguages(detached, "UnsupportedOperation.InstanceAssociateHavip");
  });

  it("a ClientToken that comes again with other parameters", async () => {
    await api.havip({ ClientToken: "once" });
    const again = asking(emulator, "CreateHaVip", { ...HAVIP, HaVipName: "other", ClientToken: "once" });
    await expectBothLanguages(again, "InvalidParameterValue.Duplicate");
  });

  it("temporary credentials without their token", async () => {
    const { Credentials } = await api.ok("AssumeRole", ROLE);
    // True of every AssumeRole that succeeds.
    const { TmpSecretId: secretId, TmpSecretKey: secretKey } = Credentials as Record<string, string>;
    const variation = { ...(secretId && { secretId }), ...(secretKey && { secretKey }) };
    await expectBothLanguages(asking(emulator, "DescribeVpcs", {}, variation), "AuthFailure.TokenFailure");
  });

  it("a resource that could not be tagged, inside an answer of success", async () => {
    const unknown = { ResourceList: ["vpc-00000001"], Tags: [{ TagKey: "a", TagValue: "b" }] };
    const [chinese, english] = await Promise.all(["zh-CN", undefined].map(asking(emulator, "TagResources", unknown)));
    const failed = { Resource: "vpc-00000001", Code: "InvalidParameterValue.ResourceDescriptionError" };
    expect(chinese?.["FailedResources"]).toEqual([
      { ...failed, Message: expect.stringMatching(/^资源描述 `vpc-00000001` 格式不正确/) },
    ]);
    expect(english?.["FailedResources"]).toEqual([
      { ...failed, Message: expect.stringMatching(/^The resource `vpc-/) },
    ]);
  });

  it("what the international site does not have", async () => {
    await using intl = await createEmulator({ site: "intl" });
    const at = (action: string, parameters: object) => asking(intl, action, parameters);
    await expectBothLanguages(at("AssociateHaVipInstance", { HaVipAssociationSet: [] }), "InvalidAction");
    const Filters = [{ Name: "check-associate", Values: ["TRUE"] }];
    await expectBothLanguages(at("DescribeHaVips", { Filters }), "InvalidParameter.FilterInvalidKey");
  });
});
