"use strict";
// Loaded into the emulator's process ahead of it (node --require). What is under test stays as built, except for what the
// environment says:
// - HAVIP_DURABILITY_FOLD_AFTER: after how many batches the journal is folded into its snapshot (it would be thousands)
// - HAVIP_DURABILITY_DIE_AT: `step fraction`: the file operation of the journal at which the process kills itself with
//   SIGKILL. One that writes writes that fraction of its bytes before: that is how lines are torn. The same as a message
//   `{ step, fraction }` of the parent counts from then on.
// Tells its parent on the file descriptor 3 when a fold begins (b) and ends (e).
const fs = require("node:fs");
const path = require("node:path");

const dist = path.resolve(path.dirname(process.argv[1]), "..");
const { Journal } = require(path.join(dist, "emulator", "store", "journal.js"));
const { writeSync } = fs;

const foldAfter = Number(process.env.HAVIP_DURABILITY_FOLD_AFTER);
const { open } = Journal;
Journal.open = (folder, newStoreId) => open.call(Journal, folder, newStoreId, foldAfter);

const { rewrite } = Journal.prototype;
Journal.prototype.rewrite = function (changes) {
  writeSync(3, "b");
  rewrite.call(this, changes);
  writeSync(3, "e");
};

const [step, fraction] = (process.env.HAVIP_DURABILITY_DIE_AT ?? "").split(" ").map(Number);
if (step > 0) dieAt({ step, fraction });
process.on("message", dieAt);
process.channel.unref();
// A parent that was killed itself could not say goodbye.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

function dieAt({ step: last, fraction: share }) {
  let done = 0;
  for (const name of ["writeSync", "fsyncSync", "renameSync", "ftruncateSync"]) {
    const real = fs[name];
    fs[name] = (...args) => {
      done += 1;
      if (done === last) {
        if (name === "writeSync") real(args[0], args[1].subarray(0, Math.floor(args[1].length * share)));
        process.kill(process.pid, "SIGKILL");
      }
      return real(...args);
    };
  }
}
