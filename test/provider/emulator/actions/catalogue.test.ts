import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
afterAll(() => emulator.close());

const filter = (Name: string, value: string): Record<string, unknown> => ({ Filters: [{ Name, Values: [value] }] });

describe("the catalogue", () => {
  it("has an image, a type and a zone that an instance can be run with", async () => {
    const { ZoneSet } = await api.ok("DescribeZones");
    expect(ZoneSet).toContainEqual({
      ...{ Zone: "ap-guangzhou-3", ZoneName: "广州三区", ZoneId: "100003", ZoneState: "AVAILABLE" },
    });
    const { ImageSet } = await api.ok("DescribeImages", filter("image-type", "PUBLIC_IMAGE"));
    const { InstanceTypeQuotaSet } = await api.ok("DescribeZoneInstanceConfigInfos", filter("zone", "ap-guangzhou-3"));
    // True of answers that succeed.
    const [image] = ImageSet as { ImageId: string }[];
    const [type] = InstanceTypeQuotaSet as { InstanceType: string; Zone: string; InstanceChargeType: string }[];
    await api.ok("RunInstances", {
      ...{ ImageId: image?.ImageId, InstanceType: type?.InstanceType, InstanceChargeType: type?.InstanceChargeType },
      Placement: { Zone: type?.Zone },
      VirtualPrivateCloud: { VpcId: "vpc-00000001", SubnetId: "subnet-00000001" },
    });
  });

  it("has zones of every region, by its name", async () => {
    expect((await api.ok("DescribeZones", {}, "ap-nowhere"))["ZoneSet"]).toContainEqual(
      expect.objectContaining({ Zone: "ap-nowhere-1" }),
    );
    const { RegionSet, TotalCount } = await api.ok("DescribeRegions");
    expect(RegionSet).toHaveLength(Number(TotalCount));
    expect(RegionSet).toContainEqual(expect.objectContaining({ Region: "ap-guangzhou", RegionState: "AVAILABLE" }));
  });

  it.each([
    ["image-name", "Ubuntu", ["img-00000002"]],
    ["platform", "Tencent", ["img-00000001"]],
    ["image-id", "img-00000001", ["img-00000001"]],
    ["image-type", "PRIVATE_IMAGE", []],
  ])("finds images by %s %s", async (name, value, ids) => {
    const { ImageSet } = await api.ok("DescribeImages", filter(name, value));
    expect((ImageSet as { ImageId: string }[]).map((image) => image.ImageId)).toEqual(ids); // True as above.
  });

  it("knows no other images", async () => {
    expect(await api.ok("DescribeImages", { ImageIds: ["img-99999999"] })).toMatchObject({ TotalCount: 0 });
    expect(await api.code("DescribeImages", { ImageIds: ["ubuntu"] })).toBe("InvalidImageId.Malformed");
  });

  it("has types with the size that their names say", async () => {
    const Filters = [
      { Name: "zone", Values: ["ap-guangzhou-6"] },
      { Name: "instance-type", Values: ["S5.2XLARGE16"] },
    ];
    expect(await api.ok("DescribeInstanceTypeConfigs", { Filters })).toMatchObject({
      InstanceTypeConfigSet: [{ Zone: "ap-guangzhou-6", InstanceFamily: "S5", CPU: 8, Memory: 16, GPU: 0 }],
    });
    const two = { Filters: [{ Name: "zone", Values: ["ap-guangzhou-3", "ap-guangzhou-4"] }] };
    expect(await api.code("DescribeInstanceTypeConfigs", two)).toBe("InvalidFilterValue.LimitExceeded");
  });
});
