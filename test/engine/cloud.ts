import type { ActionName } from "../../provider/api/actions";
import type { Outgoing, Send, Sent } from "../../provider/api/send";
import { EMULATOR_ACCOUNT, STORE_HEADER } from "../../provider/core/emulator";
import type { Answer } from "../../provider/emulator/cloud/answer-call";
import type { CallRecord } from "../../provider/emulator/cloud/calls";
import { Cloud } from "../../provider/emulator/cloud/cloud";
import { EmulatorClock } from "../../provider/emulator/cloud/emulator-clock";
import { profileBehaviour } from "../../provider/emulator/faults/behaviour";
import { defaultSeed } from "../../provider/emulator/resources/seed";
import { Store } from "../../provider/emulator/store/store";
import { ASSUMPTIONS } from "../../provider/emulator/words/assumptions";
import type { Time } from "./time";

/** How long the client waits for an answer (provider/api/send.ts). */
const CLIENT_PATIENCE_MS = 30_000;

/** After the client has looked for what it made, and before it sends the same again (provider/havip/apply.ts). */
export const JUST_BEFORE_THE_REPETITION_MS = CLIENT_PATIENCE_MS + 300;

/** What can happen to a request on its way, besides the faults of the emulator. */
export type WireFault = { action: ActionName; nth: number; times: number } & (
  | { kind: "refused" }
  /** Arrives so much later, when nobody waits for the answer any more. */
  | { kind: "late"; afterMs: number }
);

/** The moment at which the process dies, by the calls that it makes. */
export interface Kill {
  action: ActionName;
  nth: number;
  moment: "before" | "after";
}

/**
 * The emulator's cloud without HTTP and in the time of a test: it authenticates, checks and answers as ever, and what
 * the wire would do is done here, in the terms of `send`.
 */
export class CloudInTime {
  readonly cloud: Cloud;
  wireFaults: WireFault[] = [];
  /** Tokens of creates are forgotten at once. */
  forgetsTokens = false;
  private kill: Kill | undefined;
  private readonly onItsWay = new Set<Outgoing>();
  private seen = new Map<string, number>();

  constructor(
    private readonly time: Time,
    random: () => number,
    readonly storeId: string,
    private readonly account = EMULATOR_ACCOUNT,
  ) {
    this.cloud = new Cloud({
      store: Store.inMemory(storeId, () => defaultSeed(time.now(), { assumptions: ASSUMPTIONS })),
      assumptions: ASSUMPTIONS,
      havipsPerVpc: 30,
      behaviour: profileBehaviour("instant", ASSUMPTIONS),
      site: "china",
      clock: new EmulatorClock(time.now),
      random,
      nuisance: undefined,
    });
  }

  /** Everything works from now on; reads may still be behind with what was written before. */
  async heal(): Promise<void> {
    // What is on its way still arrives, whatever became of the process that sent it.
    for (const outgoing of this.onItsWay) await this.arrive(outgoing);
    this.wireFaults = [];
    this.forgetsTokens = false;
    this.cloud.faults.clear();
    this.cloud.behave({ rateLimits: {}, consistency: {}, tasks: { delayMs: 0, stuck: false }, bindingSticks: false });
  }

  /** Every read shows what is. */
  catchUp(): void {
    // Restoring forgets what reads were behind with.
    this.cloud.save("now");
    this.cloud.restore("now");
  }

  /** To be called when a command begins: faults and kills count its calls. */
  begin(kill: Kill | undefined): void {
    this.kill = kill;
    this.seen = new Map();
  }

  callCount(): number {
    return this.cloud.calls().length;
  }

  callsSince(count: number): CallRecord[] {
    return this.cloud.calls().slice(count);
  }

