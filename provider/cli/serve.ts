import { resolve } from "node:path";
import type { FolderInUse } from "../emulator/store/folder-error";
import { portOption } from "./control-client";
import { introduce } from "./introduce";
import { CommandError, EXIT, type Io } from "./io";
import { ownEmulatorsPort, ownOnPort, portIn, strangersPort } from "./port";
import { removeRunFile, runFileOf, writeRunFile } from "./run-file";
import type { StartOptions } from "./start";

/** Runs an emulator until it is stopped or interrupted. */
export async function serve(options: StartOptions, io: Io): Promise<number> {
  // Heard from the start on: what ends before it could listen leaves its lock and its run file behind.
  const interrupted = io.interrupted();
  // Loaded here only, so that the other commands stay quick.
  const { createEmulator } = await import("../emulator");
  const data = options.data === undefined ? undefined : resolve(options.data);
  // What there is to notice is in the introduction.
  const given = { port: options.port, notice: () => {}, ...options.manner, ...(data === undefined ? {} : { data }) };
  const emulator = await createEmulator(given).catch(async (error: unknown) => {
    throw await explained(options, error);
  });
  const { url, token, storeId } = emulator;
  const port = portIn(url);
  const file = { url, token, storeId, pid: process.pid, ...(data === undefined ? {} : { data }) };
  try {
    writeRunFile(options.folder, port, file);
    await introduce(file, io);
    await Promise.race([emulator.closed, interrupted]);
  } finally {
    await emulator.close();
    removeRunFile(options.folder, port, token);
  }
  return EXIT.ok;
}

/** The same error, or one that names the remedy. */
async function explained({ folder, port }: StartOptions, error: unknown): Promise<unknown> {
  const { FolderInUse } = await import("../emulator/store/folder-error");
  if (error instanceof FolderInUse) return nameHolder(folder, error);
  if (typeof error !== "object" || error === null || !("syscall" in error && "code" in error)) return error;
  if (error.syscall !== "listen") return error;
  switch (error.code) {
    case "EADDRINUSE": {
      const own = await ownOnPort(folder, port);
      return own === undefined ? strangersPort(port) : await ownEmulatorsPort(own, port);
    }
    case "EACCES":
      return new CommandError(`Port ${String(port)} is not for every user (EACCES): choose a --port above 1023.`);
    default:
      return error;
  }
}

/** Who has the data folder knows its process only; how to stop it, its run file. */
function nameHolder(folder: string, error: FolderInUse): Error {
  const holder = runFileOf(folder, error.pid);
  if (holder === undefined) return error;
  const stop = `npx havip emulator stop${portOption(portIn(holder.url))}`;
  return new CommandError(
    `The folder ${error.folder} is in use by your emulator at ${holder.url} (process id ${String(error.pid)}). ` +
      `Stop it first (${stop}), or give another --data.`,
  );
}
