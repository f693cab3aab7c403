import type { Bilingual } from "../words/errors";

/* What a caller is told beyond the cloud's own words, who most likely took the emulator for the cloud. */

/** Clients set to sign as of version 1 send the action in the body or the query. */
export const OLD_SIGNATURE: Bilingual = {
  english:
    "This emulator reads it from the header X-TC-Action: it serves signatures of version 3 (TC3-HMAC-SHA256), not " +
    "HmacSHA1 or HmacSHA256.",
  chinese:
    "本模拟器从请求头 X-TC-Action 读取该参数：只支持签名方法 v3（TC3-HMAC-SHA256），不支持 HmacSHA1 或 HmacSHA256。",
};

/** The id itself is left out on purpose: a real key pasted here by accident shall not spread into answers and logs. */
export const STRANGER: Bilingual = {
  english:
    "The SecretId is not found, please ensure that your SecretId is correct. This is an emulator of Tencent Cloud on " +
    "your own machine, not the cloud: it knows only its public credentials. `npx havip emulator env` prints them.",
  chinese:
    "SecretId不存在，请输入正确的密钥。这里是运行在您本机上的腾讯云模拟器，不是腾讯云：它只接受自己的公开密钥，" +
    "可通过 `npx havip emulator env` 查看。",
};

/** What is wrong with the token of temporary credentials. */
export const WRONG_TOKEN = {
  missing: {
    english: "it is missing, and temporary credentials are worth nothing without it",
    chinese: "缺少 Token，临时密钥必须与 Token 一起使用",
  },
  forged: {
    english: "it was not issued by an emulator for this SecretId",
    chinese: "该 Token 不是由模拟器为此 SecretId 颁发的",
  },
  expired: {
    english: "it has expired; AssumeRole gives new credentials",
    chinese: "Token 已过期，请通过 AssumeRole 获取新的临时密钥",
  },
};
