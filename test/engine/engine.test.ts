import { CloudInTime } from "./cloud";
import { seeded } from "./random";
import { Stack, changingCalls, havipCalls } from "./stack";
import { Time } from "./time";

test("x", async () => {
  const random = seeded(1);
  const time = new Time(random);
  const cloud = new CloudInTime(time, random, "0123456789abcdef");
  const stack = new Stack(time, random);
  stack.program = [{ name: "web", inputs: { vpcId: "vpc-00000001", subnetId: "subnet-00000001" } }];
  const t=performance.now();
  for (const [what, r] of [
    ["up", await stack.up(cloud)],
    ["up", await stack.up(cloud)],
    ["up", await stack.up(cloud, {replace: [ "urn:pulumi:dev::lifecycle::pulumi-nodejs:dynamic/tencentcloud:Havip::web"]})],
    ["refresh", await stack.refresh(cloud)],
    ["destroy", await stack.destroy(cloud)],
  ] as const) console.log(what, r.ending, r.text, havipCalls(r), changingCalls(r), stack.snapshot);
  console.log(performance.now()-t);
});
