import { outage, takeover } from "./theory.cjs";

// The figures are those of the measured runs that the project began with, whose holders were replaced by a priority of 100.
describe("a dead holder is replaced after three intervals and the skew", () => {
  it.each([
    [2, 1, 3_609],
    [2, 5, 15_609],
    [3, 1, 3_609],
    [3, 0.2, 722],
    [3, 0.1, 361],
  ] as const)("VRRPv%d every %d s: %d ms", (version, advertInterval, milliseconds) => {
    const taken = takeover({ version, advertInterval, priority: 100, saysGoodbye: false });
    expect(Math.round(taken)).toBe(milliseconds);
  });
});

it("one that leaves is replaced after the skew", () => {
  const taken = takeover({ version: 3, advertInterval: 0.2, priority: 100, saysGoodbye: true });
  expect(Math.round(taken)).toBe(122);
});

it("a stronger member takes over sooner", () => {
  const timers = { version: 2, advertInterval: 1, saysGoodbye: false } as const;
  expect(takeover({ ...timers, priority: 110 })).toBeLessThan(takeover({ ...timers, priority: 100 }));
});

it("a client waits up to one interval less, because the holder may have died just before it would have spoken", () => {
  const { shortest, longest } = outage({ version: 2, advertInterval: 1, priority: 100, saysGoodbye: false });
  expect([Math.round(shortest), Math.round(longest)]).toEqual([2_609, 3_609]);
});
