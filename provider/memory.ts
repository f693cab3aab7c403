import { randomBytes } from "node:crypto";
import type { IncompleteError } from "./kind";

/**
 * What one provider process remembers of its own doing. The engine starts a process for every run, so this is the
 * memory of one `pulumi up` (its preview has another): enough to recognize a create that is invoked a second time.
 */
export interface Memory {
  /**
   * The generation (incarnation) that `owner` gets in this process: random, and the same for every call until the
   * owner's resource is forgotten. A create that the engine invokes again, as an `onError` hook makes it do, thereby
   * finds what its first attempt left instead of making a second one.
   */
  generationOf(owner: string): string;
  /** Whether the owner has a generation already: then something of it may have been made in this process. */
  hasBegun(owner: string): boolean;
  /** To be called with a create that left its resource unfinished: the engine may invoke it once more. */
  noteUnfinished(owner: string, failure: IncompleteError<unknown>): void;
  unfinished(owner: string): IncompleteError<unknown> | undefined;
  /** To be called with every id that the engine shows: it lives in the engine's state, so it is no leftover. */
  saw(id: string): void;
  hasSeen(id: string): boolean;
  /** To be called with every id that a refresh takes out of the engine's state: it may be a leftover from then on. */
  lost(id: string): void;
  /** To be called with every id that was released or taken over here, which a read may show for a while as it was. */
  settled(id: string): void;
  isSettled(id: string): boolean;
  /**
   * To be called with what a create got: from then on it is that generation's, whatever a read that lags behind shows.
   */
  noteIncarnation(id: string, generation: string): void;
  incarnationOf(id: string): string | undefined;
  /**
   * To be called with a create of which nobody can tell whether it made something: it must not be sent again, however often
   * the engine invokes it.
   */
  noteUnclear(owner: string, failure: Error): void;
  unclear(owner: string): Error | undefined;
  /** To be called when a site of the cloud refuses tags and tokens in a create. */
  noteRefusedMarks(site: string): void;
  refusesMarks(site: string): boolean;
  /** To be called once the resource of that generation is gone: its owner's next create is a new incarnation. */
  forget(generation: string): void;
}

export function createMemory(random: () => string = () => randomBytes(16).toString("hex")): Memory {
  const generations = new Map<string, string>();
  const failures = new Map<string, IncompleteError<unknown>>();
  const unclear = new Map<string, Error>();
  const seen = new Set<string>();
  const settled = new Set<string>();
  const incarnations = new Map<string, string>();
  const withoutMarks = new Set<string>();
  return {
    saw: (id) => void seen.add(id),
    hasSeen: (id) => seen.has(id),
    lost: (id) => void seen.delete(id),
    settled: (id) => void settled.add(id),
    isSettled: (id) => settled.has(id),
    noteIncarnation: (id, generation) => void incarnations.set(id, generation),
    incarnationOf: (id) => incarnations.get(id),
    noteRefusedMarks: (site) => void withoutMarks.add(site),
    refusesMarks: (site) => withoutMarks.has(site),
    noteUnfinished: (owner, failure) => void failures.set(owner, failure),
    unfinished: (owner) => failures.get(owner),
    noteUnclear: (owner, failure) => void unclear.set(owner, failure),
    unclear: (owner) => unclear.get(owner),
    hasBegun: (owner) => generations.has(owner),
    generationOf(owner) {
      const generation = generations.get(owner) ?? random();
      generations.set(owner, generation);
      return generation;
    },
    forget(generation) {
      for (const [owner, remembered] of generations) {
        if (remembered !== generation) continue;
        generations.delete(owner);
        failures.delete(owner);
        unclear.delete(owner);
      }
      for (const [id, remembered] of incarnations) if (remembered === generation) incarnations.delete(id);
    },
  };
}
