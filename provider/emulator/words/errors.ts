/** The languages that messages are to be had in, as X-TC-Language names them. */
export type Language = "en-US" | "zh-CN";

/** English unless asked otherwise: what the cloud takes when nobody says is not documented. */
export function languageOf(header: string | string[] | undefined): Language {
  return header === "zh-CN" ? "zh-CN" : "en-US";
}

/** One text in both languages: a message, or the part of one that is made elsewhere. */
export interface Bilingual {
  english: string;
  chinese: string;
}

/** A refusal that the API answers: its code and its message in both languages, inside an ordinary HTTP 200. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    message: string,
    readonly chinese: string,
  ) {
    super(message);
  }

  in(language: Language): string {
    return language === "zh-CN" ? this.chinese : this.message;
  }
}

/** A refusal of the control API or of the emulator's own functions, with the HTTP status that tells it. */
export class ControlError extends Error {
  override readonly name = "ControlError";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
