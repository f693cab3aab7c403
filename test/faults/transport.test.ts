/** T: what happens on the way between the provider and the cloud. */
import { setTimeout } from "node:timers/promises";
import { createEmulator } from "../../provider/emulator";
import { callsMade } from "./calls-made";
import { LIFE, life } from "./life";
import { rewritten } from "./rewritten";
import { useStage } from "./row";
import { type Cloud, Stage, failureOf } from "./stage";

const row = useStage();

/** The time limit of an attempt is 30 s; the other rows go on meanwhile. */
let silent: { stage: Stage; before: Silence; after: Silence };
interface Silence {
  cloud: Cloud;
  created: Promise<{ id: string }>;
}

beforeAll(async () => {
  const stage = await Stage.start();
  silent = { stage, before: await silence(stage, "before"), after: await silence(stage, "after-commit") };
}, 180_000);

afterAll(async () => {
  await silent.stage.endRow();
  await silent.stage.stop();
});

/** A create under way whose first CreateHaVip is never answered. */
async function silence(stage: Stage, phase: "before" | "after-commit"): Promise<Silence> {
  const cloud = await stage.cloud();
  cloud.emulator.faults.next({ action: "CreateHaVip", phase, kind: "hang" });
  const created = stage.provider.create(cloud.inputs());
  created.catch(() => undefined); // Looked at by its row, if that is run.
  // By then it has read its configuration, which the next cloud changes.
  while (cloud.emulator.faults.pending > 0) await setTimeout(20);
  return { cloud, created };
}

row("T1", "nobody listens for 0.6 s; TLS where there is none; a host without an address", async (stage) => {
  const { emulator, inputs } = await stage.cloud();
  await emulator.close();
  const created = stage.provider.create(inputs());
  await setTimeout(600);
  await using later = await createEmulator({ port: Number(new URL(emulator.url).port) });
  const { id } = await created;
  expect(later.state().havips.map(({ HaVipId }) => HaVipId)).toEqual([id]);

  const { port } = new URL(emulator.url);
  const tls = await stage.cloud({ configuration: { "tencentcloud:endpoint": `https://127.0.0.1:${port}` } });
  const short = { timeouts: { create: "2s" } };
  const refused = await failureOf(stage.provider.create(tls.inputs(short)));
  expect(refused.message).toMatch(
    new RegExp(`at https://127\\.0\\.0\\.1:${port} failed.*Is the emulator running`, "s"),
  );
  const other = { "tencentcloud:secretId": "AKIDnobody", "tencentcloud:endpoint": "https://havip.invalid" };
  const nowhere = await stage.cloud({ configuration: other });
  const unresolved = await failureOf(stage.provider.create(nowhere.inputs(short)));
  expect(unresolved.message).toMatch(/at https:\/\/havip\.invalid failed.*tencentcloud:endpoint/s);
  const happened =
    "tried until the endpoint is there; else an error within the time limit that names endpoint and setting";
  return { happened, calls: { asText: callsMade(later.calls()) } };
});

row("T4", "the same where the cloud ignores ClientTokens: cut off, and shown at once or not", async (stage) => {
  const forgetful = { clientTokens: { honoured: false } };
  const lost = await stage.cloud({ label: "cut off", behaviour: forgetful });
  lost.emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "reset" });
  expect(lost.ids()).toEqual([]);
  expect([(await stage.provider.create(lost.inputs())).id]).toEqual(lost.ids());

  let hidden = true;
  const unseen = await stage.cloud({
    label: "not shown",
    behaviour: forgetful,
    through: async ({ action }, forward) => {
      const answer = await forward();
      if (action === "CreateHaVip" && hidden) return "cut";
      // The look after it does not show it yet; the request that is then sent again makes another one.
      if (action === "DescribeHaVips" && hidden && unseen.ids().length > 0) {
        hidden = false;
        return rewritten(answer, (response) => ({ ...response, TotalCount: 0, HaVipSet: [] }));
      }
      return answer;
    },
  });
  expect([(await stage.provider.create(unseen.inputs())).id]).toEqual(unseen.ids());
  expect(await stage.warnings()).toEqual([expect.stringMatching(/was made twice with .* and is released again/)]);
  return "found by its tags; what was made twice is found by them too and released: one HAVIP each";
});

row("T5", "the first CreateHaVip comes to the cloud after its repetition", async (stage) => {
  let first: (() => Promise<unknown>) | undefined;
  const { inputs, ids, calls } = await stage.cloud({
    through: async ({ action, nth }, forward) => {
      if (action !== "CreateHaVip") return forward();
      if (nth === 1) first = forward;
      if (nth === 1) return "cut";
      const answer = await forward();
      await first?.();
      return answer;
    },
  });
  const { id } = await stage.provider.create(inputs());
  expect(ids()).toEqual([id]);
  const tokens = calls("CreateHaVip").map(({ parameters }) => parameters["ClientToken"]);
  expect(tokens).toHaveLength(2);
  expect(new Set(tokens).size).toBe(1);
  return "one HAVIP: both requests have the same ClientToken";
});

