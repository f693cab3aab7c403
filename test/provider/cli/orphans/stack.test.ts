import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
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
