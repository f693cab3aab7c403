#!/usr/bin/env node
import { once } from "node:events";
import { homedir } from "node:os";
import { createInterface } from "node:readline/promises";
import { buffer } from "node:stream/consumers";
import { EXIT } from "./io";
import { run } from "./program";

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that has read enough (`| head -1`) is no fault, and ends no server. Lines that a full disk lost are one.
    if (error.code !== "EPIPE") process.exitCode = EXIT.failed;
  });
}

void run(process.argv.slice(2), {
  out: (line) => {
    process.stdout.write(`${line}\n`);
  },
  err: (line) => {
    process.stderr.write(`${line}\n`);
  },
  env: process.env,
  home: homeFolder(),
  script: __filename,
  interrupted: () => Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]).then(() => undefined),
  input: () => buffer(process.stdin),
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
}).then((exitCode) => {
  process.exitCode ||= exitCode;
});

/** It cannot be told for a user without an entry in the system's list and without HOME, as in some containers. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return "";
  }
}

/** On standard error, so that standard output stays what a program can read. Ctrl-C and Ctrl-D are an empty answer. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(question).catch(() => "");
  terminal.close();
  return answer;
}
