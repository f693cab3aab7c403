import fc from "fast-check";
import type { ActionName } from "../../provider/api/actions";
import type { Fault } from "../../provider/emulator";
import { JUST_BEFORE_THE_REPETITION_MS, type Kill, type WireFault } from "./cloud";

/** Something that is not as it should be while a command runs. */
export type Trouble =
  | { is: "fault"; fault: Fault }
  | { is: "wire"; fault: WireFault }
  /** Calls a second, of every action. */
  | { is: "limit"; perSecond: number }
  /** Reads that are behind; what they are behind with outlasts the command. */
  | { is: "lag"; visibleAfterReads: number; goneAfterReads: number; staleReadsAfterUpdate: number }
  | { is: "tasks"; delayMs: number; stuck: boolean }
  | { is: "forgetful" }
  /** The clock of the machine is off. */
  | { is: "clock"; offsetMs: number };

/** A change of the program. There are two places in it, each for one Havip. */
export type Edit =
  | { edit: "add" | "remove" }
  | { edit: "name" | "tags" | "address" | "checkAssociate" | "subnet" | "retries"; choice: number }
  | { edit: "rename"; alias: boolean };

/** A command of the CLI. */
export interface EngineCommand {
  do: "up" | "refresh" | "destroy";
  stack: number;
  troubles?: readonly Trouble[];
  kill?: Kill | { wait: number };
  /** `--target-replace` of this place. */
  replace?: number;
  /** `--refresh`, of an `up`. */
  refresh?: true;
  /** With the credentials of another account; an `up` only where it makes nothing new, which it may do anywhere. */
  foreign?: true;
}

export type Command = EngineCommand | OtherCommand;

/** What no command of the CLI does. */
export type OtherCommand =
  | ({ do: "edit"; stack: number; place: number } & Edit)
  /** By somebody in the console. */
  | { do: "removed"; which: number }
  /** By the HA software of an instance. */
  | { do: "claimed"; which: number; by: number }
  | { do: "released"; which: number };

export function isOfEngine(command: Command): command is EngineCommand {
  return command.do === "up" || command.do === "refresh" || command.do === "destroy";
}

/** The actions that the provider calls, those that matter most more than once. */
const ACTIONS: ActionName[] = [
  "CreateHaVip",
  "CreateHaVip",
  "CreateHaVip",
  "DeleteHaVip",
  "DeleteHaVip",
  "DescribeHaVips",
  "DescribeHaVips",
  "ModifyResourceTags",
  "ModifyResourceTags",
  "ModifyHaVipAttribute",
  "GetCallerIdentity",
];

/** Which of the calls of an action: mostly there is one, or two. */
const nth = fc.constantFrom(1, 1, 1, 2, 2, 3);

const REFUSALS = [
  "RequestLimitExceeded",
  "UnauthorizedOperation",
  "AuthFailure.SignatureExpire",
  "AuthFailure.TokenFailure",
  "LimitExceeded",
  "ResourceInsufficient",
  "UnsupportedOperation.MutexOperationTaskRunning",
  "UnsupportedOperation",
];

const PERMANENTLY = 100_000;

const occasion = {
  action: fc.constantFrom(...ACTIONS),
  nth,
  times: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(PERMANENTLY)),
};
const phase = fc.constantFrom("before" as const, "after-commit" as const);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  // A refusal means that nothing was done; only of this code that is not said.
  fc.record({ ...occasion, phase, kind: fc.constant("error" as const), code: fc.constant("InternalError") }),
  fc.record({
    ...occasion,
    phase: fc.constant("before" as const),
    kind: fc.constant("error" as const),
    code: fc.constantFrom(...REFUSALS),
  }),
  fc.record({ ...occasion, phase, kind: fc.constantFrom("http", "reset", "hang", "truncate", "garbage") }),
);

const lateness = fc.oneof(fc.constant(JUST_BEFORE_THE_REPETITION_MS), fc.integer({ min: 1_000, max: 120_000 }));

const wireFault: fc.Arbitrary<WireFault> = fc.oneof(
  fc.record({ ...occasion, kind: fc.constant("refused" as const) }),
  fc.record({ ...occasion, kind: fc.constant("late" as const), afterMs: lateness }),
);

