import { createCloudClock } from "../../../provider/api/cloud-clock";

const CLOUD = Date.UTC(2026, 0, 1);

/** A machine whose clock is `off` milliseconds ahead of the cloud's, and what its user is told. */
function machine(off: number) {
  let elapsed = 0;
  const warnings: string[] = [];
  const clock = createCloudClock(
    () => CLOUD + off + elapsed,
    (message) => warnings.push(message),
  );
  return { clock, warnings, pass: (milliseconds: number) => (elapsed += milliseconds) };
}

test("the machine's time holds as long as the cloud does not refuse it", () => {
  const { clock, warnings } = machine(200_000);
  expect(clock.now()).toBe(CLOUD + 200_000);
  expect(warnings).toEqual([]);
});

describe("A4: once the cloud refused it", () => {
  test.each([-3_600_000, 3_600_000])("the cloud's time holds, and goes on (%i ms off)", (off) => {
    const { clock, pass } = machine(off);
    clock.correct(CLOUD);
    expect(clock.now()).toBe(CLOUD);
    pass(5_000);
    expect(clock.now()).toBe(CLOUD + 5_000);
  });

  test("the user is told how far off the machine is, in seconds, and in which direction", () => {
    const slow = machine(-600_400);
    slow.clock.correct(CLOUD);
    expect(slow.warnings).toEqual([expect.stringMatching(/is 600 s behind the cloud's.*set the clock/)]);
    const fast = machine(600_600);
    fast.clock.correct(CLOUD);
    expect(fast.warnings).toEqual([expect.stringMatching(/is 601 s ahead of the cloud's.*set the clock/)]);
  });

  test("a second correction counts from the machine's time again, and is not told", () => {
    const { clock, warnings, pass } = machine(3_600_000);
    clock.correct(CLOUD);
    pass(1_000);
    clock.correct(CLOUD + 2_000);
    expect(clock.now()).toBe(CLOUD + 2_000);
    expect(warnings).toHaveLength(1);
  });
});
