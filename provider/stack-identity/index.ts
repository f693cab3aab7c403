import { randomBytes } from "node:crypto";
import type { Kind } from "../kind";

/** The random id that tells this stack from every other, whatever their names. */
export interface State {
  stackId: string;
}

/**
 * The identity of a stack: a random id that lives in its state and nowhere else. Names of organizations, projects and
 * stacks repeat between people and backends, so they cannot say whose a HAVIP is. It touches no cloud.
 */
export const stackIdentity: Kind<State> = {
  check: (news) => ({ inputs: news, failures: [] }),
  diff: (_id, olds, news) => ({
    changes: olds["__provider"] !== news["__provider"],
    replaces: [],
    deleteBeforeReplace: false,
  }),
  create: () => {
    const stackId = randomBytes(10).toString("hex");
    return Promise.resolve({ id: stackId, state: { stackId } });
  },
  read: (id) => Promise.resolve({ stackId: id }),
  update: (id) => Promise.resolve({ stackId: id }),
  delete: () => Promise.resolve(),
};
