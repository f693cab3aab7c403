import { connect } from "node:net";
import { health, portOption, running } from "./control-client";
import { CommandError } from "./io";
import { mannerText, presentManner } from "./manner";
import type { RunFile } from "./run-file";

/** The user's own emulator on a port, or undefined where the port is free. One that somebody else has is refused. */
export async function ownOnPort(folder: string, port: number): Promise<RunFile | undefined> {
  const url = `http://127.0.0.1:${String(port)}`;
  const file = await running(folder, port);
  if (file !== undefined) return file;
  // One that is just starting has the port before it answers, and its run file before it answers for the first time.
  const found = (await health(url)) ?? ((await isOccupied(port)) ? ((await health(url)) ?? "stranger") : "nobody");
  if (found === "nobody") return undefined;
  if (found === "stranger") throw strangersPort(port);
  const justStarted = await running(folder, port);
  if (justStarted !== undefined) return justStarted;
  throw new CommandError(
    `Port ${String(port)} is taken by another emulator (process id ${String(found.pid)}, store ` +
      `${found.storeId}) that this user's run folder does not know. Choose another --port.`,
  );
}

export async function ownEmulatorsPort(present: RunFile, port: number): Promise<CommandError> {
  const keeps = present.data === undefined ? "keeps its state in memory" : `keeps its state in ${present.data}`;
  const manner = mannerText(await presentManner(present));
  return new CommandError(
    `Port ${String(port)} has your emulator with process id ${String(present.pid)}, which ${keeps} (${manner}). ` +
      `Stop it first (npx havip emulator stop${portOption(port)}), or choose another --port.`,
  );
}

export function strangersPort(port: number): CommandError {
  return new CommandError(
    `Port ${String(port)} is taken by a program that is no emulator. ` +
      `See which (\`ss -ltnp 'sport = :${String(port)}'\`), or choose another --port.`,
  );
}

/** Asked as a client does: whoever listens to find out takes the port from an emulator that is just starting. */
function isOccupied(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ port, host: "127.0.0.1", timeout: 1_000 });
    const tell = (occupied: boolean): void => {
      probe.destroy();
      resolve(occupied);
    };
    probe.once("connect", () => {
      tell(true);
    });
    // Somebody who lets clients wait has the port as well.
    probe.once("timeout", () => {
      tell(true);
    });
    probe.once("error", () => {
      tell(false);
    });
  });
}

/** Of an emulator's URL, in which the port of HTTP itself is left out. */
export function portIn(url: string): number {
  return Number(new URL(url).port || 80);
}
