"use strict";
const fs = require("node:fs");
const path = require("node:path");

/**
 * Does `work` while no other process holds the lock of that name; waits for its turn.
 * The lock is a folder that names its process: that of a killed process is taken over. Two processes that find
 * the same dead lock at the same moment may both go on, so the work's result must still be put in place atomically.
 */
async function withLock(lockPath, work, { pollMs = 500 } = {}) {
  fs.mkdirSync(path.dirname(lockPath), { recursive: true });
  while (!tryLock(lockPath)) await new Promise((resolve) => setTimeout(resolve, pollMs));
  const release = () => fs.rmSync(lockPath, { recursive: true, force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.removeListener("exit", release);
    release();
  }
}

function tryLock(lockPath) {
  // Written beside and renamed into place, so that a lock never stands without the name of its process.
  const mine = fs.mkdtempSync(`${lockPath}.`);
  fs.writeFileSync(path.join(mine, "pid"), String(process.pid));
  try {
    fs.renameSync(mine, lockPath);
    return true;
  } catch {
    fs.rmSync(mine, { recursive: true, force: true });
    if (!holderIsAlive(lockPath)) fs.rmSync(lockPath, { recursive: true, force: true });
    return false;
  }
}

function holderIsAlive(lockPath) {
  try {
    process.kill(Number(fs.readFileSync(path.join(lockPath, "pid"), "utf8")), 0);
    return true;
  } catch (error) {
    // EPERM: the process is there, of another user. ENOENT: the lock was released this moment; the next turn takes it.
    return error.code === "EPERM" || error.code === "ENOENT";
  }
}

module.exports = { withLock };
