import type { Filter, Tag } from "../../api/actions";
import { type ResourceIdKind, isResourceId, resourceIdForm } from "../../core/ids";
import { DEFAULT_PAGE_SIZE, MAX_FILTERS, MAX_FILTER_VALUES, MAX_PAGE_SIZE } from "../../core/limits";
import type { Assuming, Assumptions } from "../words/chosen-assumptions";
import { ApiError } from "../words/errors";
import { outOfRange, tooManyEntries } from "../words/refusals";

/** Whether a row meets one value of a filter. */
export type Test<Row> = (row: Row, value: string) => boolean;

/** What one Describe action selects by, and with which codes it refuses. */
export interface Selection<Row> {
  /** Where the ids are of no kind, the action itself checks their form. */
  ids: { parameter: string; kind: ResourceIdKind | "any"; of: (row: Row) => string };
  filters: Readonly<Record<string, Test<Row>>>;
  /** Where the action has the filters `tag-key` and `tag:<key>`. */
  tags?: (row: Row) => readonly Tag[];
  /** The only filter that cannot be specified together with ids, where it is not all of them. */
  sameAsIds?: string;
  /** Filters of which the first value counts only. */
  firstValueOnly?: readonly string[];
  /** How many values a filter takes, where it is not as many as with the HAVIPs. */
  maxFilterValues?: number;
  codes: {
    coexist: string;
    unknownFilter: string;
    malformedId: string;
    /** Assumed where the action lists none. */
    tooManyFilters?: string;
    limit?: string | ((codes: Assumptions["codes"]) => string);
  };
}

export const VPC_CODES: Selection<never>["codes"] = {
  coexist: "InvalidParameter.Coexist",
  unknownFilter: "InvalidParameter.FilterInvalidKey",
  malformedId: "InvalidParameterValue.Malformed",
};

/** The filter compares with one field, or with each of several values. */
export function is<Row>(read: (row: Row) => string | readonly string[]): Test<Row> {
  return (row, value) => {
    const found = read(row);
    return typeof found === "string" ? found === value : found.includes(value);
  };
}

/** The filter is documented as fuzzy. */
export function has<Row>(read: (row: Row) => string): Test<Row> {
  return (row, value) => read(row).includes(value);
}

/** The range may be given as 10.0.0.0/16 or, as in the examples of the documents, as 10.0.0.0. */
export function isCidr(row: { CidrBlock: string }, value: string): boolean {
  return row.CidrBlock === value || row.CidrBlock.replace(/\/.*/, "") === value;
}

/** The filter asks for something that nothing here has. */
export const none = (): boolean => false;

/** Booleans are passed as the texts TRUE and FALSE, in any case. */
export function isFlag<Row>(read: (row: Row) => boolean): Test<Row> {
  return (row, value) => value.toLowerCase() === String(read(row));
}

/** The rows that have one of the ids, or meet every filter, or all. Ids that nothing has find nothing. */
export function select<Row>(
  rows: readonly Row[],
  ids: readonly string[] | undefined,
  filters: readonly Filter[] | undefined,
  by: Selection<Row>,
  context: Assuming,
): Row[] {
  if (ids?.length && filters?.length) checkCoexistence(filters, by);
  if (ids?.length) checkIds(ids, by, context);
  checkFilterCounts(filters ?? [], by, context);
  const tests = (filters ?? []).map(({ Name, Values }) => ({
    test: testOf(Name, by),
    values: by.firstValueOnly?.includes(Name) ? Values.slice(0, 1) : Values,
  }));
  return rows.filter(
    (row) =>
      (!ids?.length || ids.includes(by.ids.of(row))) &&
      tests.every(({ test, values }) => values.some((value) => test(row, value))),
  );
}

function checkCoexistence<Row>(filters: readonly Filter[], { ids, sameAsIds, codes }: Selection<Row>): void {
  if (sameAsIds !== undefined && filters.every(({ Name }) => Name !== sameAsIds)) return;
  const other = sameAsIds === undefined ? "Filters" : `Filters.${sameAsIds}`;
  throw new ApiError(
    codes.coexist,
    `The parameters \`${ids.parameter}\` and \`${other}\` cannot be specified at the same time.`,
    `参数 \`${ids.parameter}\` 和 \`${other}\` 不支持同时指定。`,
  );
}