const reads = fc.integer({ min: 0, max: 5 });

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ is: fc.constant("fault" as const), fault }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant("wire" as const), fault: wireFault }) },
  fc.record({ is: fc.constant("limit" as const), perSecond: fc.integer({ min: 1, max: 20 }) }),
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant("lag" as const),
      visibleAfterReads: reads,
      goneAfterReads: reads,
      staleReadsAfterUpdate: reads,
    }),
  },
  fc.record({
    is: fc.constant("tasks" as const),
    delayMs: fc.integer({ min: 0, max: 60_000 }),
    stuck: fc.boolean(),
  }),
  fc.record({ is: fc.constant("forgetful" as const) }),
  fc.record({ is: fc.constant("clock" as const), offsetMs: fc.integer({ min: -900_000, max: 900_000 }) }),
);

const kill: fc.Arbitrary<Kill | { wait: number }> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      action: fc.constantFrom(...ACTIONS),
      nth,
      moment: fc.constantFrom("before" as const, "after" as const),
    }),
  },
  fc.record({ wait: fc.integer({ min: 1, max: 4 }) }),
);

const stack = fc.constantFrom(0, 0, 0, 1);
const place = fc.constantFrom(0, 0, 1);
const which = fc.integer({ min: 0, max: 3 });
const choice = fc.integer({ min: 0, max: 2 });
const troubles = fc.array(trouble, { minLength: 1, maxLength: 3 });

const edit: fc.Arbitrary<Extract<OtherCommand, { do: "edit" }>> = fc
  .tuple(
    stack,
    place,
    fc.oneof(
      fc.record({ edit: fc.constantFrom("add" as const, "remove" as const) }),
      {
        weight: 5,
        arbitrary: fc.record({
          edit: fc.constantFrom("name", "tags", "address", "checkAssociate", "subnet", "retries"),
          choice,
        }),
      },
      fc.record({ edit: fc.constant("rename" as const), alias: fc.boolean() }),
    ),
  )
  .map(([stack, place, change]) => ({ do: "edit" as const, stack, place, ...change }));

type Extra = { [K in Exclude<keyof EngineCommand, "do" | "stack">]?: fc.Arbitrary<Required<EngineCommand>[K]> };

function command(name: EngineCommand["do"], extra: Extra = {}): fc.Arbitrary<EngineCommand> {
  return fc.record({ do: fc.constant(name), stack, ...extra });
}

const one: fc.Arbitrary<Command> = fc.oneof(
  { weight: 14, arbitrary: edit },
  { weight: 4, arbitrary: command("up") },
  { weight: 6, arbitrary: command("up", { troubles }) },
  { weight: 4, arbitrary: command("up", { kill }) },
  { weight: 2, arbitrary: command("up", { kill, troubles }) },
  { weight: 2, arbitrary: command("up", { replace: place }) },
  { weight: 1, arbitrary: command("up", { replace: place, troubles }) },
  { weight: 1, arbitrary: command("up", { replace: place, kill }) },
  { weight: 2, arbitrary: command("up", { refresh: fc.constant(true as const) }) },
  { weight: 2, arbitrary: command("up", { refresh: fc.constant(true as const), troubles }) },
  { weight: 1, arbitrary: command("up", { refresh: fc.constant(true as const), kill }) },
  { weight: 2, arbitrary: command("up", { refresh: fc.constant(true as const), replace: place }) },
  { weight: 1, arbitrary: command("up", { foreign: fc.constant(true as const) }) },
  { weight: 1, arbitrary: command("refresh", { foreign: fc.constant(true as const) }) },
  { weight: 1, arbitrary: command("destroy", { foreign: fc.constant(true as const) }) },
  { weight: 2, arbitrary: command("refresh") },
  { weight: 1, arbitrary: command("refresh", { troubles }) },
  { weight: 1, arbitrary: command("refresh", { kill }) },
  { weight: 1, arbitrary: command("destroy") },
  { weight: 2, arbitrary: command("destroy", { troubles }) },
  { weight: 2, arbitrary: command("destroy", { kill }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("removed" as const), which }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("claimed" as const), which, by: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("released" as const), which }) },
);

const disturbed: fc.Arbitrary<EngineCommand> = fc.oneof(
  command("up", { troubles }),
  command("up", { kill }),
  command("up", { kill, troubles }),
);

/** Most commands do nothing where nothing has changed, so many come right after a change of their program. */
const few: fc.Arbitrary<Command[]> = fc.oneof(
  one.map((each) => [each]),
  fc.tuple(edit, disturbed).map(([change, up]) => [{ ...change, stack: up.stack }, up]),
);

export interface History {
  seed: number;
  commands: readonly Command[];
}

/** What happens to two stacks in one cloud, and the seed of everything that is left to chance in it. */
export const histories: fc.Arbitrary<History> = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  commands: fc.array(few, { minLength: 1, maxLength: 9, size: "max" }).map((each) => each.flat()),
});
