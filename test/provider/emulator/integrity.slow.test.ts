import fc from "fast-check";
import type { Snapshot } from "../../../provider/emulator";
import { callInProcess, cloudInProcess } from "./in-process";
import { addressesInUse, contradictions, unfinished } from "./integrity";
import { TASK_MS, anySteps, furnish, take } from "./random-calls";

const cloud = cloudInProcess(TASK_MS);

/** Where DescribeSubnets counts other addresses than there are. */
async function miscounts(state: Snapshot): Promise<string[]> {
  const { SubnetSet } = await callInProcess(cloud, "DescribeSubnets", {});
  // True of every one that succeeds.
  const subnets = SubnetSet as { SubnetId: string; TotalIpAddressCount: number; AvailableIpAddressCount: number }[];
  const used = addressesInUse(state);
  return subnets.flatMap(({ SubnetId, TotalIpAddressCount: total, AvailableIpAddressCount: free }) => {
    const expected = used.filter((each) => each.startsWith(`${SubnetId} `)).length;
    return total - free === expected ? [] : [`${SubnetId} counts ${String(total - free)}, not ${String(expected)}`];
  });
}

beforeAll(async () => {
  await furnish(cloud);
  cloud.save("furnished");
});

// 60 seconds: for the time that it takes to find the shortest sequence that goes wrong.
it("no sequence of calls leaves a mention of what is not there, or a task's work undone", async () => {
  const property = fc.asyncProperty(anySteps, async (steps) => {
    cloud.restore("furnished");
    cloud.behave({ tasks: { stuck: false, outcome: "SUCCESS" } });
    let state = cloud.snapshot();
    for (const step of steps) {
      await take(step, cloud, state);
      state = cloud.snapshot();
      const wrong = contradictions(state);
      if (wrong.length > 0) throw new Error(wrong.join("\n"));
    }
    cloud.behave({ tasks: { stuck: false } });
    cloud.clock.advance(TASK_MS);
    state = cloud.snapshot();
    expect([...contradictions(state), ...unfinished(state), ...(await miscounts(state))]).toEqual([]);
  });
  await fc.assert(property, { numRuns: 150, seed: 3 });
}, 60_000);
