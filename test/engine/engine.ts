import type { DynamicProvider } from "../../provider/dynamic";
import type { Properties } from "../../provider/kind";
import { fresh, partialFailure, withClosure } from "./answers";
import { type Declaration, IDENTITY_INPUTS, IDENTITY_URN, type Program, goalOf, urnOf } from "./program";
import type { ProviderProcess } from "./process";
import { type Resource, type Snapshot, asStruct } from "./snapshot";

export type Operation = "check" | "diff" | "create" | "read" | "update" | "delete";

/** The provider as this run of the engine calls it: every call is noted, and none comes back to a dead engine. */
export type Calls = (operation: Operation, urn: string, note?: string) => <T>(work: () => Promise<T>) => Promise<T>;

export interface Run {
  snapshot: Snapshot;
  process: ProviderProcess;
  call: Calls;
  /** A preview asks and writes nothing down. */
  isPreview: boolean;
  /** URNs that `--target-replace` names. */
  replace: readonly string[];
}

/** What happens to the resources of a run, by the engine's own words. */
export type Changes = Partial<Record<"create" | "update" | "replace" | "delete" | "same", number>>;

/** A run went on until the first failure and then began nothing new. */
class RunFailed extends Error {
  constructor(
    readonly causes: readonly unknown[],
    readonly changes: Changes,
  ) {
    super(causes.map((cause) => (cause instanceof Error ? cause.message : String(cause))).join("\n"));
  }
}

/**
 * Pulumi's engine in small (pkg/resource/deploy of pulumi 3.259: step_generator.go, step.go; backend/snapshot.go): in
 * which order it calls a dynamic provider, and what it has written down at each moment. The registrations are planned
 * one after the other and carried out side by side; what is to go goes last.
 */
export class Deployment {
  private readonly changes: Changes = {};
  private readonly failures: unknown[] = [];
  private readonly operatedOn = new Set<string>();

  constructor(private readonly run: Run) {}

  async up(program: Program): Promise<Changes> {
    const stackId = program.length === 0 ? undefined : await this.identity();
    const running: Promise<void>[] = [];
    for (const declaration of program) {
      if (this.failures.length > 0) break;
      const step = await this.plan(declaration, stackId);
      if (step !== undefined) running.push(this.carryOut(step));
    }
    await Promise.all(running);
    if (this.failures.length === 0) await this.deleteTheRest();
    return this.result();
  }

  async destroy(): Promise<Changes> {
    await this.deleteTheRest();
    return this.result();
  }

  async refresh(): Promise<Changes> {
    const { snapshot, call } = this.run;
    const refreshed = async (resource: Resource): Promise<void> => {
      const { urn, id, outputs, inputs } = resource;
      const provider = this.providerOf(resource);
      const read = await call("read", urn)(() => provider.read(id, asStruct(outputs)));
      if (read.id === "" || read.id === undefined) {
        snapshot.exchange(resource);
        this.count("delete");
        return;
      }
      const now = withClosure(read.props, outputs);
      await call("diff", urn)(() => provider.diff(id, now, asStruct(inputs)));
      snapshot.exchange(resource, { ...resource, outputs: now, initErrors: [] });
    };
    const live = snapshot.resources.filter(({ isPendingReplacement }) => !isPendingReplacement);
    await Promise.all(live.map((resource) => this.carryOut(() => refreshed(resource))));
    return this.result();
  }

  private result(): Changes {
    if (this.failures.length > 0) throw new RunFailed(this.failures, this.changes);
    return this.changes;
  }

  /** The class makes it before the first Havip, and every Havip depends on it. */
  private async identity(): Promise<string | undefined> {
    const { snapshot, process, call, isPreview } = this.run;
    this.operatedOn.add(IDENTITY_URN);
    const old = snapshot.find([IDENTITY_URN]);
    if (old !== undefined) return String(old.outputs["stackId"]);
    if (isPreview) return undefined;
    const made = await call("create", IDENTITY_URN)(() => process.stackIdentity.create(IDENTITY_INPUTS));
    const outputs = withClosure(made.outs, IDENTITY_INPUTS);
    snapshot.add(fresh({ urn: IDENTITY_URN, kind: "stackIdentity", id: made.id, inputs: IDENTITY_INPUTS, outputs }));
    return String(outputs["stackId"]);
  }

  /** What is to be done for a declaration; what it takes to find that out is asked here. */
  private async plan(
    declaration: Declaration,
    stackId: string | undefined,
  ): Promise<(() => Promise<void>) | undefined> {
    const { snapshot, process, call, replace } = this.run;
    const urn = urnOf(declaration.name);
    this.operatedOn.add(urn);
    const old = snapshot.find([urn, ...(declaration.aliases ?? []).map(urnOf)]);
    if (old !== undefined) this.operatedOn.add(old.urn);
    const goal = asStruct(goalOf(declaration, stackId));
    const check = async (olds: Properties): Promise<Properties> => {
      const note = Object.keys(olds).length === 0 ? "(olds {})" : "(olds)";
      const { inputs = {}, failures = [] } = await call("check", urn, note)(() => process.havip.check(olds, goal));
      if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
      return asStruct(inputs);
    };
    try {
      const isForced = old !== undefined && replace.includes(urn);
      const inputs = await check(isForced || old === undefined ? {} : asStruct(old.inputs));
      if (old === undefined) return this.creating(declaration, urn, inputs);
      if (isForced) return this.replacing(declaration, urn, inputs, old, false);
      const diff = await call("diff", urn)(() => process.havip.diff(old.id, asStruct(old.outputs), inputs));
      if (old.isPendingReplacement || (diff.changes && (diff.replaces ?? []).length > 0)) {
        const anew = await check({});
        return this.replacing(declaration, urn, anew, old, diff.deleteBeforeReplace === true);
      }
      if (diff.changes || old.initErrors.length > 0) return this.updating(urn, inputs, old);
      return this.keeping(urn, inputs, old);
    } catch (error) {
      this.failures.push(error);
      return undefined;
    }
  }