  readonly send: Send = async (outgoing, signal) => {
    // True because only the provider's client calls this, which names one of its actions.
    const action = outgoing.headers["X-TC-Action"] as ActionName;
    const nth = (this.seen.get(action) ?? 0) + 1;
    this.seen.set(action, nth);
    if (this.isTime(action, nth, "before")) this.time.kill();
    if (this.time.killed) return never();
    const fault = this.wireFault(action, nth);
    if (fault?.kind === "refused") return broken(false, "ECONNREFUSED", "connect ECONNREFUSED");
    if (fault?.kind === "late") {
      this.onItsWay.add(outgoing);
      void this.time.sleep(fault.afterMs).then(() => this.arrive(outgoing));
      return this.patience(signal);
    }
    await this.time.sleep(10 + 40 * this.time.random());
    if (isAborted(signal)) return CANCELLED;
    const answer = await this.answer(outgoing);
    if (this.isTime(action, nth, "after")) this.time.kill();
    if (this.isDead()) return never();
    if (answer.fault?.kind === "hang") return this.patience(signal);
    await this.time.sleep(10 + 40 * this.time.random());
    return isAborted(signal) ? CANCELLED : this.delivered(answer);
  };

  private isDead(): boolean {
    return this.time.killed;
  }

  private isTime(action: ActionName, nth: number, moment: Kill["moment"]): boolean {
    return this.kill?.action === action && this.kill.nth === nth && this.kill.moment === moment;
  }

  private async arrive(outgoing: Outgoing): Promise<void> {
    if (this.onItsWay.delete(outgoing)) await this.answer(outgoing);
  }

  /**
   * What comes after its repetition was answered, to a cloud that remembers no tokens, makes another one that nobody can
   * know of. So there the first create alone is late, and comes just before its repetition.
   */
  private wireFault(action: ActionName, nth: number): WireFault | undefined {
    const fault = this.wireFaults.find(
      (each) => each.action === action && nth >= each.nth && nth < each.nth + each.times,
    );
    if (fault?.kind !== "late" || !this.forgetsTokens || action !== "CreateHaVip") return fault;
    return nth === 1 ? { ...fault, afterMs: Math.min(fault.afterMs, JUST_BEFORE_THE_REPETITION_MS) } : undefined;
  }

  private async answer({ method, headers, body }: Outgoing): Promise<Answer> {
    if (this.forgetsTokens) {
      const tokens = [...this.cloud.store.state.tokens.keys()];
      this.cloud.commit(tokens.map((id) => ({ table: "tokens", id, row: null })));
    }
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const answer = await this.cloud.call({ method, headers: Object.fromEntries(lower), body: Buffer.from(body) });
    const { response } = answer;
    return "AccountId" in response ? { ...answer, response: { ...response, AccountId: this.account } } : answer;
  }

  private async patience(signal: AbortSignal): Promise<Sent> {
    await this.time.sleep(CLIENT_PATIENCE_MS, signal);
    if (signal.aborted) return CANCELLED;
    return { kind: "unanswered", reached: true, why: "timeout", code: "ETIMEDOUT", message: "no complete answer" };
  }

  /** As `deliver` spoils an answer, seen from the other side (provider/emulator/wire/delivery.ts). */
  private delivered({ requestId, response, fault }: Answer): Sent {
    switch (fault?.kind) {
      case "reset":
        return broken(true, "ECONNRESET", "socket hang up");
      case "truncate":
        return broken(true, "ECONNRESET", "aborted");
      case "http":
        return this.answered(fault.httpStatus ?? 502, "<html>Bad Gateway</html>");
      case "garbage":
        return this.answered(200, "\u0000 this is no JSON");
      case "hang":
      case "error":
      case "slow":
      case undefined:
        return this.answered(200, JSON.stringify({ Response: { ...response, RequestId: requestId } }));
    }
  }

  private answered(status: number, body: string): Sent {
    const date = new Date(this.cloud.clock.now()).toUTCString();
    return {
      kind: "answered",
      status,
      headers: new Map([
        [STORE_HEADER, this.storeId],
        ["date", date],
      ]),
      body,
    };
  }
}

const CANCELLED: Sent = {
  kind: "unanswered",
  reached: true,
  why: "cancelled",
  code: "ECANCELED",
  message: "the time is over",
};

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function broken(reached: boolean, code: string, message: string): Sent {
  return { kind: "unanswered", reached, why: "broken", code, message };
}

/** What the answer of a dead process is like. */
function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
