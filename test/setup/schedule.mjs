/**
 * Runs tasks `{ name, needs, run }` side by side, in their order as far as `needs` allows, and returns their results
 * `{ passed, failed, output }`. A task whose need failed is not run and counts as one failure.
 */
export async function runTasks(tasks, { sideBySide, log }) {
  const results = new Map();
  const waiting = [...tasks];
  const running = new Map();
  const heartbeat = setInterval(() => log(`running: ${describe(running)}`), 30_000);
  while (waiting.length > 0 || running.size > 0) {
    startReadyTasks();
    const { task, result, seconds } = await Promise.race([...running.values()].map(({ ended }) => ended));
    running.delete(task.name);
    results.set(task.name, result);
    log(`${task.name}: ${verdictOf(result)} (${seconds} s)`);
    if (result.failed > 0) console.log(result.output.trim());
  }
  clearInterval(heartbeat);
  return [...results.values()];

  function startReadyTasks() {
    for (const task of [...waiting]) {
      if (running.size >= sideBySide) return;
      if (!task.needs.every((name) => results.has(name))) continue;
      waiting.splice(waiting.indexOf(task), 1);
      log(`${task.name} ...`);
      const unmet = task.needs.filter((name) => results.get(name).failed > 0);
      running.set(task.name, { since: Date.now(), ended: runOne(task, unmet) });
    }
  }
}

async function runOne(task, unmet) {
  const started = Date.now();
  const result = unmet.length === 0 ? await attempt(task) : failure(`Not run: ${unmet.join(", ")} failed.`);
  return { task, result, seconds: secondsSince(started) };
}

async function attempt(task) {
  try {
    return await task.run();
  } catch (error) {
    return failure(error.message);
  }
}

/** A preparation counts nothing when it succeeds. */
const verdictOf = ({ passed, failed }) => (passed + failed === 0 ? "done" : `${passed} passed, ${failed} failed`);

const failure = (output) => ({ passed: 0, failed: 1, output });

const secondsSince = (started) => Math.round((Date.now() - started) / 1000);

const describe = (running) => [...running].map(([name, { since }]) => `${name} ${secondsSince(since)} s`).join(", ");
