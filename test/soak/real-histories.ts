import fc from "fast-check";
import type { ActionName } from "../../provider/api/actions";
import type { Command, EngineCommand, History, OtherCommand, Trouble } from "../engine/commands";

/** What a command of a scene has to do. */
type Change = "renamed" | "moved" | "named" | "tagged" | "removed" | "forced" | "destroyed" | "refreshed";

/** The actions that it calls for sure where the command before it came to its end: what strikes there does strike. */
const CALLED: Readonly<Record<Change, readonly ActionName[]>> = {
  renamed: ["CreateHaVip", "DescribeHaVips", "DeleteHaVip"],
  moved: ["CreateHaVip", "DescribeHaVips", "DeleteHaVip"],
  named: ["ModifyHaVipAttribute", "DescribeHaVips"],
  tagged: ["ModifyResourceTags", "DescribeHaVips"],
  removed: ["DeleteHaVip", "DescribeHaVips"],
  // It takes its own HAVIP over again.
  forced: ["ModifyResourceTags", "DescribeHaVips"],
  destroyed: ["DeleteHaVip", "DescribeHaVips"],
  refreshed: ["DescribeHaVips"],
};

type Strike =
  | { is: "killed"; moment: "before" | "after" }
  /** Killed while it waits for reads to show what it did. */
  | { is: "killed in a wait" }
  | {
      is: "fault";
      kind: "error" | "http" | "reset" | "truncate" | "garbage";
      phase: "before" | "after-commit";
      times: number;
    };

/** One change, what strikes the command that carries it out, and what comes after it. */
interface Scene {
  change: Change;
  place: number;
  /** Which of the actions called, and which of the values that are not the present one. */
  which: number;
  strike: Strike;
  /** By somebody else. */
  then: OtherCommand | undefined;
  isMended: boolean;
}

const strike: fc.Arbitrary<Strike> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      is: fc.constant("killed" as const),
      moment: fc.constantFrom("before" as const, "after" as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ is: "killed in a wait" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant("fault" as const),
      kind: fc.constantFrom("error", "http", "reset", "truncate", "garbage"),
      phase: fc.constantFrom("before" as const, "after-commit" as const),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
);

const which = fc.nat({ max: 5 });

const others: fc.Arbitrary<OtherCommand> = fc.oneof(
  fc.record({ do: fc.constant("removed" as const), which }),
  fc.record({ do: fc.constant("claimed" as const), which, by: fc.integer({ min: 1, max: 3 }) }),
);

const scene: fc.Arbitrary<Scene> = fc.record({
  change: fc.constantFrom<Change[]>(
    "renamed",
    "renamed",
    "moved",
    "moved",
    "named",
    "tagged",
    "removed",
    "forced",
    "destroyed",
    "refreshed",
  ),
  place: fc.constantFrom(0, 0, 1),
  which,
  strike,
  then: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: others }),
  isMended: fc.boolean(),
});

/**
 * Histories of one stack for the real engine, where a command takes seconds: few commands, and no history in which
 * nothing strikes. The first scene follows an `up` that nothing disturbs.
 */
export const realHistories: fc.Arbitrary<History> = fc
  .record({ seed: fc.nat(), scenes: fc.array(scene, { minLength: 2, maxLength: 3, size: "max" }) })
  .map(({ seed, scenes }) => ({ seed, commands: new Script().of(scenes) }));

const UP: EngineCommand = { do: "up", stack: 0 };

/** Scenes as commands: it knows what the program says, so that every change is one. */
class Script {
  private readonly choices = [
    { name: 0, tags: 0, subnet: 0 },
    { name: 0, tags: 0, subnet: 0 },
  ];

  of(scenes: readonly Scene[]): Command[] {
    const isOfBoth = scenes.some(({ place }) => place === 1);
    return [...(isOfBoth ? [edit(1, { edit: "add" })] : []), UP, ...scenes.flatMap((each) => this.play(each))];
  }

  private play(scene: Scene): Command[] {
    const { change, place, isMended, then } = scene;
    return [
      ...this.edits(scene),
      struck(scene),
      ...(change === "removed" ? [edit(place, { edit: "add" })] : []),
      ...(then === undefined ? [] : [then]),
      ...(isMended ? [UP] : []),
    ];
  }

  private edits({ change, place, which: offset }: Scene): Command[] {
    const choices = this.choices[place];
    if (choices === undefined) return [];
    const another = (present: number): number => (present + 1 + (offset % 2)) % 3;
    switch (change) {
      case "renamed":
        return [edit(place, { edit: "rename", alias: false })];
      case "moved":
        choices.subnet = choices.subnet === 2 ? 1 : 2;
        return [edit(place, { edit: "subnet", choice: choices.subnet })];
      case "named":
        choices.name = another(choices.name);
        return [edit(place, { edit: "name", choice: choices.name })];
      case "tagged":
        choices.tags = another(choices.tags);
        return [edit(place, { edit: "tags", choice: choices.tags })];
      case "removed":
        return [edit(place, { edit: "remove" })];
      case "forced":
      case "destroyed":
      case "refreshed":
        return [];
    }
  }
}

type Edit = Extract<OtherCommand, { do: "edit" }>;
/** Without what every edit has: distributes over the kinds of edits. */
type Part<E> = E extends unknown ? Omit<E, "do" | "stack" | "place"> : never;

function edit(place: number, change: Part<Edit>): Edit {
  // True because Part takes from each kind of edit what is put back here.
  return { do: "edit", stack: 0, place, ...change };
}

/** What reads are behind with for longer than the command lives. */
const LAG: Trouble = { is: "lag", visibleAfterReads: 5, goneAfterReads: 5, staleReadsAfterUpdate: 5 };

function struck({ change, place, which: index, strike }: Scene): EngineCommand {
  const actions = CALLED[change];
  const action = actions[index % actions.length] ?? "DescribeHaVips";
  const command: EngineCommand = {
    ...UP,
    do: change === "destroyed" ? "destroy" : change === "refreshed" ? "refresh" : "up",
    ...(change === "forced" ? { replace: place } : {}),
  };
  switch (strike.is) {
    case "killed":
      return { ...command, kill: { action, nth: 1, moment: strike.moment } };
    case "killed in a wait": {
      // The first read looks before anything is done, and a second one may; a refresh does nothing else.
      const nth = change === "refreshed" ? 1 : 3;
      return { ...command, troubles: [LAG], kill: { action: "DescribeHaVips", nth, moment: "before" } };
    }
    case "fault": {
      const { is, ...how } = strike;
      return { ...command, troubles: [{ is, fault: { action, ...how } }] };
    }
  }
}
