/** The command in a process of its own: what it reads, whom it asks, and how it ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { shellQuoted } from "../../../../provider/cli/commands";
import { compile } from "../compiled";
import { STACK, exported, identity, interruptedCreate } from "./exports";
import { Scene } from "./scene";

let compiled: string;
let scene: Scene;
beforeAll(() => {
  compiled = compile();
});
beforeEach(async () => {
  scene = await Scene.open();
});
afterEach(() => scene.close());
afterAll(() => {
  rmSync(compiled, { recursive: true, force: true });
});

interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs a program that is given `input`, at once or when it has written `cue`. */
async function ended(command: string, args: string[], input: string, cue = ""): Promise<Ended> {
  const { PATH } = process.env;
  const child = spawn(command, args, { env: { ...scene.stage.emulator.env, PATH, HOME: scene.folder } });
  const written = { stdout: "", stderr: "" };
  const give = (): void => {
    if (!child.stdin.writableEnded && written.stdout.includes(cue)) child.stdin.end(input);
  };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk) => {
      written[name] += String(chunk);
      give();
    });
  }
  give();
  const [code] = (await once(child, "close")) as [number | null]; // As the event is documented.
  return { exitCode: code ?? -1, ...written };
}

const script = (): string => join(compiled, "provider/cli/main.js");

function orphans(args: string[], input: string): Promise<Ended> {
  return ended(process.execPath, [script(), "orphans", ...args], input);
}

/** At a terminal where somebody types `keys` (script(1) of util-linux makes one). */
function atTerminal(args: string[], keys: string): Promise<Ended> {
  const command = [process.execPath, script(), "orphans", ...args].map(shellQuoted).join(" ");
  return ended("script", ["--quiet", "--return", "--command", command, "/dev/null"], keys, "releases them: ");
}

test("reads a state from the standard input", async () => {
  const { id } = await scene.made();
  const { exitCode, stdout, stderr } = await orphans(["-", "--json"], exported([identity()], [interruptedCreate()]));
  expect([exitCode, stderr]).toEqual([4, ""]);
  expect(JSON.parse(stdout)).toMatchObject({ states: [{ identities: [STACK] }], orphans: [{ id }] });
});

test("refuses to release where nobody can be asked", async () => {
  const { id } = await scene.made();
  const refused = await orphans([scene.file([identity()]), "--release"], "yes\n");
  expect(refused).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringContaining("add --yes") });
  expect(scene.ids).toEqual([id]);
});

test.each([
  ["yes", "yes\r", 0, "released"],
  ["no", "no\r", 4, "Nothing was released."],
  ["Ctrl-C", "\x03", 4, "Nothing was released."],
  ["Ctrl-D", "\x04", 4, "Nothing was released."],
])("asks at a terminal, and takes %s for an answer", async (_name, keys, code, said) => {
  const { id } = await scene.made();
  const { exitCode, stdout } = await atTerminal([scene.file([identity()]), "--release"], keys);
  expect(stdout).toContain("These will be released.");
  expect(stdout).toContain(said);
  expect([exitCode, scene.ids]).toEqual([code, code === 0 ? [] : [id]]);
});
