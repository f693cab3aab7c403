import { textOf } from "../words/given";
import { ControlError } from "../words/errors";
import { type Change, type State, asChanges } from "./state";

/** States with a name, to return to. They are in memory only: they outlive a reset, and end with the process. */
export class Snapshots {
  private readonly saved = new Map<string, Change[]>();

  /** Rows are replaced and never written into, so that remembering them is enough. A name used again is replaced. */
  save(name: unknown, state: State): void {
    const key = textOf(name, "The name of the snapshot");
    if (!this.saved.has(key) && this.saved.size >= MOST) {
      const message = `There are ${String(MOST)} snapshots already. Save under one of their names, or forget some.`;
      throw new ControlError(409, message);
    }
    this.saved.set(key, asChanges(state));
  }

  /** The changes that lead from nothing to the saved state. */
  of(name: unknown): readonly Change[] {
    const key = textOf(name, "The name of the snapshot");
    return this.saved.get(key) ?? this.unknown(key);
  }

  /** That one, or all. */
  forget(name?: unknown): void {
    if (name === undefined) {
      this.saved.clear();
      return;
    }
    const key = textOf(name, "The name of the snapshot");
    if (!this.saved.delete(key)) this.unknown(key);
  }

  private unknown(key: string): never {
    throw new ControlError(404, `There is no snapshot ${key}. There are: ${this.names().join(", ") || "none"}.`);
  }

  names(): string[] {
    return [...this.saved.keys()];
  }
}

/** Each may hold thousands of rows. */
const MOST = 100;
