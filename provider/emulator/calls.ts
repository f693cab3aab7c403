/** One call of the API, as the emulator saw it. */
export interface CallRecord {
  /** As the caller named it, also where it is not served. */
  action: string;
  /** Of the action; "" where it is not served. */
  service: string;
  region: string;
  /** Of the error that was answered; "" for success, "ConnectionReset" where no answer was given. */
  code: string;
  requestId: string;
  /** As sent; {} unless the caller proved to hold the emulator's key. */
  parameters: Record<string, unknown>;
  /** Milliseconds since 1970. */
  at: number;
  durationMs: number;
}

const KEPT = 10_000;

/** The latest calls. */
export class CallLog {
  private records: CallRecord[] = [];

  add(record: CallRecord): void {
    this.records.push(record);
    if (this.records.length >= 2 * KEPT) this.records = this.latest();
  }

  latest(): CallRecord[] {
    return this.records.slice(-KEPT);
  }

  clear(): void {
    this.records = [];
  }
}
