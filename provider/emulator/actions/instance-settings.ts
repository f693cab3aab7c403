import type { Request } from "../../api/actions";
import type { InstanceRow } from "../store/state";
import type { Assuming } from "../words/chosen-assumptions";
import { ApiError } from "../words/errors";
import { tooManyEntries } from "../words/refusals";

type Run = Request<"RunInstances">;

/** What the request says about every instance alike, once it is known to be right. */
export function settingsOf(request: Run): Partial<InstanceRow> {
  const { EnhancedService, UserData, CamRoleName } = request;
  return {
    InstanceChargeType: chargeType(request),
    LoginSettings: loginOf(request.LoginSettings ?? {}),
    DisasterRecoverGroupIds: placementGroups(request.DisasterRecoverGroupIds ?? []),
    DisableApiTermination: request.DisableApiTermination ?? false,
    ...(EnhancedService === undefined ? {} : { EnhancedService }),
    ...(UserData === undefined ? {} : { UserData: checkUserData(UserData) }),
    ...(CamRoleName === undefined ? {} : { CamRoleName: checkRoleName(CamRoleName) }),
    ...(request.InstanceMarketOptions === undefined ? {} : { InstanceMarketOptions: request.InstanceMarketOptions }),
  };
}

function chargeType({ InstanceChargeType: type = "POSTPAID_BY_HOUR", InstanceMarketOptions: market }: Run): string {
  if (type !== "POSTPAID_BY_HOUR" && type !== "SPOTPAID") {
    throw new ApiError(
      "UnsupportedOperation",
      `The \`InstanceChargeType\` \`${type}\` is not served by this emulator, which knows no contracts and hosts; ` +
        "use POSTPAID_BY_HOUR or SPOTPAID.",
      `本模拟器不支持计费类型\`${type}\`（不模拟合约与专用宿主机），请使用POSTPAID_BY_HOUR或SPOTPAID。`,
    );
  }
  if (market === undefined) return type;
  const { MarketType = "spot", SpotOptions } = market;
  const { MaxPrice, SpotInstanceType = "one-time" } = SpotOptions;
  if (type !== "SPOTPAID") {
    throw new ApiError(
      "InvalidParameterCombination",
      "`InstanceMarketOptions` is for the `InstanceChargeType` SPOTPAID only.",
      "参数`InstanceMarketOptions`仅适用于计费类型SPOTPAID。",
    );
  }
  if (MarketType === "spot" && SpotInstanceType === "one-time" && /^\d{1,9}(\.\d{1,9})?$/.test(MaxPrice)) return type;
  throw new ApiError(
    "InvalidParameterValue",
    "`InstanceMarketOptions` is not of the `MarketType` spot and the `SpotInstanceType` one-time with a decimal `MaxPrice`.",
    "参数`InstanceMarketOptions`取值错误：`MarketType`仅支持spot，`SpotInstanceType`仅支持one-time，`MaxPrice`须为十进制数。",
  );
}

/** Of the login only the keys are kept. A password is looked at here and nowhere else. */
function loginOf(login: NonNullable<Run["LoginSettings"]>): NonNullable<InstanceRow["LoginSettings"]> {
  const { Password, KeyIds = [], KeepImageLogin } = login;
  const keeps = KeepImageLogin?.toUpperCase();
  if (keeps !== undefined && keeps !== "TRUE" && keeps !== "FALSE") {
    throw new ApiError(
      "InvalidParameterValue",
      "The `LoginSettings.KeepImageLogin` is neither TRUE nor FALSE.",
      "参数`LoginSettings.KeepImageLogin`的取值须为TRUE或FALSE。",
    );
  }
  if ([Password !== undefined, KeyIds.length > 0, keeps === "TRUE"].filter(Boolean).length > 1) {
    throw new ApiError(
      "InvalidParameterCombination",
      "Only one of `Password`, `KeyIds` and `KeepImageLogin` can be specified in `LoginSettings`.",
      "参数`LoginSettings`中的`Password`、`KeyIds`和`KeepImageLogin`不能同时指定。",
    );
  }
  const malformed = KeyIds.find((id) => !/^skey-[a-z0-9]{8}$/.test(id));
  if (malformed !== undefined) {
    throw new ApiError(
      "InvalidKeyPairId.Malformed",
      `The key pair id \`${malformed}\` is malformed; it has the form skey-xxxxxxxx.`,
      `无效密钥对ID：\`${malformed}\`格式错误，正确格式形如skey-xxxxxxxx。`,
    );
  }
  if (Password !== undefined) checkPassword(Password, "InvalidPassword");
  return { KeyIds: [...KeyIds], ...(keeps === undefined ? {} : { KeepImageLogin: keeps }) };
}

/** Of a Linux machine. The message does not repeat what was given. */
export function checkPassword(password: string, code: string): void {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  if (/^[\x21-\x7e]{8,30}$/.test(password) && kinds >= 2) return;
  throw new ApiError(
    code,
    "The `Password` does not have 8 to 30 characters of at least two kinds (a-z, A-Z, 0-9, others).",
    "无效密码。密码须为8到30个字符，且至少包含小写字母、大写字母、数字和特殊符号中的两类。",
  );
}

/** Placement groups are not emulated: any id is taken. */
function placementGroups(ids: readonly string[]): string[] {
  if (ids.length <= 1) return [...ids];
  throw new ApiError(
    "InvalidParameterValue.LimitExceeded",
    "`DisasterRecoverGroupIds` has more than 1 entry.",
    "参数`DisasterRecoverGroupIds`仅支持指定一个置放群组。",
  );
}

/** Base64 of at most 16 KB, which a metadata service would give the machine. */
export function checkUserData(text: string): string {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) {
    throw new ApiError(
      "InvalidParameterValue.InvalidUserDataFormat",
      "The `UserData` is not base64.",
      "参数`UserData`格式错误，需要base64编码格式。",
    );
  }
  if (bytes.length <= 16 * 1024) return text;
  throw new ApiError(
    "InvalidParameterValue.TooLarge",
    `The \`UserData\` has ${String(bytes.length)} bytes, more than 16 KB.`,
    `参数\`UserData\`为${String(bytes.length)}字节，超过最大限制16KB。`,
  );
}

/** Every security group exists, but an instance has five at the most, as a network interface. */
export function groupsOf(ids: string[], parameter: string, { assumptions }: Assuming): string[] {
  const most = assumptions.securityGroupsPerNetworkInterface;
  if (ids.length > most) throw tooManyEntries("InvalidParameterValue.LimitExceeded", parameter, most);
  return ids;
}

/** Every role of the account exists (see actions/roles.ts). The empty name stands for none. */
export function checkRoleName(name: string): string {
  if (/^[A-Za-z0-9+=,.@_-]{0,128}$/.test(name)) return name;
  throw new ApiError(
    "InvalidParameterValue.CamRoleNameMalformed",
    `The \`CamRoleName\` \`${name.slice(0, 128)}\` has other characters than letters, digits and +=,.@_-`,
    `参数\`CamRoleName\`的取值\`${name.slice(0, 128)}\`不合要求，只允许包含英文字母、数字或者+=,.@_-字符。`,
  );
}
