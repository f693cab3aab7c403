import type { DefaultParameterConf } from "../../api/actions";
import { ApiError } from "../words/errors";
import { isRecord } from "../words/parameters";

/** The values of a command's own parameters, by their names. */
export type Values = ReadonlyMap<string, string>;

/** The values that `Parameters` or `DefaultParameters` gives: a JSON object of texts. */
export function valuesOf(parameter: string, json: string): Values {
  const entries = Object.entries(parsed(parameter, json)).map(([key, value]) => {
    if (typeof value === "string") return [key, value] as const;
    throw refusal(
      "ParameterValueNotString",
      `The value of \`${key}\` in \`${parameter}\` is not a string.`,
      `\`${parameter}\` 中参数 \`${key}\` 的 Value 非 string 类型。`,
    );
  });
  // JSON.parse keeps the last of several: only the text itself shows them all. Its strings are key, value, key, value.
  const strings = json.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  checkKeys(
    parameter,
    strings.filter((_, index) => index % 2 === 0).map((quoted) => String(JSON.parse(quoted))),
  );
  return new Map(entries);
}

/** The values that `DefaultParameterConfs` gives. */
export function valuesOfConfs(confs: readonly DefaultParameterConf[]): Values {
  checkKeys(
    "DefaultParameterConfs",
    confs.map((conf) => conf.ParameterName),
  );
  return new Map(confs.map((conf) => [conf.ParameterName, conf.ParameterValue]));
}

/** The script with the values in place of its `{{key}}` and `{{tat-hidden:key}}`. */
export function filled(script: string, values: Values): string {
  return script.replaceAll(PLACEHOLDER, (_, _hidden: string | undefined, key: string) => {
    const value = values.get(key);
    if (value !== undefined) return value;
    throw refusal(
      "LackOfParameterInfo",
      `The command needs the custom parameter \`${key}\`, which has neither a value nor a default.`,
      `已启用自定义参数功能，但缺失自定义参数 \`${key}\` 的取值，且无默认值。`,
    );
  });
}

/** The values as the records show them: what the script hides is not in them. */
export function recorded(script: string, values: Values): string {
  const hidden = new Set(
    [...script.matchAll(PLACEHOLDER)].filter(([, prefix]) => prefix !== undefined).map(([, , key]) => key),
  );
  const shown = [...values].map(([key, value]) => [key, hidden.has(key) ? "******" : value]);
  return JSON.stringify(Object.fromEntries(shown));
}

const PLACEHOLDER = /\{\{(tat-hidden:)?([a-zA-Z0-9_-]+)\}\}/g;

const MOST_PARAMETERS = 20;
const MOST_KEY_CHARACTERS = 64;

function parsed(parameter: string, json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    value = undefined;
  }
  if (isRecord(value)) return value;
  throw refusal(
    "ParameterInvalidJsonFormat",
    `\`${parameter}\` is not a JSON object in a string.`,
    `参数 \`${parameter}\` 为非法 json string 格式。`,
  );
}

function checkKeys(parameter: string, keys: readonly string[]): void {
  if (keys.length > MOST_PARAMETERS) {
    const most = String(MOST_PARAMETERS);
    throw refusal(
      "ParameterNumberExceeded",
      `\`${parameter}\` has more than ${most} custom parameters.`,
      `\`${parameter}\` 中的自定义参数超过 ${most} 个。`,
    );
  }
  const long = keys.find((key) => key.length > MOST_KEY_CHARACTERS);
  if (long !== undefined) {
    const most = String(MOST_KEY_CHARACTERS);
    throw refusal(
      "ParameterKeyLenExceeded",
      `The key \`${long.slice(0, 100)}\` of \`${parameter}\` has more than ${most} characters.`,
      `\`${parameter}\` 中的参数 Key \`${long.slice(0, 100)}\` 超过 ${most} 个字符。`,
    );
  }
  const odd = keys.find((key) => !/^[a-zA-Z0-9_-]+$/.test(key));
  if (odd !== undefined) {
    throw refusal(
      "ParameterKeyContainsInvalidChar",
      `The key \`${odd}\` of \`${parameter}\` is not made of letters, digits, - and _.`,
      `\`${parameter}\` 中的参数 Key \`${odd}\` 包含非法字符，可选范围为 a-zA-Z0-9-_。`,
    );
  }
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice === undefined) return;
  throw refusal(
    "ParameterKeyDuplicated",
    `The key \`${twice}\` of \`${parameter}\` is given more than once.`,
    `\`${parameter}\` 中的参数 Key \`${twice}\` 重复。`,
  );
}

function refusal(code: string, english: string, chinese: string): ApiError {
  return new ApiError(`InvalidParameterValue.${code}`, english, chinese);
}
