import { isDeepStrictEqual } from "node:util";
import { Unanswered } from "./client.mjs";
import { nextOperation } from "./writes/index.mjs";
import { KINDS, differences, emptyWorld } from "./world.mjs";

/** How much of the past is asked about again. */
const REMEMBERED = 20;

/** One client with a region of its own: it writes one thing after the other, and knows what must be there. */
export class Lane {
  world = emptyWorld();
  /** The write that was sent last, until it is answered. */
  inFlight = undefined;

  constructor(region, counts) {
    this.region = region;
    this.counts = counts;
    this.label = region.slice("ap-".length, "ap-".length + 2);
  }

  /** Sends one write. Settles with false once nobody answers any more. */
  async write(client, random) {
    const operation = nextOperation(this.world, this, random);
    this.inFlight = operation;
    try {
      const { refusal, response } = await this.send(client, operation);
      this.inFlight = undefined;
      if (refusal !== undefined) this.refused(operation, refusal);
      else this.answered(operation, response);
      return true;
    } catch (error) {
      if (error instanceof Unanswered) return false;
      throw error;
    }
  }

  send(client, operation) {
    const { control, action } = operation;
    return control === undefined ? client.call(operation, this.region) : client.control("POST", action, control);
  }

  /** A refusal is right as long as nothing has changed, but for one that the emulator itself is to blame for. */
  refused({ action }, refusal) {
    if (refusal.startsWith("InternalError") || /MissingParameter|UnknownParameter|InvalidParameter:/.test(refusal)) {
      throw new Error(`${action} in ${this.region} was refused: ${refusal}`);
    }
    this.counts.refused += 1;
  }

  answered(operation, response) {
    this.counts.answered += 1;
    this.counts.actions.add(operation.action);
    this.world = this.after(operation, operation.ids?.(response) ?? [], operation.rows?.(response));
    const tasks = operation.task === undefined ? [] : [operation.task(response)];
    const { ClientToken } = operation.parameters ?? {};
    const tokens = ClientToken === undefined ? [] : [{ operation, response }];
    this.remember({ tasks, tokens });
  }

  /** The world once the write is done, with what an answer said of the things that it made. */
  after(operation, ids, rows = {}) {
    const world = operation.then(this.world, ids);
    if (operation.makes === undefined) return world;
    const { kind } = operation.makes;
    const known = ids.map((id) => [id, { ...world[kind][id], ...rows[id] }]);
    return { ...world, [kind]: { ...world[kind], ...Object.fromEntries(known) } };
  }

  remember({ tasks = [], tokens = [] }) {
    const latest = (list) => list.slice(-REMEMBERED);
    const { world } = this;
    this.world = { ...world, tasks: latest([...world.tasks, ...tasks]), tokens: latest([...world.tokens, ...tokens]) };
  }

  /**
   * Compares what is there with what must be: everything that was answered, and the write in flight completely or not at
   * all. From then on what was read is what must be there. Gives the violations as `{ kind, text }`.
   */
  settle(rows) {
    const operation = this.inFlight;
    this.inFlight = undefined;
    const without = differences(this.world, rows);
    if (operation === undefined) {
      if (without.length === 0) this.adopt(rows);
      return { violations: without.map(({ text }) => ({ kind: "lost", text })) };
    }
    const ids = operation.makes === undefined ? [] : this.madeIn(rows, operation.makes.kind);
    const made = operation.makes === undefined || ids.length === operation.makes.count;
    const wanted = this.after(operation, ids);
    const withIt = made
      ? differences(wanted, rows)
      : [{ id: "", text: `${ids.length} of ${operation.makes.count} made` }];
    if (made && withIt.length === 0) {
      this.world = wanted;
      this.adopt(rows);
      return { operation, kept: true, violations: [] };
    }
    if (without.length === 0) {
      this.adopt(rows);
      return { operation, kept: false, violations: [] };
    }
    // What only the write in flight would touch was written in part; anything else is a loss of something answered.
    const touched = differences(wanted, this.world)
      .map(({ id }) => id)
      .concat(ids);
    const kind = without.every(({ id }) => touched.includes(id)) ? "partial" : "lost";
    const name = `${operation.action} in flight in ${this.region}`;
    const texts = [
      ...without.map(({ text }) => `as before it: ${text}`),
      ...withIt.map(({ text }) => `as after it: ${text}`),
    ];
    return { operation, kept: false, violations: texts.map((text) => ({ kind, text: `${name}, ${text}` })) };
  }

  madeIn(rows, kind) {
    return Object.keys(rows[kind]).filter((id) => !Object.hasOwn(this.world[kind], id));
  }

  /** Everything is known of what was read. */
  adopt(rows) {
    this.world = { ...this.world, ...Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, rows[kind]])) };
  }

  /** Repeats requests with a ClientToken that were answered before: they are answered the same again. */
  async repeatAnswered(client, random) {
    const { tokens } = this.world;
    const chosen = tokens.length === 0 ? [] : random.some(tokens, 3);
    const violations = [];
    for (const { operation, response } of chosen) {
      const again = await client.call(operation, this.region);
      const same = isDeepStrictEqual({ ...again.response, RequestId: "" }, { ...response, RequestId: "" });
      if (again.refusal !== undefined || !same) {
        const text = `${operation.action} with a known ClientToken in ${this.region} was answered otherwise the second time`;
        violations.push({ kind: "lost", text: `${text}: ${again.refusal ?? JSON.stringify(again.response)}` });
      }
    }
    return violations;
  }

  /** Repeats a create with a ClientToken that nobody answered: now it is done, and what was made before is not made again. */
  async repeatUnanswered(client, { operation, kept }) {
    if (operation?.parameters?.ClientToken === undefined) return [];
    const known = operation.makes === undefined ? [] : Object.keys(this.world[operation.makes.kind]);
    const { refusal, response } = await client.call(operation, this.region);
    if (refusal !== undefined) {
      // One that was never done may be refused by a rule; one that was done is answered what it was answered then.
      return kept
        ? [{ kind: "lost", text: `${operation.action}, kept, was refused with its ClientToken: ${refusal}` }]
        : [];
    }
    const ids = operation.ids?.(response) ?? [];
    const wrong = ids.filter((id) => known.includes(id) !== kept);
    if (kept) this.remember({ tokens: [{ operation, response }] });
    else this.answered(operation, response);
    const how = kept ? "made new things again" : "named things that were there before";
    return wrong.map((id) => ({
      kind: "partial",
      text: `${operation.action}, repeated with its ClientToken, ${how}: ${id}`,
    }));
  }

  /** What was asynchronous and answered has ended well. */
  async checkTasks(client) {
    const asked = this.world.tasks.map(async ({ action, TaskId }) => {
      const { refusal, response } = await client.call({ action, parameters: { TaskId } }, this.region);
      const state = refusal ?? response.Status ?? response.Result;
      return state === "SUCCESS" ? [] : [{ kind: "lost", text: `the task ${TaskId} of ${this.region}: ${state}` }];
    });
    return (await Promise.all(asked)).flat();
  }
}
