import type { Request } from "../../api/actions";
import type { InstanceRow } from "../store/state";
import { ApiError } from "../words/errors";

/** Which one of how many new instances, and its address. */
interface Position {
  index: number;
  count: number;
  address: string;
}

/**
 * What each of several new instances is called, as the documents of RunInstances have it: `{R:3}` counts from 3,
 * `{R:3,F:2}` with at least two digits, and a name without such a pattern gets 1, 2, ... at its end where there are
 * several. Host names may have the address of their instance in them too.
 */
export function namesOf(
  { InstanceName, HostName }: Request<"RunInstances">,
  at: Position,
): Pick<InstanceRow, "InstanceName" | "HostName"> {
  const name = InstanceName === undefined ? UNNAMED : numbered(checkInstanceName(InstanceName, 128), at);
  if (HostName === undefined) return { InstanceName: name };
  const addressed = HostName.replaceAll("{IP}", at.address);
  const unlike = addressed !== HostName && !PATTERN.test(HostName);
  return { InstanceName: name, HostName: checkHostName(unlike ? addressed : numbered(addressed, at)) };
}

/** "Shown as this where no name is given." */
const UNNAMED = "未命名";
const PATTERN = /\{R:(\d{1,9})(?:,F:([0-8]))?\}/;

function numbered(given: string, { index, count }: Position): string {
  if (!PATTERN.test(given)) return count === 1 ? given : `${given}${String(index + 1)}`;
  return given.replaceAll(new RegExp(PATTERN, "g"), (_, first: string, digits = "0") =>
    String(Number(first) + index).padStart(Number(digits), "0"),
  );
}

/** RunInstances takes 128 characters, ModifyInstancesAttribute 60. */
export function checkInstanceName(name: string, most: number): string {
  if (Array.from(name).length <= most) return name;
  throw new ApiError(
    "InvalidInstanceName.TooLong",
    `The \`InstanceName\` has more than ${String(most)} characters.`,
    `参数\`InstanceName\`超过${String(most)}个字符。`,
  );
}

/** Of a Linux machine: 2 to 60 letters, digits, hyphens and points; no point or hyphen at an end or next to another. */
export function checkHostName(name: string): string {
  if (name.length >= 2 && name.length <= 60 && /^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/.test(name)) return name;
  throw new ApiError(
    "InvalidParameterValue.IllegalHostName",
    `The \`HostName\` \`${name}\` is not made of 2 to 60 letters, digits, hyphens and points with none of the latter at ` +
      "an end or next to another.",
    `参数\`HostName\`的取值\`${name}\`不合法：长度须为2到60个字符，由字母、数字、短横线和点号组成，` +
      "点号和短横线不能作为首尾字符，不能连续使用。",
  );
}
