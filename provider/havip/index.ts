import type { Kind } from "../kind";
import { check } from "./check";
import { create } from "./create";
import { remove } from "./delete";
import { diff } from "./diff";
import { read } from "./read";
import type { State } from "./schema";
import { update } from "./update";

/** The HAVIP as a kind of resource. */
export const havip: Kind<State> = { check, diff, create, read, update, delete: remove };
