import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Emulator, createEmulator } from "../../provider/emulator";
import { exampleProject } from "../setup/project.cjs";
import { type Bag, ProviderProcess } from "./provider-process";

/** An emulator, and a provider process of an installed project that is configured for it. */
export interface Setting {
  emulator: Emulator;
  provider: ProviderProcess;
  /** The text that the installed package's `Havip` class stores as its provider. */
  closure: string;
  /** Another process, as the next run of the engine starts one. */
  restart(configuration?: Bag): Promise<ProviderProcess>;
  close(): Promise<void>;
}

export async function openSetting(): Promise<Setting> {
  const [emulator, { project, closure }] = await Promise.all([createEmulator(), installed()]);
  const setting = { emulator, closure, provider: await startProvider(project, configurationFor(emulator)) };
  return {
    ...setting,
    async restart(this: Setting, configuration = configurationFor(emulator)) {
      await this.provider.stop();
      this.provider = await startProvider(project, configuration);
      return this.provider;
    },
    async close(this: Setting) {
      await Promise.all([this.provider.stop(), emulator.close()]);
    },
  };
}

/** The project with the package installed, and the text that its `Havip` class stores as its provider. */
export async function installed(): Promise<{ project: string; closure: string }> {
  const project = await exampleProject();
  return { project, closure: await storedClosure(project) };
}

/** The stack configuration of a program that uses this emulator. */
export function configurationFor(emulator: Emulator): Bag {
  return {
    "tencentcloud:endpoint": emulator.url,
    "tencentcloud:secretId": emulator.credentials.secretId,
    "tencentcloud:secretKey": emulator.credentials.secretKey,
    "tencentcloud:region": "ap-guangzhou",
  };
}

/** A fresh process without any setting but the configuration given: nothing of this machine's user reaches it. */
async function startProvider(project: string, configuration: Bag): Promise<ProviderProcess> {
  const provider = await ProviderProcess.start(project, { PATH: process.env["PATH"], HOME: "/nonexistent" });
  await provider.configure(configuration);
  return provider;
}

async function storedClosure(project: string): Promise<string> {
  const script = join(__dirname, "../package/leg.cjs");
  const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd: project });
  // The script prints this object.
  return (JSON.parse(stdout) as { closure: string }).closure;
}
