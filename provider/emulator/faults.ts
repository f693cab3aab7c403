import type { ActionName } from "../api/actions";
import { ApiError } from "./errors";

/** Something that shall go wrong, a given number of times, with the next calls of an action. */
export interface Fault {
  action: ActionName;
  /** Before anything happened, or when it happened and only the answer is missing. */
  phase: "before" | "after-commit";
  /** An error answer, or a connection that is cut without one. */
  kind: "error" | "reset";
  /** Of an error; InternalError unless given. */
  code?: string;
  message?: string;
  /** Default 1. */
  times?: number;
}

/** Thrown through the handling of a call whose connection is to be cut. */
export class ConnectionReset extends Error {
  override readonly name = "ConnectionReset";
}

/** The faults that are still to come, in the order they were asked for. */
export class Faults {
  private queue: { fault: Fault; left: number }[] = [];

  next(fault: Fault): void {
    this.queue.push({ fault, left: fault.times ?? 1 });
  }

  /** How many are left: 0 proves that a test met every fault it asked for. */
  get pending(): number {
    return this.queue.reduce((sum, { left }) => sum + left, 0);
  }

  clear(): void {
    this.queue = [];
  }

  /** Throws the next fault of that action and phase, if there is one. */
  strike(action: ActionName, phase: Fault["phase"]): void {
    const entry = this.queue.find(({ fault }) => fault.action === action && fault.phase === phase);
    if (entry === undefined) return;
    entry.left -= 1;
    this.queue = this.queue.filter(({ left }) => left > 0);
    if (entry.fault.kind === "reset") throw new ConnectionReset();
    throw new ApiError(entry.fault.code ?? "InternalError", entry.fault.message ?? "An internal error has occurred.");
  }
}
