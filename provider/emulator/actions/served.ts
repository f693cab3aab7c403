import type { ActionName, Request, Service } from "../../api/actions";
import { FILTER, type Parameter, type Schema, TAG, listOf, optional, required } from "../words/parameters";
import type { Handler } from "./handler";

/** One served action. The type demands a declaration for every parameter that our own client sends. */
export interface Served<A extends ActionName> {
  service: Service;
  /** Whether the product demands X-TC-Region. */
  regional: boolean;
  parameters: { readonly [K in keyof Request<A>]-?: Parameter } & Schema;
  handle: Handler<A>;
}

/** What the declarations of several actions share. */
export const FILTERS = optional(listOf(FILTER));
export const TAGS = optional(listOf(TAG));
export const STRING = required("string");
export const PAGING = { Offset: optional("integer"), Limit: optional("integer") };
export const PAGING_IN_TEXTS = { Offset: optional("string"), Limit: optional("string") };

export const vpc = <A extends ActionName>(parameters: Served<A>["parameters"], handle: Handler<A>): Served<A> => ({
  service: "vpc",
  regional: true,
  parameters,
  handle,
});
export const IDS = optional(listOf("string"));

/** A part of the actions, declared in a file of its own. */
export type ServedPart<Part> = { readonly [A in keyof Part & ActionName]: Served<A> };
