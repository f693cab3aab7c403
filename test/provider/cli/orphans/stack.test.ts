import { copyFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createEmulator } from "../../../../provider/emulator";
import { holding, identity, interruptedCreate } from "./exports";
import { Scene } from "./scene";

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open();
});
afterEach(() => scene.close());

describe("havip orphans --stack", () => {
  /** A pulumi that prints these for `stack export` (one after the other) and `config`. */
  function pulumi(script: string): { env: Record<string, string> } {
    writeFileSync(join(scene.folder, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return { env: { PATH: [scene.folder, process.env["PATH"]].join(delimiter) } };
  }

  test("takes the stack's settings, which stand over the environment's", async () => {
    const settings = { "tencentcloud:region": { value: "ap-shanghai", secret: false } };
    writeFileSync(join(scene.folder, "config.json"), JSON.stringify(settings));
    const { env } = pulumi(
      `[ "$1" = config ] && exec cat ${scene.folder}/config.json; exec cat ${scene.file([identity()])}`,
    );
    expect((await scene.orphans(["--stack", "dev"], { env })).out).toMatch(
      /^Looked in ap-shanghai of .*\nState of dev: /,
    );
  });

  test("exports once more before it releases: what the stack has by now is kept", async () => {
    const { id, state } = await scene.made();
    const before = scene.file([identity()], [interruptedCreate()]);
    const after = scene.file([identity(), holding(id, state)]);
    const { env } = pulumi(
      `cd ${scene.folder}; [ "$1" = config ] && exec echo {}; [ -e asked ] && exec cat ${after}; touch asked; exec cat ${before}`,
    );
    const { exitCode, out } = await scene.orphans(["--stack", "dev", "--release", "--yes"], { env });
    expect([exitCode, scene.ids]).toEqual([4, [id]]);
    expect(out).toContain(`${id}: kept (the stack's state has it by now)`);
  });

  describe("given twice", () => {
    /** Each stack's own state and settings, by its name. */
    function stacks(given: Record<string, { state: string; later?: string; settings?: Record<string, string> }>) {
      for (const [name, { state, later = state, settings = {} }] of Object.entries(given)) {
        const values = Object.entries(settings).map(([key, value]) => [`tencentcloud:${key}`, { value }]);
        writeFileSync(join(scene.folder, `${name}.config`), JSON.stringify(Object.fromEntries(values)));
        copyFileSync(state, join(scene.folder, `${name}.export`));
        copyFileSync(later, join(scene.folder, `${name}.later`));
      }
      // Called as: stack export --stack <name>, config --json --show-secrets --stack <name>.
      return pulumi(
        `cd ${scene.folder}; [ "$1" = config ] && exec cat "$5.config"; cat "$4.export"; cp "$4.later" "$4.export"`,
      );
    }

    test("takes both stacks, and looks where the settings of either say", async () => {
      const mine = await scene.made();
      const theirs = await scene.made({ owner: "another/resource" });
      const { env } = stacks({
        dev: { state: scene.file([identity(), holding(mine.id, mine.state)]), settings: { region: "ap-shanghai" } },
        other: { state: scene.file([identity("another")]), settings: { region: "ap-guangzhou" } },
      });
      const { exitCode, out } = await scene.orphans(["--stack", "dev", "--stack", "other"], { env });
      expect(out).toMatch(/^Looked in ap-shanghai, ap-guangzhou of .*\nState of dev: .*\nState of other: /);
      expect(out).toContain(`${theirs.id}  `);
      expect([exitCode, out.includes(`${mine.id}  `)]).toEqual([4, false]);
    });

    test("exports both once more before it releases", async () => {
      const [kept, gone] = [await scene.made(), await scene.made({ owner: "another/resource" })];
      const later = scene.file([identity(), holding(kept.id, kept.state)]);
      const { env } = stacks({
        dev: { state: scene.file([identity()]), later },
        other: { state: scene.file([identity("another")]) },
      });
      const { out } = await scene.orphans(["--stack", "dev", "--stack", "other", "--release", "--yes"], { env });
      expect(out).toContain(`${kept.id}: kept (the stack's state has it by now)\n${gone.id}: released`);
      expect(scene.ids).toEqual([kept.id]);
    });

    test("W1: concludes nothing where the settings of the two lead to different clouds", async () => {
      await using another = await createEmulator();
      const state = scene.file([identity()]);
      const { env } = stacks({ dev: { state }, other: { state, settings: { endpoint: another.url } } });
      const { exitCode, out, err } = await scene.orphans(["--stack", "dev", "--stack", "other"], { env });
      expect([exitCode, out]).toEqual([1, ""]);
      expect(err).toMatch(/lead to different accounts or clouds: .*100000000001 .*\. Run the command for each/);
    });

    test("counts a stack that is named twice once", async () => {
      const { env } = stacks({ dev: { state: scene.file([identity()]) } });
      const { out } = await scene.orphans(["--stack", "dev", "--stack", "dev"], { env });
      expect(out.match(/State of dev/g)).toHaveLength(1);
    });
  });

  test("says what pulumi said, and how to do without", async () => {
    const { env } = pulumi(`echo "secret-value"; echo "error: no stack named 'dev' found" >&2; exit 6`);
    const { exitCode, err } = await scene.orphans(["--stack", "dev"], { env });
    expect(exitCode).toBe(1);
    expect(err).toContain("`pulumi stack export --stack dev` failed: error: no stack named 'dev' found");
    expect(err).toContain("havip orphans state.json");
    expect(err).not.toContain("secret-value");
  });

  test("says where there is no pulumi how to do without", async () => {
    const outcome = await scene.orphans(["--stack", "dev"], { env: { PATH: scene.folder } });
    expect(outcome).toMatchObject({ exitCode: 1, err: expect.stringContaining("There is no pulumi on PATH") });
  });
});
