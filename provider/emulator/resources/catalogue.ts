import type { Image } from "../../api/actions";

/*
 * What there is to choose from before an instance is run. A fixture: few entries, the same in every region, so that
 * programs that look for a zone, an image and a type find one. RunInstances takes others too: of an image or a type
 * that does not stand here the emulator knows no more than the name.
 */

/** With the number that the ids of its zones begin with, as the vendor numbers its regions. */
export const REGIONS: readonly { Region: string; RegionName: string; city: string; number: number }[] = [
  { Region: "ap-guangzhou", RegionName: "华南地区(广州)", city: "广州", number: 10 },
  { Region: "ap-shanghai", RegionName: "华东地区(上海)", city: "上海", number: 20 },
  { Region: "ap-nanjing", RegionName: "华东地区(南京)", city: "南京", number: 33 },
  { Region: "ap-beijing", RegionName: "华北地区(北京)", city: "北京", number: 80 },
  { Region: "ap-chengdu", RegionName: "西南地区(成都)", city: "成都", number: 16 },
  { Region: "ap-chongqing", RegionName: "西南地区(重庆)", city: "重庆", number: 19 },
  { Region: "ap-hongkong", RegionName: "港澳台地区(中国香港)", city: "香港", number: 30 },
  { Region: "ap-singapore", RegionName: "亚太东南(新加坡)", city: "新加坡", number: 90 },
  { Region: "ap-tokyo", RegionName: "亚太东北(东京)", city: "东京", number: 25 },
  { Region: "eu-frankfurt", RegionName: "欧洲地区(法兰克福)", city: "法兰克福", number: 17 },
  { Region: "na-siliconvalley", RegionName: "美国西部(硅谷)", city: "硅谷", number: 15 },
];

/** Of every region alike; the seed's subnets are in the third. */
const ZONES = ["一", "二", "三", "四", "五", "六", "七"] as const;

export interface Zone {
  Zone: string;
  ZoneName: string;
  ZoneId: string;
}

/** The zones of any region, also of one that is not listed. */
export function zonesOf(region: string): Zone[] {
  const known = REGIONS.find((one) => one.Region === region);
  return ZONES.map((numeral, index) => ({
    Zone: `${region}-${String(index + 1)}`,
    ZoneName: `${known?.city ?? region}${numeral}区`,
    ZoneId: String((known?.number ?? 99) * 10_000 + index + 1),
  }));
}

export const IMAGES: readonly Image[] = [
  image("img-00000001", "TencentOS", "TencentOS Server 4 64bit", "TencentOS Server 4"),
  image("img-00000002", "Ubuntu", "Ubuntu Server 24.04 LTS 64bit", "Ubuntu Server 24.04 LTS"),
];

function image(ImageId: string, Platform: string, OsName: string, ImageFamily: string): Image {
  return {
    ImageId,
    OsName,
    ImageType: "PUBLIC_IMAGE",
    CreatedTime: "2026-01-01T00:00:00Z",
    ImageName: OsName,
    ImageDescription: "A fixture of the emulator: nothing is installed from it.",
    ImageSize: 20,
    Architecture: "x86_64",
    ImageState: "NORMAL",
    Platform,
    ImageCreator: "",
    ImageSource: "OFFICIAL",
    SyncPercent: null,
    IsSupportCloudinit: true,
    SnapshotSet: [],
    Tags: [],
    LicenseType: "TencentCloud",
    ImageFamily,
    ImageDeprecated: false,
  };
}

/** Those of a small pair of machines. */
export const INSTANCE_TYPES: readonly string[] = [
  "S5.SMALL1",
  "S5.SMALL2",
  "S5.MEDIUM2",
  "S5.MEDIUM4",
  "S5.LARGE8",
  "S5.2XLARGE16",
  "SA2.SMALL2",
  "SA2.MEDIUM4",
  "SA2.LARGE8",
];

/** How many cores and GiB a type has, where its name says so: `S5.MEDIUM4`, `SA2.2XLARGE16`. */
export function sizeOf(type: string): { cpu: number; memory: number } | undefined {
  const [, size = "", times = "", memory = ""] =
    /^[A-Za-z0-9]+\.(SMALL|MEDIUM|LARGE|(\d*)XLARGE)(\d+)$/.exec(type) ?? [];
  const cpu = CORES[size] ?? (size.endsWith("XLARGE") ? 4 * Number(times || "1") : undefined);
  return cpu === undefined ? undefined : { cpu, memory: Number(memory) };
}

const CORES: Readonly<Record<string, number>> = { SMALL: 1, MEDIUM: 2, LARGE: 4 };