function checkFilterCounts(
  filters: readonly Filter[],
  by: Pick<Selection<never>, "codes" | "maxFilterValues">,
  { assumptions }: Assuming,
): void {
  const { tooManyFilters = assumptions.codes.tooManyFilters } = by.codes;
  if (filters.length > MAX_FILTERS) throw tooManyEntries(tooManyFilters, "Filters", MAX_FILTERS);
  const { maxFilterValues = MAX_FILTER_VALUES } = by;
  const crowded = filters.find((filter) => filter.Values.length > maxFilterValues);
  if (crowded === undefined) return;
  const most = String(maxFilterValues);
  throw new ApiError(
    tooManyFilters,
    `The filter \`${crowded.Name}\` has more than ${most} values.`,
    `过滤条件 \`${crowded.Name}\` 的取值个数不能超过 ${most}。`,
  );
}

function checkIds<Row>(ids: readonly string[], by: Selection<Row>, { assumptions }: Assuming): void {
  if (ids.length > assumptions.maxIds) {
    throw tooManyEntries(assumptions.codes.tooManyIds, by.ids.parameter, assumptions.maxIds);
  }
  const { kind, parameter } = by.ids;
  if (kind !== "any") for (const id of ids) checkId(kind, id, parameter, by.codes.malformedId);
}

export function checkId(
  kind: ResourceIdKind,
  id: string,
  parameter: string,
  code = "InvalidParameterValue.Malformed",
): void {
  if (isResourceId(kind, id)) return;
  const form = resourceIdForm(kind);
  const [example = ""] = form.split(" "); // What follows is English.
  throw new ApiError(
    code,
    `The \`${parameter}\` \`${id}\` is malformed; it has the form ${form}.`,
    `参数 \`${parameter}\` 的取值 \`${id}\` 格式不正确，应类似 ${example}，字母 x 代表小写字母或数字（a-z、0-9），共 8 位。`,
  );
}

function testOf<Row>(name: string, by: Selection<Row>): Test<Row> {
  const { tags } = by;
  if (tags !== undefined && name === "tag-key") return (row, value) => tags(row).some((tag) => tag.Key === value);
  if (tags !== undefined && name.startsWith("tag:")) {
    const key = name.slice("tag:".length);
    return (row, value) => tags(row).some((tag) => tag.Key === key && tag.Value === value);
  }
  const test = Object.hasOwn(by.filters, name) ? by.filters[name] : undefined;
  if (test !== undefined) return test;
  const names = Object.keys(by.filters).concat(tags === undefined ? [] : ["tag-key", "tag:<key>"]);
  throw new ApiError(
    by.codes.unknownFilter,
    `The specified filter condition \`${name}\` does not exist; this emulator has ${names.join(", ")}.`,
    `指定过滤条件 \`${name}\` 不存在；本模拟器支持：${names.join("、")}。`,
  );
}

/** One page of the rows, and how many there are in all. */
export function page<Row>(
  rows: readonly Row[],
  request: { Offset?: number; Limit?: number },
  { assumptions }: Assuming,
  codes: Selection<never>["codes"] = VPC_CODES,
): { TotalCount: number; rows: Row[] } {
  const { Offset: offset = 0, Limit: limit = DEFAULT_PAGE_SIZE } = request;
  if (limit < assumptions.minPageSize || limit > MAX_PAGE_SIZE) {
    const { limit: code = assumptions.codes.limitOutOfRange } = codes;
    throw outOfRange(
      typeof code === "string" ? code : code(assumptions.codes),
      "Limit",
      limit,
      assumptions.minPageSize,
      MAX_PAGE_SIZE,
    );
  }
  return { TotalCount: rows.length, rows: rows.slice(offset, offset + limit) };
}

/** DescribeVpcs and DescribeSubnets have texts where the HAVIP actions have integers. */
export function pagingInTexts(request: { Offset?: string; Limit?: string }): { Offset?: number; Limit?: number } {
  const number = (name: "Offset" | "Limit"): number | undefined => {
    const text = request[name];
    if (text === undefined) return undefined;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new ApiError(
      "InvalidParameterValue.Malformed",
      `The \`${name}\` \`${text}\` is not a number.`,
      `参数 \`${name}\` 的取值 \`${text}\` 不是数字。`,
    );
  };
  const offset = number("Offset");
  const limit = number("Limit");
  return { ...(offset === undefined ? {} : { Offset: offset }), ...(limit === undefined ? {} : { Limit: limit }) };
}