  private keeping(urn: string, inputs: Properties, old: Resource): () => Promise<void> {
    return () => {
      this.count("same");
      // The outputs stay what they are.
      if (!this.run.isPreview) this.run.snapshot.exchange(old, { ...old, urn, inputs });
      return Promise.resolve();
    };
  }

  private creating(declaration: Declaration, urn: string, inputs: Properties): () => Promise<void> {
    return async () => {
      this.count("create");
      if (!this.run.isPreview) await this.create(declaration, urn, inputs);
    };
  }

  private updating(urn: string, inputs: Properties, old: Resource): () => Promise<void> {
    return async () => {
      this.count("update");
      const { snapshot, process, call, isPreview } = this.run;
      if (isPreview) return;
      try {
        const updating = call("update", urn);
        const { outs } = await updating(() => process.havip.update(old.id, asStruct(old.outputs), inputs));
        snapshot.exchange(old, { ...old, urn, inputs, outputs: withClosure(outs, inputs), initErrors: [] });
      } catch (error) {
        const partial = partialFailure(error);
        if (partial !== undefined) {
          const { properties: outputs, reasons: initErrors } = partial;
          snapshot.exchange(old, { ...old, urn, inputs, outputs, initErrors });
        }
        throw error;
      }
    };
  }

  private replacing(
    declaration: Declaration,
    urn: string,
    inputs: Properties,
    old: Resource,
    deleteFirst: boolean,
  ): () => Promise<void> {
    return async () => {
      this.count("replace");
      if (this.run.isPreview) return;
      const { snapshot } = this.run;
      let before = old;
      if (deleteFirst && !old.isPendingReplacement) {
        await this.callDelete(old);
        before = { ...old, isPendingReplacement: true };
        snapshot.exchange(old, before);
      }
      await this.create(declaration, urn, inputs, before);
    };
  }

  private async create(declaration: Declaration, urn: string, inputs: Properties, replaced?: Resource): Promise<void> {
    const { snapshot, process, call } = this.run;
    const made = (id: string, outputs: Properties, initErrors: readonly string[]): void => {
      const index = snapshot.pendingCreates.indexOf(urn);
      snapshot.pendingCreates.splice(index, 1);
      snapshot.add({ ...fresh({ urn, kind: "havip", id, inputs, outputs }), initErrors });
      if (replaced === undefined) return;
      if (replaced.isPendingReplacement) snapshot.exchange(replaced);
      else snapshot.exchange(replaced, { ...replaced, isCondemned: true });
    };
    snapshot.pendingCreates.push(urn);
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { id, outs } = await call("create", urn)(() => process.havip.create(inputs));
        made(id, withClosure(outs, inputs), []);
        return;
      } catch (error) {
        if (attempt < (declaration.retries ?? 0)) continue;
        const partial = partialFailure(error);
        if (partial !== undefined) made(partial.id, partial.properties, partial.reasons);
        else snapshot.pendingCreates.splice(snapshot.pendingCreates.indexOf(urn), 1);
        throw error;
      }
    }
  }

  /** What was replaced and what the program no longer has; the identity after all that depend on it. */
  private async deleteTheRest(): Promise<void> {
    const { snapshot, isPreview } = this.run;
    const gone = snapshot.resources
      .filter(({ urn, isCondemned }) => isCondemned || !this.operatedOn.has(urn))
      .reverse();
    const remove = async (resource: Resource): Promise<void> => {
      if (!resource.isCondemned) this.count("delete");
      if (isPreview) return;
      if (!resource.isPendingReplacement) await this.callDelete(resource);
      snapshot.exchange(resource);
    };
    const havips = gone.filter(({ kind }) => kind === "havip");
    await Promise.all(havips.map((resource) => this.carryOut(() => remove(resource))));
    if (this.failures.length > 0) return;
    for (const identity of gone.filter(({ kind }) => kind === "stackIdentity")) {
      await this.carryOut(() => remove(identity));
    }
  }

  private async callDelete(resource: Resource): Promise<void> {
    const { urn, id, outputs } = resource;
    await this.run.call("delete", urn)(() => this.providerOf(resource).delete(id, asStruct(outputs)));
  }

  /** A failure ends nothing that has begun. */
  private async carryOut(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.failures.push(error);
    }
  }

  private providerOf({ kind }: Resource): DynamicProvider {
    return this.run.process[kind];
  }

  private count(what: keyof Changes): void {
    this.changes[what] = (this.changes[what] ?? 0) + 1;
  }
}
