import { havip } from "../../../provider/havip";
import type { Send } from "../../../provider/api/send";
import { createEmulator } from "../../../provider/emulator";
import { rejection } from "../api/support/client";
import { INPUTS, type Stage, openStage } from "./operations";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.emulator.close());

const ids = (): string[] => stage.emulator.state().havips.map(({ HaVipId }) => HaVipId);
const creates = (): number => stage.emulator.calls().filter(({ action }) => action === "CreateHaVip").length;

describe("T3: a create that was carried out and whose answer was lost", () => {
  test.each(["reset", "truncate", "garbage"] as const)("by %s gives that HAVIP, without a word", async (kind) => {
    stage.emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind });
    const run = stage.run();
    const { id } = await havip.create({ ...INPUTS }, run);
    expect(ids()).toEqual([id]);
    expect(creates()).toBe(1);
    expect(run.warnings).toEqual([]);
  });

  test("is the same where what was made cannot be read yet: the token gives it", async () => {
    stage.emulator.behave({ consistency: { havips: { visibleAfterReads: 4 } } });
    stage.emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "reset" });
    const { id } = await havip.create({ ...INPUTS }, stage.run());
    expect(ids()).toEqual([id]);
    expect(creates()).toBe(2);
  });
});

describe("S1: an internal error", () => {
  test.each(["before", "after-commit"] as const)("%s the work: exactly one HAVIP", async (phase) => {
    stage.emulator.faults.next({ action: "CreateHaVip", phase, kind: "error", code: "InternalError" });
    const { id } = await havip.create({ ...INPUTS }, stage.run());
    expect(ids()).toEqual([id]);
  });

  test("that never ends is told with what was tried when the time is over, and nothing was made", async () => {
    stage.emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", times: 1_000 });
    const failure = await rejection(havip.create({ ...INPUTS }, stage.run()));
    expect((failure as Error).message).toMatch(
      /It is not known whether the HAVIP web was created.*Run pulumi up again.*failed: InternalError:/s,
    );
    expect(ids()).toEqual([]);
  });
});

/** The first CreateHaVip reaches the cloud only after the second was answered; its sender hears nothing. */
function firstComesLate(): (send: Send) => Send {
  let held: (() => Promise<unknown>) | undefined;
  return (send) => async (outgoing, signal) => {
    if (outgoing.headers["X-TC-Action"] !== "CreateHaVip") return send(outgoing, signal);
    if (held === undefined) {
      held = () => send(outgoing, signal);
      return { kind: "unanswered", reached: true, why: "timeout", code: "ETIMEDOUT", message: "no answer" };
    }
    const answer = await send(outgoing, signal);
    await held();
    return answer;
  };
}

test("T5: a first request that comes late makes no second HAVIP", async () => {
  const { id } = await havip.create({ ...INPUTS }, stage.run(firstComesLate()));
  expect(ids()).toEqual([id]);
});

describe("a site without tags", () => {
  /** The international site, which refuses Tags and ClientToken. */
  async function international(step: (run: ReturnType<Stage["run"]>) => Promise<void>): Promise<void> {
    await stage.emulator.close();
    stage = await openStage(await createEmulator({ site: "intl" }));
    await step(stage.run());
  }

  test("gets the request without what this package adds, and one warning", async () => {
    await international(async (run) => {
      const first = await havip.create({ ...INPUTS }, run);
      const second = await havip.create({ ...INPUTS, owner: "stack-1/resource-2" }, run);
      expect(ids()).toEqual([first.id, second.id]);
      expect(first.state).toMatchObject({ marked: false, initialized: true });
      expect(run.warnings).toEqual([expect.stringContaining("knows no tags for HAVIPs")]);
    });
  });

  test("is told what the program asks for and it does not know", async () => {
    await international(async (run) => {
      const tags = await rejection(havip.create({ ...INPUTS, tags: { team: "web" } }, run));
      expect((tags as Error).message).toMatch(/does not know tags\. Leave tags out/);
      const range = await rejection(havip.create({ ...INPUTS, checkAssociate: true }, run));
      expect((range as Error).message).toMatch(/does not know checkAssociate\. Leave checkAssociate out/);
      expect(ids()).toEqual([]);
    });
  });

  test("gets no create twice: what looks like the lost one is named", async () => {
    await international(async (run) => {
      stage.emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "reset" });
      const failure = await rejection(havip.create({ ...INPUTS }, run));
      expect(ids()).toHaveLength(1);
      expect((failure as Error).message).toContain(`These look like it: ${String(ids()[0])} (10.0.0.2, created`);
      expect((failure as Error).message).toContain("set adopt to its id");
    });
  });

  test("gets no create twice when the engine invokes it again either: the same is told", async () => {
    await international(async (run) => {
      stage.emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "reset" });
      const first = await rejection(havip.create({ ...INPUTS }, run));
      const second = await rejection(havip.create({ ...INPUTS }, run));
      expect(ids()).toHaveLength(1);
      expect((second as Error).message).toBe((first as Error).message);
      // Another resource, and the way out that the error names, are not stopped by it.
      const other = await havip.create({ ...INPUTS, owner: "stack-1/resource-2" }, run);
      expect(ids()).toContain(other.id);
      expect(ids()).toHaveLength(2);
    });
  });

  test("and that refuses the token before it refuses tags is told to the program that asks for tags", async () => {
    const refusing = (send: Send): Send => {
      return (outgoing, signal) => {
        const refused = ["ClientToken", "Tags"].find((each) => outgoing.body.includes(`"${each}":`));
        if (outgoing.headers["X-TC-Action"] !== "CreateHaVip" || refused === undefined) return send(outgoing, signal);
        const Message = `The parameter \`${refused}\` is not recognized.`;
        const body = JSON.stringify({ Response: { Error: { Code: "UnknownParameter", Message }, RequestId: "r" } });
        return Promise.resolve({ kind: "answered", status: 200, headers: new Map(), body });
      };
    };
    const run = stage.run(refusing);
    for (const attempt of ["first", "second"]) {
      const failure = await rejection(havip.create({ ...INPUTS, name: attempt, tags: { team: "web" } }, run));
      expect((failure as Error).message).toMatch(`The HAVIP ${attempt} was not created: this site`);
      expect((failure as Error).message).toMatch(/does not know tags\. Leave tags out/);
    }
    await havip.create({ ...INPUTS }, run);
    expect(ids()).toHaveLength(1);
  });

  test("lets its HAVIP be renamed and released", async () => {
    await international(async (run) => {
      const { id, state } = await havip.create({ ...INPUTS }, run);
      const renamed = await havip.update(id, { ...state }, { ...INPUTS, name: "other" }, stage.run());
      expect(renamed.name).toBe("other");
      await havip.delete(id, { ...renamed }, stage.run());
      expect(ids()).toEqual([]);
    });
  });
});
