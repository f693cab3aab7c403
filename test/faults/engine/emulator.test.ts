/** The emulator is killed and started again, or its disk is full, while the engine runs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Stack, done, useEngine } from "../../lifecycle/stack";
import { installed } from "../../program/setting";
import { EmulatorProcess } from "../emulator-process";
import { declare, expectNoChanges } from "./declare";

const run = useEngine();

let project: string;
let folder: string;
let emulator: EmulatorProcess;
beforeAll(async () => ({ project } = await installed()));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "havip-faults-"));
  mkdirSync(join(folder, "disk"));
});
afterEach(async () => {
  await emulator.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Exactly the HAVIP of the state, and nothing left to do. */
async function expectOne(stack: Stack): Promise<void> {
  expect(await emulator.ids()).toEqual([(await stack.havip()).id]);
  await expectNoChanges(stack);
}

it("killed (SIGKILL) when it has just made the HAVIP, and started again with its folder: the up goes on", async () => {
  emulator = await EmulatorProcess.start(project, folder);
  const stack = await run.engine.stack(emulator);
  declare(stack);
  const up = stack.up("--skip-preview");
  while ((await emulator.ids()).length === 0) await setTimeout(1);
  await emulator.kill();
  await setTimeout(300);
  emulator = await EmulatorProcess.start(project, folder, Number(new URL(emulator.url).port));
  await done(up);
  await expectOne(stack);
});

it("full disk under its folder: the up fails with the disk's error; once there is room, the next one makes one", async () => {
  emulator = await EmulatorProcess.start(
    project,
    folder,
    0,
    `mount -t tmpfs -o size=256k none ${join(folder, "disk")}`,
  );
  // The disk as that process sees it (proc_pid_root(5)).
  const filler = join(`/proc/${String(emulator.child.pid)}/root${folder}`, "disk", "filler");
  const stack = await run.engine.stack(emulator);
  declare(stack, { web: { timeouts: { create: "4s" } } });
  expect(() => {
    for (const size of [4_096, 1]) fill(filler, size);
  }).not.toThrow();
  const failed = await stack.up("--skip-preview");
  expect(failed.code).not.toBe(0);
  expect(failed.text).toMatch(/cannot keep its state in .*ENOSPC/);
  expect(await emulator.ids()).toEqual([]);
  rmSync(filler);
  await done(stack.up("--skip-preview"));
  await expectOne(stack);
});

/** Until there is no room for so many bytes. */
function fill(file: string, bytes: number): void {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(bytes), { flag: "a" });
  } catch (error) {
    expect(error).toMatchObject({ code: "ENOSPC" });
  }
}
