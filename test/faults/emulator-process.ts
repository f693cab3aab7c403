import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { runFileOf } from "../../provider/cli/run-file";
import { TOKEN_HEADER } from "../../provider/emulator/control/control-names";
import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../../provider/core/emulator";
import type { Snapshot } from "../../provider/emulator";

/** The emulator of the installed package as a process of its own, which keeps its state in a folder and can be killed. */
export class EmulatorProcess {
  readonly credentials = { secretId: EMULATOR_SECRET_ID, secretKey: EMULATOR_SECRET_KEY };

  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
    private readonly token: string,
  ) {}

  /** `folder` gets the state and the run file; `port` 0 takes a free one; `mount` is run first, in a namespace of its own. */
  static async start(project: string, folder: string, port = 0, mount = ""): Promise<EmulatorProcess> {
    const main = join(project, "node_modules/pulumi-tencentcloud-havip/dist/provider/cli/main.js");
    const places = ["--data", join(folder, "disk", "data"), "--run-dir", join(folder, "run"), "--port", String(port)];
    const command = [process.execPath, main, "emulator", "start", "--foreground", ...places];
    const script = `${mount === "" ? "" : `${mount} && `}exec "$@"`;
    const namespace = mount === "" ? [] : ["unshare", "--mount"];
    const [program = "", ...args] = [...namespace, "sh", "-c", script, "sh", ...command];
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stderr.on("data", (text) => (output += String(text)));
    await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
    if (child.exitCode !== null) throw new Error(`The emulator did not start: ${output}`);
    // unshare and sh become the program that they are to run, so the process id is its own.
    const file = runFileOf(join(folder, "run"), child.pid ?? 0);
    if (file === undefined) throw new Error(`The emulator left no run file: ${output}`);
    return new EmulatorProcess(child, file.url, file.token);
  }

  async state(): Promise<Snapshot> {
    const answer = await fetch(`${this.url}/_emulator/state`, { headers: { [TOKEN_HEADER]: this.token } });
    return (await answer.json()) as Snapshot; // As the control API documents it.
  }

  async ids(): Promise<string[]> {
    return (await this.state()).havips.map(({ HaVipId }) => HaVipId);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await exited;
  }
}
