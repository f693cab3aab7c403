import CvmRoleCredential from "tencentcloud-sdk-nodejs/tencentcloud/common/cvm_role_credential";
import { Client as StsClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client";
import { Client as VpcClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/vpc/v20170312/vpc_client";
import { ASSUMPTIONS } from "../../../../provider/emulator/words/assumptions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";

/*
 * The official SDK, unmodified. The address of the metadata service is fixed in it, so it is set up as a user would do
 * it: with the emulator for its HTTP proxy. It reads http_proxy at each request.
 */
afterEach(() => {
  delete process.env["http_proxy"];
});

/** Clients whose credentials come from the metadata service whenever they need some. */
function clients({ url }: Emulator): { vpc: VpcClient; sts: StsClient } {
  const configuration = {
    credential: new CvmRoleCredential(),
    region: "ap-guangzhou",
    profile: { httpProfile: { protocol: "http://", endpoint: new URL(url).host } },
  } as const;
  return { vpc: new VpcClient(configuration), sts: new StsClient(configuration) };
}

describe("the official SDK with the role of an instance", () => {
  it("is let in as this role", async () => {
    await using emulator = await createEmulator();
    process.env["http_proxy"] = emulator.url;
    expect(await clients(emulator).vpc.DescribeHaVips({})).toMatchObject({ TotalCount: 0 });
    expect(await clients(emulator).sts.GetCallerIdentity()).toMatchObject({
      UserId: "havip-emulator-role:ins-00000001",
    });
  });

  it("is let in as the role of the instance that the proxy's URL names", async () => {
    await using emulator = await createEmulator();
    process.env["http_proxy"] = emulator.url.replace("://", "://ins-00000003@");
    expect(await clients(emulator).sts.GetCallerIdentity()).toMatchObject({
      UserId: "havip-emulator-role:ins-00000003",
    });
  });

  it("is refused once its credentials have expired", async () => {
    // The cloud first lives so far in the past that what it gives out expires in a minute of the SDK's own time.
    const past = ASSUMPTIONS.instanceCredentialsSeconds * 1000 - 60_000;
    await using emulator = await createEmulator({ clock: () => Date.now() - past });
    process.env["http_proxy"] = emulator.url;
    const credential = await new CvmRoleCredential().getCredential();
    const profile = { httpProfile: { protocol: "http://", endpoint: new URL(emulator.url).host } } as const;
    const vpc = new VpcClient({ credential, region: "ap-guangzhou", profile });
    emulator.clock.advance(past);
    expect(await vpc.DescribeHaVips({})).toMatchObject({ TotalCount: 0 });
    // Two minutes are less than the cloud's tolerance for a client's clock, so nothing else is wrong with the call.
    emulator.clock.advance(120_000);
    await expect(vpc.DescribeHaVips({})).rejects.toMatchObject({ code: "AuthFailure.TokenFailure" });
  });

  it("is told that there is none where the instance has none", async () => {
    await using emulator = await createEmulator();
    process.env["http_proxy"] = emulator.url;
    emulator.metadata({ roleName: "" });
    await expect(new CvmRoleCredential().getCredential()).rejects.toThrow("Get cvm role name failed");
  });
});
