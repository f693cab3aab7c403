import { callsMade, kindsOfCalls } from "./calls-made";
import { keepResult } from "./results";
import { ROWS } from "./rows";
import { Stage } from "./stage";

/** What a row's body tells of it: a sentence, and the calls unless they are told as they were made. */
export type Told = string | { happened: string; calls: "kinds" | { asText: string } };

/** For the rows of a file: one provider process, which they share unless they ask for the next run. */
export function useStage(): (id: string, injected: string, body: (stage: Stage) => Promise<Told>) => void {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.start();
  }, 180_000);
  afterAll(() => stage.stop());
  afterEach(() => stage.endRow());
  return (id, injected, body) => {
    if (!ROWS.includes(id)) throw new Error(`The matrix has no row ${id}.`);
    test(`${id}: ${injected}`, async () => {
      const told = await body(stage);
      const { happened, calls } = typeof told === "string" ? { happened: told, calls: "all" as const } : told;
      const text = typeof calls === "object" ? calls.asText : stage.calls(calls === "all" ? callsMade : kindsOfCalls);
      keepResult(id, { injected, happened, calls: text });
    }, 90_000);
  };
}
