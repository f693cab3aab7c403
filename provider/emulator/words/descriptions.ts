import { ApiError, type Bilingual } from "./errors";

/** The error that somebody wants to see: with the message they gave, or else with what the vendor says of the code. */
export function describedError(code: string, message?: string): ApiError {
  if (message !== undefined) return new ApiError(code, message, message);
  const { english, chinese } = (Object.hasOwn(DESCRIPTIONS, code) ? DESCRIPTIONS[code] : undefined) ?? UNDESCRIBED;
  return new ApiError(code, english, chinese);
}

const UNDESCRIBED: Bilingual = { english: "The request failed.", chinese: "请求失败。" };

function described(english: string, chinese: string): Bilingual {
  return { english, chinese };
}

/**
 * Only codes that the vendor describes in both languages: the common ones (https://cloud.tencent.com/document/api/213/30435
 * and https://www.tencentcloud.com/document/api/213/31576), and those of the HAVIP actions (the comments in the error
 * lists of the vendor's two SDKs for Go). These are descriptions: the messages of the cloud say more of the case.
 */
const DESCRIPTIONS: Readonly<Record<string, Bilingual>> = {
  ActionOffline: described("This API has been deprecated.", "接口已下线。"),
  AuthFailure: described("CAM signature or authentication error.", "CAM签名/鉴权错误。"),
  "AuthFailure.InvalidAuthorization": described(
    "`Authorization` in the request header is invalid.",
    "请求头部的 `Authorization` 不符合腾讯云标准。",
  ),
  "AuthFailure.InvalidSecretId": described(
    "Invalid key (not a TencentCloud API key type).",
    "密钥非法（不是云 API 密钥类型）。",
  ),
  "AuthFailure.MFAFailure": described("MFA failed.", "MFA 错误。"),
  "AuthFailure.SecretIdNotFound": described("The key does not exist.", "密钥不存在。"),
  "AuthFailure.SignatureExpire": described(
    "Signature expired. Timestamp and server time cannot differ by more than five minutes.",
    "签名过期。Timestamp 和服务器时间相差不得超过五分钟。",
  ),
  "AuthFailure.SignatureFailure": described(
    "Invalid signature. Signature calculation error.",
    "签名错误。签名计算错误。",
  ),
  "AuthFailure.TokenFailure": described("Token error.", "token 错误。"),
  "AuthFailure.UnauthorizedOperation": described("The request is not authorized.", "请求未授权。"),
  DryRunOperation: described(
    "DryRun Operation. It means that the request would have succeeded, but the DryRun parameter was used.",
    "DryRun 操作，代表请求将会是成功的，只是多传了 DryRun 参数。",
  ),
  FailedOperation: described("Operation failed.", "操作失败。"),
  // The English is what this emulator said from the beginning; the vendor has "Internal error."
  InternalError: described("An internal error has occurred.", "内部错误。"),
  "InternalError.ModuleError": described("Internal module error.", "内部模块错误。"),
  InvalidAction: described("The API does not exist.", "接口不存在。"),
  InvalidParameter: described("A parameter error occurred.", "参数错误。"),
  "InvalidParameter.Coexist": described("The parameters cannot be specified at the same time.", "参数不支持同时指定。"),
  "InvalidParameter.FilterInvalidKey": described(
    "The specified filter condition does not exist.",
    "指定过滤条件不存在。",
  ),
  "InvalidParameter.FilterNotDict": described(
    "The specified filter condition should be a key-value pair.",
    "指定过滤条件不是键值对。",
  ),
  "InvalidParameter.FilterValuesNotList": described(
    "The specified filter value should be a list.",
    "指定过滤选项值不是列表。",
  ),
  InvalidParameterValue: described("The parameter value is invalid.", "参数取值错误。"),
  "InvalidParameterValue.Duplicate": described("The input parameter already exists.", "入参重复。"),
  "InvalidParameterValue.Empty": described("Missing parameters.", "缺少参数。"),
  "InvalidParameterValue.InvalidBusiness": described(
    "The parameter value does not exist or is not supported.",
    "参数的值不存在或不支持。",
  ),
  "InvalidParameterValue.LimitExceeded": described("The parameter value exceeds the limit.", "参数值超出限制。"),
  "InvalidParameterValue.Malformed": described("Invalid input parameter format.", "入参格式不合法。"),
  "InvalidParameterValue.ParameterMismatch": described("Invalid parameter format.", "参数值格式不匹配。"),
  "InvalidParameterValue.Range": described(
    "The parameter value is not in the specified range.",
    "参数值不在指定范围。",
  ),
  "InvalidParameterValue.Reserved": described(
    "The parameter value is retained by the system.",
    "参数值是一个系统保留对象。",
  ),
  "InvalidParameterValue.TooLong": described(
    "Invalid parameter value. The parameter value is too long.",
    "无效参数值。参数值太长。",
  ),
  InvalidRequest: described(
    "The multipart format of the request body is incorrect.",
    "请求 body 的 multipart 格式错误。",
  ),
  IpInBlacklist: described("Your IP is in uin IP blacklist.", "IP地址在黑名单中。"),
  IpNotInWhitelist: described("Your IP is not in uin IP whitelist.", "IP地址不在白名单中。"),
  LimitExceeded: described("Quota limit is reached.", "超过配额限制。"),
  "LimitExceeded.ActionLimited": described("Too often API invocations.", "接口请求次数超过限频。"),
  MissingParameter: described("Missing parameter.", "缺少参数错误。"),
  NoSuchProduct: described("The product does not exist.", "产品不存在。"),
  NoSuchVersion: described("The API version does not exist.", "接口版本不存在。"),
  RequestLimitExceeded: described("The number of requests exceeds the frequency limit.", "请求的次数超过了频率限制。"),
  "RequestLimitExceeded.GlobalRegionUinLimitExceeded": described(
    "Uin exceeds the frequency limit.",
    "主账号超过频率限制。",
  ),
  "RequestLimitExceeded.IPLimitExceeded": described(
    "The number of ip requests exceeds the frequency limit.",
    "IP限频。",
  ),
  "RequestLimitExceeded.UinLimitExceeded": described(
    "The number of uin requests exceeds the frequency limit.",
    "主账号限频。",
  ),
  RequestSizeLimitExceeded: described("The request size exceeds the upper limit.", "请求包超过限制大小。"),
  ResourceInUse: described("The resource is occupied.", "资源被占用。"),
  "ResourceInUse.Address": described("The specified IP address is already in use.", "指定IP地址已经在使用中。"),
  ResourceInsufficient: described("Insufficient resources.", "资源不足。"),
  ResourceNotFound: described("The resource does not exist.", "资源不存在。"),
  ResourceUnavailable: described("Resource is unavailable.", "资源不可用。"),
  ResponseSizeLimitExceeded: described("The response size exceeds the upper limit.", "返回包超过限制大小。"),
  ServiceUnavailable: described("Service is unavailable now.", "当前服务暂时不可用。"),
  UnauthorizedOperation: described("Unauthorized operation.", "未授权操作。"),
  UnknownParameter: described("Unknown parameter.", "未知参数错误。"),
  UnsupportedOperation: described("Unsupported operation.", "操作不支持。"),
  "UnsupportedOperation.BindEIP": described("EIP has already been bound.", "已绑定EIP。"),
  "UnsupportedOperation.MutexOperationTaskRunning": described(
    "The resource mutual exclusion operation is being executed.",
    "资源互斥操作任务正在执行。",
  ),
  "UnsupportedOperation.SubnetNotExists": described("The subnet does not exist.", "子网不存在。"),
  "UnsupportedOperation.UnbindEIP": described("EIP is not bound.", "未绑定EIP。"),
  "UnsupportedOperation.UnsupportedBindLocalZoneEIP": described(
    "Binding the EIPs specified in `LocalZone` is not supported.",
    "不支持绑定LocalZone弹性公网IP。",
  ),
  UnsupportedProtocol: described(
    "HTTP(S) request protocol error; only GET and POST requests are supported.",
    "HTTP(S) 请求协议错误，只支持 GET 和 POST 请求。",
  ),
  UnsupportedRegion: described("API does not support the requested region.", "接口不支持所传地域。"),
};
