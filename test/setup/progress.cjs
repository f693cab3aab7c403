"use strict";

/** Does `work` and tells `log` what is being done, when it begins, when it ends and in between. */
async function withProgress(log, what, work) {
  const started = Date.now();
  log(`${what} ...`);
  const result = await withElapsed(log, work);
  log(`${what}: ${secondsSince(started)} s`);
  return result;
}

/** Does `work` and tells `log` every 15 seconds for how long: a silent terminal looks like a hang. */
async function withElapsed(log, work) {
  const started = Date.now();
  const timer = setInterval(() => log(`... ${secondsSince(started)} s`), 15_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

const secondsSince = (started) => Math.round((Date.now() - started) / 1000);

module.exports = { withElapsed, withProgress };
