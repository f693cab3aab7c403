import { setTimeout as sleep } from "node:timers/promises";
import { environment } from "../emulator/words/environment";
import { control, health, mustRun, notRunning, running } from "./control-client";
import { CommandError, EXIT, type Io } from "./io";
import { type RunFile, runFilePath } from "./run-file";

/** Which emulator a command is about. */
export interface Which {
  folder: string;
  port: number;
}

const PATIENCE_MS = 10_000;

/** Through the control API and never by process id, which may belong to another process by now. */
export async function stop({ folder, port }: Which, { out }: Io): Promise<number> {
  const file = await running(folder, port);
  if (file === undefined) {
    out(`No emulator of yours runs on port ${String(port)}: nothing to stop.`);
    return EXIT.ok;
  }
  await control(file, "POST", "stop");
  const deadline = performance.now() + PATIENCE_MS;
  while ((await health(file.url))?.pid === file.pid) {
    if (performance.now() > deadline)
      throw new CommandError(`The emulator at ${file.url} was told to stop and did not.`);
    await sleep(20);
  }
  out(`The emulator at ${file.url} has stopped.`);
  return EXIT.ok;
}

export async function status({ folder, port }: Which, { out }: Io): Promise<number> {
  const file = await running(folder, port);
  if (file === undefined) {
    out(notRunning(port));
    return EXIT.notRunning;
  }
  out(`url:      ${file.url}`);
  out(`process:  ${String(file.pid)}`);
  out(`store:    ${file.storeId}`);
  out(`data:     ${file.data ?? "in memory"}`);
  // It holds the token of the control API.
  out(`run file: ${runFilePath(folder, port)}`);
  return EXIT.ok;
}

/** Nothing but lines that a shell can evaluate. */
export async function env({ folder, port }: Which, unset: boolean, { out }: Io): Promise<number> {
  if (unset) {
    for (const name of Object.keys(environment(""))) out(`unset ${name}`);
    return EXIT.ok;
  }
  const { url } = await mustRun(folder, port);
  for (const [name, value] of Object.entries(environment(url))) out(`export ${name}=${shellQuoted(value)}`);
  return EXIT.ok;
}

/** Within single quotes a POSIX shell takes everything as it stands, except the single quote. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

export async function reset({ folder, port }: Which, { out }: Io): Promise<number> {
  const file = await mustRun(folder, port);
  await control(file, "POST", "reset");
  out(`The emulator at ${file.url} is as it was at its first start.`);
  return EXIT.ok;
}

/** Whose claim it is: an instance's, that of one of its network interfaces, or of this one of that instance. */
export interface Sender {
  instance?: string;
  interface?: string;
}

export async function announce({ folder, port }: Which, haVipId: string, sender: Sender, io: Io): Promise<number> {
  const { instance: instanceId, interface: networkInterfaceId } = sender;
  const name = networkInterfaceId ?? instanceId;
  if (name === undefined) throw new CommandError("Who claims it? Give --instance, --interface or both.", EXIT.usage);
  // What is undefined is not in the JSON.
  await control(await mustRun(folder, port), "POST", "announce", { haVipId, instanceId, networkInterfaceId });
  io.out(`${name} has claimed ${haVipId}.`);
  return EXIT.ok;
}

export async function release({ folder, port }: Which, haVipId: string, { out }: Io): Promise<number> {
  const file = await mustRun(folder, port);
  const { released } = await control(file, "POST", "release", { haVipId });
  if (released === true) out(`${haVipId} has no holder any more.`);
  else out(`${haVipId} is still bound to ${await holderOf(file, haVipId)} (behaviour.bindingSticks).`);
  return EXIT.ok;
}

async function holderOf(file: RunFile, haVipId: string): Promise<string> {
  const { havips } = await control(file, "GET", "state");
  // True because this version's own emulator answers; a stranger would not know the token.
  const row = (havips as { HaVipId: string; InstanceId: string }[]).find((each) => each.HaVipId === haVipId);
  return row?.InstanceId || "nobody";
}
