import type { InstanceTypeConfig } from "../../api/actions";
import { IMAGES, INSTANCE_TYPES, REGIONS, sizeOf, zonesOf } from "../resources/catalogue";
import { type Selection, has, is, page, select } from "../resources/query";
import { ApiError } from "../words/errors";
import type { Handler } from "./handler";

export const describeRegions: Handler<"DescribeRegions"> = () => {
  const RegionSet = REGIONS.map(({ Region, RegionName }) => ({ Region, RegionName, RegionState: "AVAILABLE" }));
  return { response: { TotalCount: RegionSet.length, RegionSet } };
};

/** https://cloud.tencent.com/document/api/213/15707 */
export const describeZones: Handler<"DescribeZones"> = (_state, _request, { region }) => {
  const ZoneSet = zonesOf(region).map((zone) => ({ ...zone, ZoneState: "AVAILABLE" }));
  return { response: { TotalCount: ZoneSet.length, ZoneSet } };
};

/** Every image suits every type that the catalogue has. https://cloud.tencent.com/document/api/213/15715 */
export const describeImages: Handler<"DescribeImages"> = (_state, request, context) => {
  const { ImageIds, Filters, InstanceType } = request;
  const malformed = ImageIds?.find((id) => !/^img-[a-z0-9]{8}$/.test(id));
  if (malformed !== undefined) {
    throw new ApiError(
      "InvalidImageId.Malformed",
      `The image id \`${malformed}\` is malformed; it has the form img-xxxxxxxx.`,
      `无效的镜像ID：\`${malformed}\`格式错误，正确格式形如img-xxxxxxxx。`,
    );
  }
  const found = select(IMAGES, ImageIds, Filters, IMAGE_SELECTION, context);
  const suiting = InstanceType === undefined || sizeOf(InstanceType) !== undefined ? found : [];
  const { TotalCount, rows } = page(suiting, request, context, IMAGE_SELECTION.codes);
  return { response: { TotalCount, ImageSet: rows } };
};

const CODES = {
  coexist: "InvalidParameter",
  unknownFilter: "InvalidFilter",
  tooManyFilters: "InvalidFilterValue.LimitExceeded",
  malformedId: "InvalidImageId.Malformed",
  limit: "InvalidParameterValue.LimitExceeded",
};

const IMAGE_SELECTION: Selection<(typeof IMAGES)[number]> = {
  ids: { parameter: "ImageIds", kind: "any", of: (row) => row.ImageId },
  filters: {
    "image-id": is((row) => row.ImageId),
    "image-type": is((row) => row.ImageType),
    "image-name": has((row) => row.ImageName),
    platform: has((row) => row.Platform),
    "tag-value": is((row) => row.Tags.map((tag) => tag.Value)),
  },
  tags: (row) => row.Tags,
  codes: CODES,
};

/** https://cloud.tencent.com/document/api/213/15749 */
export const describeInstanceTypeConfigs: Handler<"DescribeInstanceTypeConfigs"> = (_state, request, context) => {
  const by = { ...TYPE_SELECTION, maxFilterValues: 1 };
  const found = select(typesOf(context.region), undefined, request.Filters, by, context);
  return { response: { InstanceTypeConfigSet: found } };
};

/** The same types as something to buy: none is sold out, and there are no prices. */
export const describeZoneInstanceConfigInfos: Handler<"DescribeZoneInstanceConfigInfos"> = (
  _state,
  request,
  context,
) => {
  const items = typesOf(context.region).flatMap((type) =>
    CHARGE_TYPES.map((InstanceChargeType) => ({ ...type, InstanceChargeType })),
  );
  const by: Selection<(typeof items)[number]> = {
    ...TYPE_SELECTION,
    filters: { ...TYPE_SELECTION.filters, "instance-charge-type": is((row) => row.InstanceChargeType) },
    maxFilterValues: 100,
  };
  const found = select(items, undefined, request.Filters, by, context);
  return {
    response: {
      InstanceTypeQuotaSet: found.map((row) => ({
        Zone: row.Zone,
        InstanceType: row.InstanceType,
        InstanceChargeType: row.InstanceChargeType,
        InstanceFamily: row.InstanceFamily,
        TypeName: row.InstanceFamily,
        Cpu: row.CPU,
        Memory: row.Memory,
        Gpu: row.GPU,
        Fpga: row.FPGA,
        GpuCount: row.GpuCount,
        Status: "SELL",
        StatusCategory: "EnoughStock",
        SoldOutReason: "",
        LocalDiskTypeList: [],
      })),
    },
  };
};

/** Those that RunInstances takes. */
const CHARGE_TYPES = ["POSTPAID_BY_HOUR", "SPOTPAID"] as const;

const TYPE_SELECTION: Selection<InstanceTypeConfig> = {
  ids: { parameter: "", kind: "any", of: (row) => row.InstanceType },
  filters: {
    zone: is((row) => row.Zone),
    "instance-family": is((row) => row.InstanceFamily),
    "instance-type": is((row) => row.InstanceType),
  },
  codes: CODES,
};

function typesOf(region: string): InstanceTypeConfig[] {
  return zonesOf(region).flatMap(({ Zone }) =>
    INSTANCE_TYPES.map((InstanceType) => {
      const { cpu = 0, memory = 0 } = sizeOf(InstanceType) ?? {};
      const [InstanceFamily = ""] = InstanceType.split(".");
      return { Zone, InstanceType, InstanceFamily, CPU: cpu, Memory: memory, GPU: 0, FPGA: 0, GpuCount: 0 };
    }),
  );
}
