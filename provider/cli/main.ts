#!/usr/bin/env node
import { once } from "node:events";
import { homedir } from "node:os";
import { run } from "./program";

void run(process.argv.slice(2), {
  out: (line) => {
    process.stdout.write(`${line}\n`);
  },
  err: (line) => {
    process.stderr.write(`${line}\n`);
  },
  env: process.env,
  home: homedir(),
  script: __filename,
  interrupted: () => Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]).then(() => undefined),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
