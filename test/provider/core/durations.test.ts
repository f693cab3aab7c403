import { parseDuration } from "../../../provider/core/durations";

describe("a duration", () => {
  test.each([
    ["90s", 90_000],
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["24h", 86_400_000],
  ])("%s is %i milliseconds", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each(["", "5", "m", "0s", "-5m", "5 m", "5m x", "1d"])("%j is none", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test.each(["8.2m", "4.1m", "2.2h", "0.1ms"])(
    "%s is something a timer takes, though no whole number in binary",
    (text) => {
      expect(() => AbortSignal.timeout(parseDuration(text) ?? Number.NaN)).not.toThrow();
    },
  );
});
