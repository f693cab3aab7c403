import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../../provider/cli/program";
import { havip } from "../../../../provider/havip";
import type { State } from "../../../../provider/havip/schema";
import { INPUTS, type Stage, openStage } from "../../havip/operations";
import { OWNER, exported } from "./exports";

/** What stands around a command: nobody at a terminal, nothing to read, unless given. */
interface Around {
  /** What the user answers. */
  answer?: (question: string) => string | Promise<string>;
  input?: string | Buffer;
  env?: Record<string, string>;
}

/** An emulator, a folder of exported states, and the command. */
export class Scene {
  private constructor(
    readonly stage: Stage,
    readonly folder: string,
  ) {}

  static async open(stage?: Stage): Promise<Scene> {
    return new Scene(stage ?? (await openStage()), mkdtempSync(join(tmpdir(), "havip-orphans-")));
  }

  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await this.stage.emulator.close();
  }

  async orphans(args: string[], { answer, input = "", env = {} }: Around = {}) {
    const out: string[] = [];
    const err: string[] = [];
    const io = {
      out: (line: string) => out.push(line),
      err: (line: string) => err.push(line),
      env: { ...this.stage.emulator.env, ...env },
      home: this.folder,
      script: "unused",
      interrupted: () => new Promise<void>(() => {}),
      input: () => Promise.resolve(Buffer.from(input)),
      ...(answer === undefined ? {} : { ask: async (question: string) => answer(question) }),
    };
    const exitCode = await run(["orphans", ...args], io);
    return { exitCode, out: out.join("\n"), err: err.join("\n") };
  }

  /** What a run makes of the resource with this owner. */
  made(inputs: object = {}): Promise<{ id: string; state: State }> {
    return havip.create({ ...INPUTS, owner: OWNER, ...inputs }, this.stage.run());
  }

  /** The file of an exported state. */
  file(...parts: Parameters<typeof exported>): string {
    const path = join(this.folder, `state-${String(Math.random()).slice(2)}.json`);
    writeFileSync(path, exported(...parts));
    return path;
  }

  /** The HAVIPs that there are. */
  get ids(): string[] {
    return this.stage.emulator.state().havips.map(({ HaVipId }) => HaVipId);
  }

  calls(action: string): number {
    return this.stage.emulator.stats()[action]?.calls ?? 0;
  }
}
