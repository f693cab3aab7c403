import type { Engine, Stack } from "../../lifecycle/stack";
import { callsMade, kindsOfCalls } from "../calls-made";
import { keepResult } from "../results";
import { ROWS } from "../rows";

/** For the rows about the engine: the body tells what happened, or also that only the kinds of the calls are certain. */
export function engineRow(run: { engine: Engine; stack: Stack }) {
  return (id: string, injected: string, body: () => Promise<string | { happened: string; calls: "kinds" }>): void => {
    if (!ROWS.includes(id)) throw new Error(`The matrix has no row ${id}.`);
    test(`${id}: ${injected}`, async () => {
      const told = await body();
      const tell = typeof told === "string" ? callsMade : kindsOfCalls;
      const happened = typeof told === "string" ? told : told.happened;
      keepResult(id, { injected, happened, calls: tell(run.engine.emulator.calls()) });
    });
  };
}