row(
  "T6",
  "a connection is cut when it is used again: once for every action of a life, and every one",
  async (stage) => {
    const cuts = new Set<string>();
    const once = await stage.cloud({
      label: "once",
      through: async ({ action, reused }, forward) => {
        if (!reused || cuts.has(action)) return forward();
        cuts.add(action);
        return "cut";
      },
    });
    await life(stage, once);
    expect(cuts).toEqual(new Set(LIFE.slice(1))); // The first call of all opens the first connection.

    let cutAlways = 0;
    await stage.nextRun(); // What an earlier life learned of its network is not known.
    const always = await stage.cloud({
      label: "always",
      through: async ({ reused }, forward) => {
        if (!reused) return forward();
        cutAlways += 1;
        return "cut";
      },
    });
    await life(stage, always);
    expect(cutAlways).toBeGreaterThan(0);
    expect(await stage.warnings()).toEqual([]);
    return "created, read, changed and released without a word";
  },
);

row(
  "T7",
  "502 with an HTML page, an empty body, a body that is no JSON: of every read once, then always",
  async (stage) => {
    for (const [label, status, body] of [
      ["HTML", 502, "<html>Bad gateway</html>"],
      ["empty", 200, ""],
      ["no JSON", 200, "\u0000 this is no JSON"],
    ] as const) {
      const cloud = await stage.cloud({
        label,
        through: ({ action, nth }, forward) =>
          /^(Describe|Get)/.test(action) && nth % 2 === 1 ? Promise.resolve({ status, headers: {}, body }) : forward(),
      });
      await life(stage, cloud);
    }
    const page = `<html>${"long ".repeat(100)}`;
    const spoiled = await stage.cloud({
      label: "always",
      through: ({ action }, forward) =>
        action === "DescribeHaVips" ? Promise.resolve({ status: 502, headers: {}, body: page }) : forward(),
    });
    const { message } = await failureOf(stage.provider.create(spoiled.inputs({ timeouts: { create: "1s" } })));
    expect(message).toContain(`HTTP status 502, body: ${page.slice(0, 200)} (no request id`);
    expect(message).not.toContain(page.slice(0, 210));
    return "repeated and carried out; where it never ends, the error quotes the status and the page's first 200 characters";
  },
);

row("T8", "503 once for every action of a life; InternalError for every read", async (stage) => {
  const cloud = await stage.cloud({ label: "once" });
  for (const action of LIFE) cloud.emulator.faults.next({ action, phase: "before", kind: "http", httpStatus: 503 });
  await life(stage, cloud);
  cloud.emulator.faults.assertConsumed();

  const { emulator, inputs } = await stage.cloud({ label: "always" });
  const { id, state } = await stage.provider.create(inputs({ timeouts: { read: "2s" } }));
  emulator.faults.next({ action: "DescribeHaVips", phase: "before", kind: "error", times: 1_000 });
  const { message } = await failureOf(stage.provider.read(id, state));
  expect(message).toMatch(/InternalError: .* \(request id [\w-]+, \d+ attempts, [12]\.\d s\)/);
  const happened = "repeated; where it never ends, the error has code, request id, attempts and elapsed time";
  return { happened, calls: "kinds" };
});

row("T2", "CreateHaVip is never answered, and was not carried out", async () => {
  const { cloud, created } = silent.before;
  const { id } = await created;
  expect(cloud.ids()).toEqual([id]);
  const creates = cloud.calls("CreateHaVip");
  const [first, second] = creates;
  expect(creates).toHaveLength(2);
  expect(second?.parameters["ClientToken"]).toBe(first?.parameters["ClientToken"]);
  const seconds = Math.floor(((second?.at ?? 0) - (first?.at ?? 0)) / 1_000);
  expect(seconds).toBeGreaterThanOrEqual(30);
  expect(seconds).toBeLessThan(33);
  const happened = "given up after 30 s, looked for, sent again with the same ClientToken: one HAVIP";
  return { happened, calls: { asText: callsMade(cloud.emulator.calls()) } };
});

row("T3", "CreateHaVip is carried out, its answer is cut off, cut in half, no JSON, or never comes", async (stage) => {
  for (const kind of ["reset", "truncate", "garbage"] as const) {
    const { emulator, inputs, ids } = await stage.cloud({ label: kind });
    emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind });
    const { id } = await stage.provider.create(inputs());
    emulator.faults.assertConsumed();
    expect(ids()).toEqual([id]);
  }
  const { cloud, created } = silent.after;
  expect(cloud.ids()).toEqual([(await created).id]);
  expect([...(await stage.warnings()), ...(await silent.stage.warnings())]).toEqual([]);
  const happened = "the create answers with that HAVIP, the only one; no warning";
  return { happened, calls: { asText: `${stage.calls(callsMade)}; hang: ${callsMade(cloud.emulator.calls())}` } };
});
