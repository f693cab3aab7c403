import type { Answer } from "./proxy";

type Fields = Record<string, unknown>;

/** An answer of the API with its content changed on the way. */
export function rewritten(answer: Answer, change: (response: Fields) => Fields): Answer {
  const { Response } = JSON.parse(answer.body) as { Response: Fields }; // The envelope of every answer of the emulator.
  return { ...answer, body: JSON.stringify({ Response: change(Response) }) };
}

/** The same with every HAVIP in it changed. */
export function withHavips(answer: Answer, change: (havip: Fields) => Fields): Answer {
  return rewritten(answer, (response) => ({
    ...response,
    // What the API's documents say these two hold.
    ...(response["HaVip"] === undefined ? {} : { HaVip: change(response["HaVip"] as Fields) }),
    ...(response["HaVipSet"] === undefined ? {} : { HaVipSet: (response["HaVipSet"] as Fields[]).map(change) }),
  }));
}
