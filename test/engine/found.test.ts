/** Histories that broke a rule once. */
import { JUST_BEFORE_THE_REPETITION_MS } from "./cloud";
import { play } from "./play";

const late = { action: "CreateHaVip", nth: 1, times: 1, kind: "late", afterMs: JUST_BEFORE_THE_REPETITION_MS } as const;
const lost = { action: "CreateHaVip", phase: "after-commit", kind: "reset", nth: 2 } as const;
const madeTwice = [{ is: "forgetful" }, { is: "wire", fault: late }, { is: "fault", fault: lost }] as const;

test("T5: of two HAVIPs of one create, both of whose answers were lost, one is kept and the other released", async () => {
  await play({ seed: 0, commands: [{ do: "up", stack: 0, troubles: madeTwice }] });
});
test("T5: the one that is kept is not lost where the other cannot be released", async () => {
  const denied = { action: "DeleteHaVip", phase: "before", kind: "error", code: "UnauthorizedOperation" } as const;
  const troubles = [...madeTwice, { is: "fault", fault: denied }] as const;
  await play({ seed: 0, commands: [{ do: "up", stack: 0, troubles }] });
});

test("L8: a create that is tried again by a hook, and cannot look at what it made, does not lose it", async () => {
  const fault = { action: "DescribeHaVips", phase: "before", kind: "http", nth: 2, times: 100_000 } as const;
  await play({
    seed: 0,
    commands: [
      { do: "edit", stack: 0, place: 0, edit: "retries", choice: 1 },
      { do: "up", stack: 0, troubles: [{ is: "fault", fault }] },
    ],
  });
});

test("T5: a create that comes late, when its repetition was refused, is told of and found by the next up", async () => {
  const after = { ...late, afterMs: JUST_BEFORE_THE_REPETITION_MS + 350 };
  const refused = { action: "CreateHaVip", phase: "before", kind: "error", code: "ResourceInsufficient" } as const;
  const troubles = [
    { is: "fault", fault: refused },
    { is: "wire", fault: after },
  ] as const;
  await play({ seed: 0, commands: [{ do: "up", stack: 0, troubles }] });
});
