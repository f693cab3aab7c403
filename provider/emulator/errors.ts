/** A refusal that the API answers: its code and its message, inside an ordinary HTTP 200. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
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
