import type { Journal } from "./journal";
import { type Change, type State, apply, asChanges, emptyState, replaceAll } from "./state";

/**
 * The one place where the state changes. A change is on disk before it is in memory, and in memory before anyone is
 * told of it, so an answered write survives the death of the process.
 */
export class Store {
  private readonly tables = emptyState();
  private readonly watchers = new Set<() => void>();

  private constructor(
    /** Tells this world from every other; it stays with the data. */
    readonly id: string,
    private readonly seed: () => Change[],
    private readonly journal: Journal | undefined,
  ) {}

  /** A store that ends with the process. */
  static inMemory(id: string, seed: () => Change[]): Store {
    const store = new Store(id, seed, undefined);
    apply(store.tables, seed());
    return store;
  }

  /** A store kept in a folder: what is there, or else the seed. */
  static durable(journal: Journal, seed: () => Change[]): Store {
    const store = new Store(journal.storeId, seed, journal);
    apply(store.tables, journal.isNew ? seed() : journal.recovered);
    try {
      journal.rewrite(asChanges(store.tables));
    } catch (error) {
      // Whoever tries again, in this process too, is not to find the folder in use.
      journal.close();
      throw error;
    }
    return store;
  }

  get state(): State {
    return this.tables;
  }

  /** Whether it outlives the process. */
  get isDurable(): boolean {
    return this.journal !== undefined;
  }

  /** Makes the changes happen together, or (where the disk refuses) not at all. */
  commit(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.journal?.append(changes);
    apply(this.tables, changes);
    this.changed();
  }

  /** Has the watcher called after every change, until the function that this returns is called. It must not throw. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  /** Makes these rows all that there is. The world stays the same: whoever looks for what was there finds it gone. */
  replace(rows: readonly Change[]): void {
    this.journal?.appendReplacement(rows);
    replaceAll(this.tables, rows);
    this.changed();
  }

  private changed(): void {
    if (this.journal?.isLong) this.fold(this.journal);
    for (const watcher of this.watchers) watcher();
  }

  /** The changes are safe in the journal already: where the disk has no room for a snapshot, the next commit tries. */
  private fold(journal: Journal): void {
    try {
      journal.rewrite(asChanges(this.tables));
    } catch {
      return;
    }
  }

  /** Back to the seed. */
  reset(): void {
    this.replace(this.seed());
  }

  close(): void {
    this.journal?.close();
  }
}
