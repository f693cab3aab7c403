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
  /** As sent; {} unless the caller proved to hold the emulator's key, or where they are too large to remember. */
  parameters: Record<string, unknown>;
  /** Milliseconds since 1970. */
  at: number;
  durationMs: number;
}

const KEPT = 10_000;
/** Characters, of all the records together and of one. */
const ROOM = 16_000_000;
const ROOM_FOR_ONE = 100_000;

/** The latest calls: as many as there is room for, however many and however large they are. */
export class CallLog {
  /** As JSON, which takes a third of the memory of objects. */
  private records: string[] = [];
  private length = 0;

  add(record: CallRecord): void {
    const text = asText(record);
    this.records.push(text);
    this.length += text.length;
    while (this.records.length > KEPT || this.length > ROOM) this.length -= this.records.shift()?.length ?? this.length;
  }

  latest(): CallRecord[] {
    // True because `add` made these texts of records.
    return this.records.map((text) => JSON.parse(text) as CallRecord);
  }

  clear(): void {
    this.records = [];
    this.length = 0;
  }
}

function asText(record: CallRecord): string {
  try {
    const text = JSON.stringify(record);
    if (text.length <= ROOM_FOR_ONE) return text;
  } catch (error) {
    // Parameters that are nested so deeply that they can be read but not be written.
    if (!(error instanceof RangeError)) throw error;
  }
  return JSON.stringify({ ...record, parameters: {} });
}
