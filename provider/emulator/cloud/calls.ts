/** One call of the API, as the emulator saw it. */
export interface CallRecord {
  /** As the caller named it, also where it is not served. */
  action: string;
  /** Of the action; "" where it is not served. */
  service: string;
  region: string;
  /** Of the error that was answered; "" for success, what a fault made of it where no whole answer was given ("ConnectionReset", ...). */
  code: string;
  requestId: string;
  /** As sent, but for secrets; {} unless the caller proved to hold the emulator's key, or where they are too large to remember. */
  parameters: Record<string, unknown>;
  /**
   * Names of parameters that were taken and that nobody looked at, of a call that succeeded. A repeated request that
   * is answered what it was answered before has many of them.
   */
  unread: string[];
  /** Milliseconds since 1970. */
  at: number;
  durationMs: number;
}

const KEPT = 10_000;
/** Bytes, of a page, of one record, and how many pages there are at most. */
const PAGE = 256 * 1024;
const ROOM_FOR_ONE = 100_000;
const PAGES = 64;

/** Records one after the other, each a line of JSON. */
interface Page {
  bytes: Buffer;
  used: number;
  records: number;
}

/**
 * The latest calls: as many as there is room for, however many and however large they are. They are written into pages
 * that are used again and again: texts that live for 10,000 calls would each be carried through the garbage collector
 * and leave the process with twice the memory.
 */
export class CallLog {
  private pages: Page[] = [];
  private records = 0;

  add(record: CallRecord): void {
    const line = `${asText(record)}\n`;
    const length = Buffer.byteLength(line);
    const page = this.pageFor(length);
    page.bytes.write(line, page.used);
    page.used += length;
    page.records += 1;
    this.records += 1;
  }

  latest(): CallRecord[] {
    const lines = this.pages.flatMap(({ bytes, used }) => bytes.toString("utf8", 0, used).split("\n").slice(0, -1));
    // True because `add` made these texts of records.
    return lines.slice(-KEPT).map((text) => JSON.parse(text) as CallRecord);
  }

  clear(): void {
    this.pages = [];
    this.records = 0;
  }

  private pageFor(length: number): Page {
    const last = this.pages.at(-1);
    if (last !== undefined && last.used + length <= PAGE) return last;
    const page = this.freedPage() ?? { bytes: Buffer.allocUnsafeSlow(PAGE), used: 0, records: 0 };
    this.pages.push(page);
    return page;
  }

  /** The oldest page, where what stands on the others is enough, or all that there is room for. */
  private freedPage(): Page | undefined {
    const [oldest] = this.pages;
    if (oldest === undefined) return undefined;
    if (this.records - oldest.records < KEPT && this.pages.length < PAGES) return undefined;
    this.pages.shift();
    this.records -= oldest.records;
    return { bytes: oldest.bytes, used: 0, records: 0 };
  }
}

function asText(record: CallRecord): string {
  try {
    const plain = JSON.stringify(record);
    const text = SECRET.test(plain) ? JSON.stringify(record, hideSecrets) : plain;
    if (Buffer.byteLength(text) < ROOM_FOR_ONE) return text;
  } catch (error) {
    // Parameters that are nested so deeply that they can be read but not be written.
    if (!(error instanceof RangeError)) throw error;
  }
  return JSON.stringify({ ...record, parameters: {} });
}

/** What the log of calls says of answers that a fault spoiled. */
export const RECORDED_AS = {
  http: "HttpStatus",
  reset: "ConnectionReset",
  hang: "NoAnswer",
  truncate: "TruncatedAnswer",
  garbage: "GarbageAnswer",
} as const;

/**
 * What nobody shall find in a log, wherever it stands in the parameters: passwords, user data, secret keys, and the tokens
 * and assertions of identity providers. A ClientToken is no secret, nor is one that leads to the next page.
 */
const SECRET =
  /"(\w*Password\w*|\w*Secret\w*|UserData|SAMLAssertion|(?!ClientToken"|PaginationToken"|NextToken")\w*Token)":/;

function hideSecrets(name: string, value: unknown): unknown {
  return SECRET.test(`"${name}":`) ? "(not logged)" : value;
}
