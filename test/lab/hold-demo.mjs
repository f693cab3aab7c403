// Opens the demo's lab, with the console in its browser, and keeps it open until Ctrl-C, for the proof that the demo can clean up
// then (removal.mjs). Says "open", and at the end "cleaned up": what waits for that is what the demo does after its lab is closed.
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openLab } from "../../examples/demo-lab.mjs";
import { ROOT } from "../setup/run.cjs";

const require = createRequire(import.meta.url);
const { createEmulator } = require(path.join(ROOT, "dist", "provider", "emulator"));

const emulator = await createEmulator();
const lab = await openLab({ emulator, log: () => {} });
for (const instanceId of ["ins-00000001", "ins-00000002"]) await lab.install(instanceId, "");
const interrupted = new Promise((resolve) => process.once("SIGINT", resolve));
console.log("open");
await Promise.race([interrupted, sleep(60_000)]);
await lab.close();
await emulator.close();
// A browser's handler would have ended the process by now.
await sleep(500);
console.log("cleaned up");
process.exit(0);
