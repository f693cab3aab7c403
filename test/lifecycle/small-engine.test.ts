/**
 * The small engine of the random histories is held to the real one: every case is played on both, and each command must
 * have called the provider and the cloud alike, and left the same state.
 */
import { setTimeout } from "node:timers/promises";
import { CASES, type Seen, type Subject, withoutRepetitions } from "../engine/cases";
import { nameOf } from "../engine/program";
import { inWords, smallSubject } from "../engine/small-subject";
import { type Engine, type Stack, type StoredResource, useEngine } from "./stack";

const run = useEngine();

test.each(Object.entries(CASES))("%s", async (_name, play) => {
  const real = await play(realSubject(run.engine, run.stack));
  expect(await play(smallSubject())).toEqual(real);
});

function realSubject({ emulator }: Engine, stack: Stack): Subject {
  const havips = (): string[] => emulator.state().havips.map(({ HaVipId }) => HaVipId);
  const onlyOne = (): string => havips()[0] ?? "";
  return {
    faults: emulator.faults,
    declare: (program) => {
      const lines = program.map(({ name, inputs, aliases = [] }) => {
        const options = { aliases: aliases.map((alias) => ({ name: alias })) };
        return `new Havip(${[name, inputs, options].map((each) => JSON.stringify(each)).join(", ")});`;
      });
      stack.program(lines.join("\n"));
    },
    async run(command, replace): Promise<Seen> {
      const forced = replace === undefined ? [] : ["--target-replace", (await stack.havip(replace)).urn];
      const result = await (command === "refresh" || command === "destroy"
        ? stack[command]()
        : stack.up("--skip-preview", ...(command === "up" ? [] : ["--refresh"]), ...forced));
      const stored = (await stack.state()).filter(({ type }) => type.endsWith("tencentcloud:Havip"));
      return {
        succeeded: result.code === 0,
        provider: result.providerCalls,
        cloud: withoutRepetitions(result.cloudCalls),
        state: stored.map(described).sort(),
        havips: havips().length,
      };
    },
    async killedUp() {
      // The second look, for the HAVIP that was just made, is never answered: create has succeeded, and hangs.
      emulator.faults.next({ action: "DescribeHaVips", phase: "before", kind: "hang", nth: 2 });
      const killed = stack.start(["up", "--yes", "--skip-preview"]);
      while (havips().length === 0) await setTimeout(50);
      await killed.kill();
      emulator.faults.clear();
      await stack.cli(["cancel", "--yes"]);
    },
    async removed() {
      await emulator.reset();
    },
    claimed: () => {
      emulator.announce({ haVipId: onlyOne(), instanceId: "ins-00000001" });
    },
    released: () => {
      emulator.release({ haVipId: onlyOne() });
    },
  };
}

function described(resource: StoredResource): string {
  return inWords(nameOf(resource.urn), {
    isCondemned: resource.delete === true,
    isPendingReplacement: resource.pendingReplacement === true,
    isUnfinished: (resource.initErrors ?? []).length > 0,
  });
}
