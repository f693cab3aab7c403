/** What was expected and did or did not come true. Each counts as one passed or failed test. */
export class Checks {
  passed = 0;
  failures = [];
  /** What was neither passed nor failed, because it cannot be tried here, with the reason. */
  leftOut = [];

  constructor(log) {
    this.log = log;
  }

  /** `found` are the deviations: none is as expected. */
  that(name, found) {
    if (found.length === 0) this.passed += 1;
    else this.failures.push(`${name}: ${found.join("; ")}`);
    this.log(`${found.length === 0 ? "ok  " : "FAIL"} ${name}${found.length === 0 ? "" : `: ${found.join("; ")}`}`);
  }

  /** Tells of what is not tried here, and does not count it. */
  leaveOut(name, why) {
    this.leftOut.push(`${name}: ${why}`);
    this.log(`--   ${name}: ${why}`);
  }

  /** Does `work` and takes an error of it for a failure, so that everything else is still tried. */
  async during(name, work) {
    try {
      await work();
    } catch (error) {
      this.that(name, [error.message]);
    }
  }
}

/** A deviation, unless `got` is what was expected. */
export function unless(got, expected, what) {
  return JSON.stringify(got) === JSON.stringify(expected)
    ? []
    : [`${what}: ${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`];
}
