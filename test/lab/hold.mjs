// Opens a lab and keeps it open, for the proof that nothing of it is left however its process ends (removal.mjs). Says
// "open" on its output once keepalived runs in two machines. With --crash it fails a moment later.
import { setTimeout as sleep } from "node:timers/promises";
import { openTrial } from "./trial.mjs";

const trial = await openTrial({ cluster: { profile: "fast" } });
await trial.event(() => trial.start());
console.log("open");
await sleep(process.argv.includes("--crash") ? 2_000 : 60_000);
throw new Error("Nobody has ended this, or it was told to fail.");
