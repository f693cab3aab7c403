"use strict";
// An emulator in a process of its own, so that its memory and its speed are not mixed with those of who measures it.
// Tells its parent where it is, and obeys: "reset" is answered with milliseconds, "memory" with the bytes resident,
// "calls" with what was called, "behave" changes how it behaves.
const path = require("node:path");
const { performance } = require("node:perf_hooks");
const { createEmulator } = require(path.join(__dirname, "..", "..", "dist", "provider", "emulator"));

const COMMANDS = {
  reset: async (emulator) => {
    const began = performance.now();
    await emulator.reset();
    return performance.now() - began;
  },
  memory: () => Promise.resolve(process.memoryUsage.rss()),
  calls: (emulator) => Promise.resolve(emulator.calls()),
  behave: (emulator, change) => Promise.resolve(emulator.behave(change)),
};

async function main() {
  const emulator = await createEmulator({ quotaHavipsPerVpc: 100_000 });
  process.on("message", async ({ command, given }) => process.send((await COMMANDS[command](emulator, given)) ?? null));
  // Whoever measures may end without a word.
  process.on("disconnect", () => emulator.close());
  process.send({ url: emulator.url, credentials: emulator.credentials, env: emulator.env });
}

void main();
