import { randomUUID } from "node:crypto";
import type { Settings } from "./actions/handler";
import { SERVED } from "./actions/table";
import { dueTasks } from "./actions/tasks";
import { type AuthenticCall, type HttpRequest, authenticate } from "./authenticate";
import { type CallRecord, CallLog } from "./calls";
import { type Claim, announce, release } from "./claims";
import { dispatch, readParameters } from "./dispatch";
import { ApiError } from "./errors";
import { ConnectionReset, Faults } from "./faults";
import type { HavipRow, InstanceRow, SubnetRow, VpcRow } from "./state";
import type { Store } from "./store";

/** What is there, with each resource's region: the rows as the API's own fields. */
export interface Snapshot {
  vpcs: VpcRow[];
  subnets: SubnetRow[];
  instances: InstanceRow[];
  havips: HavipRow[];
}

export interface Answer {
  requestId: string;
  response: object;
}

/** The emulated cloud, apart from HTTP: what is in it, what was asked of it, and what shall go wrong next. */
export class Cloud {
  readonly faults = new Faults();
  private readonly log = new CallLog();

  constructor(
    readonly store: Store,
    private readonly settings: Settings,
    private readonly clock: () => number,
    private readonly random: () => number,
  ) {}

  /** Answers one call of the API: authenticate, read the parameters, dispatch, commit. Throws ConnectionReset only. */
  call(request: HttpRequest): Answer {
    const at = this.clock();
    const began = performance.now();
    const record: CallRecord = {
      action: String(request.headers["x-tc-action"] ?? "").slice(0, 100),
      service: "",
      region: "",
      code: "",
      requestId: randomUUID(),
      parameters: {},
      at,
      durationMs: 0,
    };
    try {
      return { requestId: record.requestId, response: this.answer(request, record) };
    } catch (error) {
      if (error instanceof ConnectionReset) {
        record.code = error.name;
        throw error;
      }
      const { code, message } = error instanceof ApiError ? error : internal(error);
      record.code = code;
      return { requestId: record.requestId, response: { Error: { Code: code, Message: message } } };
    } finally {
      record.durationMs = performance.now() - began;
      this.log.add(record);
    }
  }

  private answer(request: HttpRequest, record: CallRecord): object {
    const call: AuthenticCall = authenticate(request, record.at);
    record.service = SERVED[call.action].service;
    record.region = call.region;
    record.parameters = readParameters(call.body);
    this.faults.strike(call.action, "before");
    this.settle();
    const { requestId, at: now } = record;
    const context = { now, requestId, random: this.random, settings: this.settings };
    const { response, changes } = dispatch(call, record.parameters, this.store.state, context);
    this.store.commit(changes ?? []);
    this.faults.strike(call.action, "after-commit");
    return response;
  }

  /** Lets happen what was due before now. */
  private settle(): void {
    this.store.commit(dueTasks(this.store.state, this.clock()));
  }

  calls(): CallRecord[] {
    return this.log.latest();
  }

  snapshot(): Snapshot {
    this.settle();
    const { vpcs, subnets, instances, havips } = this.store.state;
    const copy = { vpcs: [...vpcs.values()], subnets: [...subnets.values()], instances: [...instances.values()] };
    return structuredClone({ ...copy, havips: [...havips.values()] });
  }

  /** Back to the seed, with no calls remembered and no faults to come. */
  reset(): void {
    this.store.reset();
    this.log.clear();
    this.faults.clear();
  }

  announce(claim: Claim): void {
    this.settle();
    this.store.commit(announce(this.store.state, claim, this.clock()));
  }

  release(claim: { haVipId: string }): void {
    this.settle();
    this.store.commit(release(this.store.state, claim.haVipId, this.clock()));
  }
}

/** A fault of the emulator itself, or of its disk. */
function internal(error: unknown): { code: string; message: string } {
  return {
    code: "InternalError",
    message: `The emulator failed: ${error instanceof Error ? error.message : String(error)}`,
  };
}
