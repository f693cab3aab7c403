import { setTimeout as sleep } from "node:timers/promises";
import { Api } from "../../emulator/api";
import { STACK, identity, interruptedCreate } from "./exports";
import { openStage } from "../../havip/operations";
import { createEmulator } from "../../../../provider/emulator";
import { Scene } from "./scene";

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open();
});
afterEach(() => scene.close());

test("havip orphans sees every page of a region", async () => {
  const full = await Scene.open(await openStage(await createEmulator({ quotaHavipsPerVpc: 200 })));
  try {
    const api = new Api(full.stage.emulator);
    await Promise.all(Array.from({ length: 101 }, (_, index) => api.havip({ HaVipName: `n${String(index)}` })));
    const { id } = await full.made();
    expect((await full.orphans([full.file([identity()], [interruptedCreate()])])).out).toContain(id);
  } finally {
    await full.close();
  }
});

describe("havip orphans --release", () => {
  const leftover = (): string => scene.file([identity()], [interruptedCreate()]);

  test("asks, releases what was agreed to, and waits until it is gone", async () => {
    scene.stage.emulator.behave({ tasks: { delayMs: 300 } });
    const { id } = await scene.made();
    const questions: string[] = [];
    const answer = (question: string): string => {
      questions.push(question);
      return "yes";
    };
    const { exitCode, out, err } = await scene.orphans([leftover(), "--release"], { answer });
    expect(questions).toHaveLength(1);
    expect(err).toMatch(new RegExp(`These will be released.*\n +${id}`));
    expect([exitCode, scene.ids]).toEqual([0, []]);
    expect(out).toMatch(new RegExp(`\n${id}: released$`));
  });

  test.each(["no", "", "y"])("releases nothing where the answer is %j", async (text) => {
    const { id } = await scene.made();
    const { exitCode, out } = await scene.orphans([leftover(), "--release"], { answer: () => text });
    expect([exitCode, scene.ids]).toEqual([4, [id]]);
    expect(out).toMatch(/\nNothing was released\.$/);
  });

  test("does not ask with --yes, and tells a program what became of each", async () => {
    await scene.made();
    const { exitCode, out } = await scene.orphans([leftover(), "--release", "--yes", "--json"]);
    expect([exitCode, scene.ids]).toEqual([0, []]);
    expect(JSON.parse(out)).toMatchObject({ orphans: [{ release: { kind: "released" } }] });
  });

  async function expectUntouched(id: string): Promise<void> {
    const { exitCode, out } = await scene.orphans([leftover(), "--release", "--yes"]);
    expect([exitCode, scene.ids]).toEqual([4, [id]]);
    expect(out).toContain("in use, so it is never released from here");
    expect(scene.calls("DeleteHaVip")).toBe(0);
  }

  test("never touches one that a member holds", async () => {
    const { id } = await scene.made();
    scene.stage.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
    await expectUntouched(id);
  });

  test("never touches one that has an EIP", async () => {
    const { id } = await scene.made();
    const api = new Api(scene.stage.emulator);
    await api.ok("HaVipAssociateAddressIp", { HaVipId: id, AddressIp: await api.eip() });
    await expectUntouched(id);
  });

  test("looks at each once more: what was taken over while the question stood there is left alone", async () => {
    const { id } = await scene.made();
    const api = new Api(scene.stage.emulator);
    const Resource = `qcs::vpc:ap-guangzhou:uin/100000000001:havip/${id}`;
    const takeOver = { Resource, ReplaceTags: [{ TagKey: "pulumi-havip:generation", TagValue: "another" }] };
    const answer = async (): Promise<string> => {
      await api.ok("ModifyResourceTags", takeOver);
      return "yes";
    };
    const { exitCode, out } = await scene.orphans([leftover(), "--release"], { answer });
    expect([exitCode, scene.ids]).toEqual([4, [id]]);
    expect(out).toMatch(new RegExp(`${id}: kept \\(its ownership tags have changed`));
    expect(scene.calls("DeleteHaVip")).toBe(0);
  });

  test("leaves alone what a member claimed while the question stood there", async () => {
    const { id } = await scene.made();
    const answer = (): string => {
      scene.stage.emulator.announce({ haVipId: id, instanceId: "ins-00000002" });
      return "yes";
    };
    const { exitCode, out } = await scene.orphans([leftover(), "--release"], { answer });
    expect([exitCode, scene.ids]).toEqual([4, [id]]);
    expect(out).toContain(`${id}: kept (ins-00000002 holds it)`);
  });

  test("counts as released what somebody else has released meanwhile", async () => {
    const { id } = await scene.made();
    const api = new Api(scene.stage.emulator);
    const answer = async (): Promise<string> => {
      await api.ok("DeleteHaVip", { HaVipId: id });
      return "yes";
    };
    expect(await scene.orphans([leftover(), "--release"], { answer })).toMatchObject({ exitCode: 0 });
  });

  test("a release that the cloud puts off is not asked for again where another takes it over meanwhile", async () => {
    const { id } = await scene.made();
    const fault = { action: "DeleteHaVip", phase: "before", kind: "error", code: "RequestLimitExceeded" } as const;
    scene.stage.emulator.faults.next({ ...fault, times: 1_000 });
    const done = scene.orphans([leftover(), "--release", "--yes"]);
    while (scene.calls("DeleteHaVip") === 0) await sleep(5);
    const Resource = `qcs::vpc:ap-guangzhou:uin/100000000001:havip/${id}`;
    const ReplaceTags = [{ TagKey: "pulumi-havip:generation", TagValue: "another" }];
    await new Api(scene.stage.emulator).ok("ModifyResourceTags", { Resource, ReplaceTags });
    expect((await done).out).toContain(`${id}: kept (its ownership tags have changed since it was listed`);
  });

  test("a release whose answer is lost is looked for, and not asked for twice", async () => {
    await scene.made();
    scene.stage.emulator.faults.next({ action: "DeleteHaVip", phase: "after-commit", kind: "reset" });
    const { exitCode } = await scene.orphans([leftover(), "--release", "--yes"]);
    expect([exitCode, scene.ids]).toEqual([0, []]);
    scene.stage.emulator.faults.assertConsumed();
    expect(scene.calls("DeleteHaVip")).toBe(1);
  });

  test("goes on after one that fails, and ends with exit code 1", async () => {
    const first = await scene.made();
    await scene.made({ owner: `${STACK}/other` });
    scene.stage.emulator.faults.next({
      action: "DeleteHaVip",
      phase: "before",
      kind: "error",
      code: "UnauthorizedOperation",
    });
    const { exitCode, out } = await scene.orphans([leftover(), "--release", "--yes"]);
    expect([exitCode, scene.ids]).toEqual([1, [first.id]]);
    expect(out).toMatch(new RegExp(`${first.id}: failed \\(DeleteHaVip in ap-guangzhou.*UnauthorizedOperation`));
  });
});
