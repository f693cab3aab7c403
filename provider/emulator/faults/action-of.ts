import type { ActionName } from "../../api/actions";
import { SERVED_ACTIONS } from "../actions/table";
import { oneOf } from "../words/given";

/** The action that somebody named, or a refusal: one that is not served is never called. */
export function actionOf(value: unknown, where: string): ActionName {
  return oneOf(value, where, SERVED_ACTIONS);
}
