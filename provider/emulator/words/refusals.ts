import { ApiError, type Bilingual } from "./errors";

/*
 * What is refused in the same words in more than one place. Where users have quoted the cloud's own Chinese, it is this
 * (UnknownParameter, and the first sentence of the wrong type: the second names a type of the vendor's).
 */

export function missingParameter(name: string): ApiError {
  return new ApiError(
    "MissingParameter",
    `The request is missing a required parameter \`${name}\`.`,
    `请求缺少必需的参数 \`${name}\`。`,
  );
}

export function unknownParameter(name: string): ApiError {
  return new ApiError("UnknownParameter", `The parameter \`${name}\` is not recognized.`, `未定义参数 \`${name}\` 。`);
}

export function wrongType(name: string): ApiError {
  return new ApiError(
    "InvalidParameter",
    `The value type of parameter \`${name}\` is not valid.`,
    `参数 \`${name}\` 取值类型错误。`,
  );
}

export function neitherGiven(code: string, one: string, other: string): ApiError {
  return new ApiError(
    code,
    `Neither \`${one}\` nor \`${other}\` is given.`,
    `参数 \`${one}\` 和 \`${other}\` 至少需要指定一个。`,
  );
}

export function emptyParameter(code: string, parameter: string): ApiError {
  return new ApiError(code, `The \`${parameter}\` is empty.`, `参数 \`${parameter}\` 不能为空。`);
}

export function tooManyCharacters(parameter: string, most: number, code = "InvalidParameterValue.TooLong"): ApiError {
  return new ApiError(
    code,
    `The \`${parameter}\` has more than ${String(most)} characters.`,
    `参数 \`${parameter}\` 的长度不能超过 ${String(most)} 个字符。`,
  );
}

export function tooManyEntries(code: string, parameter: string, most: number): ApiError {
  return new ApiError(
    code,
    `\`${parameter}\` has more than ${String(most)} entries.`,
    `参数 \`${parameter}\` 的元素个数不能超过 ${String(most)}。`,
  );
}

export function outOfRange(code: string, parameter: string, value: number, least: number, most: number): ApiError {
  const [from, to] = [String(least), String(most)];
  return new ApiError(
    code,
    `The \`${parameter}\` ${String(value)} is not in the range ${from} to ${to}.`,
    `参数 \`${parameter}\` 的取值 ${String(value)} 不在 ${from} 至 ${to} 的范围内。`,
  );
}

export function tooLarge({ english, chinese }: Bilingual, mostBytes: number): ApiError {
  return new ApiError(
    "RequestSizeLimitExceeded",
    `The ${english} of the request has more than ${String(mostBytes)} bytes.`,
    `请求的${chinese}超过 ${String(mostBytes)} 字节的大小限制。`,
  );
}

const KINDS = {
  havip: { english: "HAVIP", chinese: "HAVIP" },
  vpc: { english: "VPC", chinese: "私有网络" },
  subnet: { english: "subnet", chinese: "子网" },
  routeTable: { english: "route table", chinese: "路由表" },
  instance: { english: "instance", chinese: "实例" },
  networkInterface: { english: "network interface", chinese: "弹性网卡" },
  eip: { english: "EIP", chinese: "EIP" },
  task: { english: "task", chinese: "任务" },
} as const;

export type Findable = keyof typeof KINDS;

export function notFound(kind: Findable, id: string, region: string, code = "ResourceNotFound"): ApiError {
  const { english, chinese } = KINDS[kind];
  return new ApiError(
    code,
    `The ${english} \`${id}\` does not exist in ${region}.`,
    `${chinese} \`${id}\` 在地域 ${region} 中不存在。`,
  );
}

export function quotaReached(
  code: string,
  vpcId: string,
  count: number,
  most: number,
  kind: "havip" | "subnet" | "routeTable",
): ApiError {
  const { english, chinese } = KINDS[kind];
  return new ApiError(
    code,
    `The quota is reached: \`${vpcId}\` has ${String(count)} of ${String(most)} ${english}s.`,
    `超过配额限制（${chinese}）：\`${vpcId}\` 已有 ${String(count)} 个，上限为 ${String(most)} 个。`,
  );
}

export function occupied(code: string, address: string, occupant: string): ApiError {
  return new ApiError(
    code,
    `The address ${address} is already used by ${occupant}.`,
    `IP 地址 ${address} 已被 ${occupant} 占用。`,
  );
}

export function withoutAddress(code: string, networkInterfaceId: string, address: string): ApiError {
  return new ApiError(
    code,
    `\`${networkInterfaceId}\` does not have the address ${address}.`,
    `弹性网卡 \`${networkInterfaceId}\` 上没有内网 IP ${address}。`,
  );
}

export function givenTwice(code: string, address: string): ApiError {
  return new ApiError(code, `The address ${address} is given more than once.`, `IP 地址 ${address} 重复。`);
}

export function tooFewAddresses(code: string, subnetId: string, free: number, wanted: number): ApiError {
  return new ApiError(
    code,
    `The subnet \`${subnetId}\` has ${String(free)} free addresses, not ${String(wanted)}.`,
    `子网 \`${subnetId}\` 的可用 IP 不足：剩余 ${String(free)} 个，需要 ${String(wanted)} 个。`,
  );
}

export function subnetOfAnotherVpc(code: string, subnet: { SubnetId: string; VpcId: string }, vpcId: string): ApiError {
  return new ApiError(
    code,
    `The subnet \`${subnet.SubnetId}\` is in \`${subnet.VpcId}\`, not in \`${vpcId}\`.`,
    `子网 \`${subnet.SubnetId}\` 属于 \`${subnet.VpcId}\`，不属于 \`${vpcId}\`。`,
  );
}

/** A fault of the emulator itself, or of its disk. */
export function emulatorFailed(error: unknown): ApiError {
  const cause = error instanceof Error ? error.message : String(error);
  return new ApiError("InternalError", `The emulator failed: ${cause}`, `模拟器出错：${cause}`);
}
