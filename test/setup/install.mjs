// `npm ci`, when node_modules is not already what the lock file says. Removing and fetching it again takes a minute.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { npm } from "./npm.cjs";
import { withProgress } from "./progress.cjs";
import { ROOT } from "./run.cjs";

const stamp = path.join(ROOT, "node_modules", ".installed-from");
const lockFile = fs.readFileSync(path.join(ROOT, "package-lock.json"));
const wanted = createHash("sha256").update(lockFile).digest("hex");

if (!isInstalled()) {
  await withProgress(console.log, "npm ci", () => npm(["ci"]));
  fs.writeFileSync(stamp, wanted);
}

function isInstalled() {
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return true;
  // A developer's own `npm install` leaves no stamp of ours, but npm's record, written when all was in place.
  const record = path.join(ROOT, "node_modules", ".package-lock.json");
  const lock = path.join(ROOT, "package-lock.json");
  return fs.existsSync(record) && fs.statSync(record).mtimeMs >= fs.statSync(lock).mtimeMs;
}
