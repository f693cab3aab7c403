import { Client as CbsClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/cbs/v20170312/cbs_client";
import { Client as CvmClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/cvm/v20170312/cvm_client";
import { Client as StsClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client";
import { Client as TagClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tag/v20180813/tag_client";
import { Client as TatClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tat/v20201028/tat_client";
import { Client as VpcClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/vpc/v20170312/vpc_client";
import { type Emulator, createEmulator } from "../../../provider/emulator";
import { SERVED } from "../../../provider/emulator/actions/table";
import { isRecord } from "../../../provider/emulator/words/parameters";
import { DeclaredShapes } from "./declared-shapes";
import { addressCalls, attachedInterface, networkCalls, newEip, tagCalls } from "./sdk-calls";
import { catalogueCalls, diskCalls, instanceCalls } from "./sdk-instance-calls";
import { commandCalls } from "./sdk-tat-calls";

const MODELS = "tencentcloud/services";
const shapes = {
  vpc: new DeclaredShapes(`${MODELS}/vpc/v20170312/vpc_models.d.ts`),
  cvm: new DeclaredShapes(`${MODELS}/cvm/v20170312/cvm_models.d.ts`),
  cbs: new DeclaredShapes(`${MODELS}/cbs/v20170312/cbs_models.d.ts`),
  tag: new DeclaredShapes(`${MODELS}/tag/v20180813/tag_models.d.ts`),
  sts: new DeclaredShapes(`${MODELS}/sts/v20180813/sts_models.d.ts`),
  tat: new DeclaredShapes(`${MODELS}/tat/v20201028/tat_models.d.ts`),
};

let emulator: Emulator;
let vpc: VpcClient;
let cvm: CvmClient;
let cbs: CbsClient;
let tag: TagClient;
let sts: StsClient;
let tat: TatClient;

beforeAll(async () => {
  emulator = await createEmulator();
  const configuration = {
    credential: emulator.credentials,
    region: "ap-guangzhou",
    profile: { httpProfile: { protocol: "http://", endpoint: new URL(emulator.url).host } },
  };
  vpc = new VpcClient(configuration);
  cvm = new CvmClient(configuration);
  cbs = new CbsClient(configuration);
  tag = new TagClient(configuration);
  sts = new StsClient(configuration);
  tat = new TatClient(configuration);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const ROLE = "qcs::cam::uin/100000000001:roleName/deployer";

/** An identity provider's token, as far as the emulator looks at it. */
function webIdentity(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part({ sub: "ci", exp: Math.floor(Date.now() / 1000) + 600 })}.c2lnbmF0dXJl`;
}

const PLACE = { VpcId: "vpc-00000001", SubnetId: "subnet-00000001" };

async function havip(): Promise<string> {
  const { HaVip } = await vpc.CreateHaVip({ ...PLACE, HaVipName: "web" });
  return HaVip?.HaVipId ?? "none";
}

/** For each action: what it takes to call it, and the SDK's own answer. */
const CALLS: Record<keyof typeof SERVED, () => Promise<unknown>> = {
  CreateHaVip: () =>
    vpc.CreateHaVip({
      ...PLACE,
      HaVipName: "web",
      Vip: "10.0.0.100",
      CheckAssociate: true,
      Tags: [{ Key: "team", Value: "web" }],
      HaVipAssociationSet: [{ InstanceId: "ins-00000001", InstanceType: "CVM" }],
      ClientToken: "a-token",
    }),
  DeleteHaVip: async () => vpc.DeleteHaVip({ HaVipId: await havip() }),
  DescribeHaVips: async () => vpc.DescribeHaVips({ HaVipIds: [await havip()], Offset: 0, Limit: 100 }),
  ModifyHaVipAttribute: async () => vpc.ModifyHaVipAttribute({ HaVipId: await havip(), HaVipName: "api" }),
  HaVipAssociateAddressIp: async () =>
    vpc.HaVipAssociateAddressIp({ HaVipId: await havip(), AddressIp: (await newEip(vpc)).AddressIp ?? "" }),
  HaVipDisassociateAddressIp: async () => {
    const HaVipId = await havip();
    await vpc.HaVipAssociateAddressIp({ HaVipId, AddressIp: (await newEip(vpc)).AddressIp ?? "" });
    return vpc.HaVipDisassociateAddressIp({ HaVipId });
  },
  AssociateHaVipInstance: async () =>
    vpc.AssociateHaVipInstance({ HaVipAssociationSet: [{ HaVipId: await havip(), InstanceId: "ins-00000001" }] }),
  DisassociateHaVipInstance: async () => {
    const HaVipAssociationSet = [{ HaVipId: await havip(), InstanceId: await attachedInterface(vpc) }];
    await vpc.AssociateHaVipInstance({ HaVipAssociationSet });
    return vpc.DisassociateHaVipInstance({ HaVipAssociationSet });
  },
  DescribeVpcTaskResult: async () => {
    const { RequestId } = await vpc.DeleteHaVip({ HaVipId: await havip() });
    return vpc.DescribeVpcTaskResult({ TaskId: RequestId ?? "" });
  },
  DescribeVpcLimits: () => vpc.DescribeVpcLimits({ LimitTypes: ["vpc-max-havips"] }),
  DescribeVpcs: () => vpc.DescribeVpcs({ Offset: "0", Limit: "100" }),
  CreateVpc: () => vpc.CreateVpc({ VpcName: "other", CidrBlock: "172.16.0.0/16", Tags: [{ Key: "team" }] }),
  DeleteVpc: async () => {
    const { Vpc } = await vpc.CreateVpc({ VpcName: "other", CidrBlock: "172.16.0.0/16" });
    return vpc.DeleteVpc({ VpcId: Vpc?.VpcId ?? "none" });
  },
  DescribeSubnets: () => vpc.DescribeSubnets({ Filters: [{ Name: "vpc-id", Values: [PLACE.VpcId] }] }),
  CreateSubnet: () =>
    vpc.CreateSubnet({ VpcId: PLACE.VpcId, SubnetName: "c", CidrBlock: "10.0.2.0/24", Zone: "ap-guangzhou-3" }),
  DeleteSubnet: () => vpc.DeleteSubnet({ SubnetId: "subnet-00000002" }),
  ModifyResourceTags: async () =>
    tag.ModifyResourceTags({
      Resource: `qcs::vpc:ap-guangzhou:uin/:havip/${await havip()}`,
      ReplaceTags: [{ TagKey: "team", TagValue: "web" }],
      DeleteTags: [{ TagKey: "owner" }],
    }),
  GetCallerIdentity: () => sts.GetCallerIdentity(),
  ...networkCalls(() => vpc),
  ...addressCalls(() => vpc),
  ...tagCalls(() => tag),
  ...instanceCalls(() => cvm),
  ...catalogueCalls(() => cvm),
  ...diskCalls(
    () => cvm,
    () => cbs,
  ),
  ...commandCalls(
    () => tat,
    () => emulator,
  ),
  AssumeRole: () => sts.AssumeRole({ RoleArn: ROLE, RoleSessionName: "deploy", DurationSeconds: 900 }),
  AssumeRoleWithWebIdentity: () =>
    // The SDK's own provider of OIDC credentials calls it this way, without a signature.
    sts.request(
      "AssumeRoleWithWebIdentity",
      { ProviderId: "github", WebIdentityToken: webIdentity(), RoleArn: ROLE, RoleSessionName: "deploy" },
      { skipSign: true },
    ),
};

/** A field's content, or the first one of its list. */
function firstOf(value: Record<string, unknown>, field: string): Record<string, unknown> {
  const content = value[field];
  const first: unknown = Array.isArray(content) ? content[0] : content;
  return isRecord(first) ? first : {};
}

describe("the official SDK, unmodified", () => {
  it.each(Object.keys(SERVED))("%s is answered in the shape that the SDK declares", async (action) => {
    // True because the names come from SERVED itself.
    const name = action as keyof typeof SERVED;
    const answer = await CALLS[name]();
    expect(shapes[SERVED[name].service].deviations(`${name}Response`, answer)).toEqual([]);
    expect(answer).toHaveProperty("RequestId", emulator.calls().at(-1)?.requestId);
    expect(emulator.calls().at(-1)).toMatchObject({ action: name, code: "" });
  });

  it.each(Object.keys(SERVED))("%s takes the parameters that the SDK declares, and no others", (action) => {
    const { service, parameters } = SERVED[action as keyof typeof SERVED]; // See above.
    expect(shapes[service].fieldNames(`${action}Request`).sort()).toEqual(Object.keys(parameters).sort());
  });

  it.each([
    ["DescribeCommands", ["CommandSet"], "Command"],
    ["DescribeInvocations", ["InvocationSet"], "Invocation"],
    ["DescribeInvocationTasks", ["InvocationTaskSet"], "InvocationTask"],
    ["DescribeInvocationTasks", ["InvocationTaskSet", "TaskResult"], "TaskResult"],
    ["DescribeInvocationTasks", ["InvocationTaskSet", "CommandDocument"], "CommandDocument"],
    ["DescribeAutomationAgentStatus", ["AutomationAgentSet"], "AutomationAgentInfo"],
  ] as const)("%s answers every field of %j, although the SDK declares all as optional", async (name, path, type) => {
    const answer = await CALLS[name]();
    const part = path.reduce(firstOf, isRecord(answer) ? answer : {});
    expect(Object.keys(part).sort()).toEqual(shapes.tat.fieldNames(type).sort());
  });

  it("gets a refusal as its own exception, with code, message and request id", async () => {
    await expect(vpc.DeleteHaVip({ HaVipId: "havip-00000000" })).rejects.toMatchObject({
      code: "ResourceNotFound",
      message: expect.stringContaining("havip-00000000"),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it("calls with the temporary credentials that it was given", async () => {
    const { Credentials = {} } = await sts.AssumeRole({ RoleArn: ROLE, RoleSessionName: "deploy" });
    const { TmpSecretId: secretId = "", TmpSecretKey: secretKey = "", Token: token = "" } = Credentials;
    const profile = { httpProfile: { protocol: "http://", endpoint: new URL(emulator.url).host } } as const;
    const guest = new StsClient({ credential: { secretId, secretKey, token }, region: "ap-guangzhou", profile });
    expect(await guest.GetCallerIdentity()).toMatchObject({ AccountId: "100000000001", UserId: "deployer:deploy" });
  });

  it("speaks the API's GET form, with lists, objects, numbers and flags in the query", async () => {
    const httpProfile = { protocol: "http://", endpoint: new URL(emulator.url).host, reqMethod: "GET" } as const;
    const getting = new VpcClient({
      credential: emulator.credentials,
      region: "ap-guangzhou",
      profile: { httpProfile },
    });
    const Tags = [{ Key: "team", Value: "a & b" }];
    const { HaVip } = await getting.CreateHaVip({ ...PLACE, HaVipName: "gét", CheckAssociate: true, Tags });
    expect(HaVip).toMatchObject({ HaVipName: "gét", CheckAssociate: true, TagSet: Tags });
    const Filters = [{ Name: "vpc-id", Values: ["vpc-00000001"] }];
    expect(await getting.DescribeHaVips({ Filters, Limit: 5 })).toMatchObject({ TotalCount: 1 });
    expect(emulator.calls().map(({ code }) => code)).toEqual(["", ""]);
  });

  it("with a wrong key is refused", async () => {
    const stranger = new VpcClient({
      credential: { ...emulator.credentials, secretKey: "wrong" },
      region: "ap-guangzhou",
      profile: { httpProfile: { protocol: "http://", endpoint: new URL(emulator.url).host } },
    });
    await expect(stranger.DescribeHaVips({})).rejects.toMatchObject({ code: "AuthFailure.SignatureFailure" });
  });
});

describe("the comparison with the SDK's declarations", () => {
  it("would notice a field that is invented, missing or of another type", () => {
    const VpcLimitSet = [{ LimitType: 1, Colour: "red" }];
    expect(shapes.vpc.deviations("DescribeVpcLimitsResponse", { VpcLimitSet, RequestId: "r" })).toEqual([
      "DescribeVpcLimitsResponse.VpcLimitSet[0].LimitValue is missing",
      "DescribeVpcLimitsResponse.VpcLimitSet[0].LimitType is number, not string",
      "DescribeVpcLimitsResponse.VpcLimitSet[0].Colour is not declared",
    ]);
  });
});
