/** The example active-active with the real engine, from the packed package; ha-pair is the demo's. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { checkWithKeepalived } from "../setup/keepalived-check.cjs";
import { exampleProject } from "../setup/project.cjs";
import { linesIn } from "../sdk/keepalived/structure";
import { done, type Stack, useEngine } from "./stack";

const run = useEngine();
const MEMBERS = { "ins-00000001": "10.0.0.11", "ins-00000002": "10.0.0.12" };

interface Outputs {
  addresses: { blue: string; green: string };
  holders: { blue: string; green: string };
  configs: Record<keyof typeof MEMBERS, string>;
  failoverTimes: Record<string, Record<string, { successor: string; trackProcess: number }>>;
  securityGroupRules: { cidrBlock: string; protocol: string }[];
  guestFirewalls: Record<string, { nftables: string[] }>;
}

async function outputsOf(stack: Stack): Promise<Outputs> {
  // What the example's index.ts exports.
  return (await stack.outputs()) as object as Outputs;
}

it("the example active-active compiles as its user has it", async () => {
  const stack = await run.engine.example("active-active");
  const tsc = join(await exampleProject(), "node_modules", ".bin", "tsc");
  const { status, stdout } = spawnSync(tsc, ["-p", stack.folder], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});

it("the example active-active makes two HAVIPs, files that keepalived accepts, and goes", async () => {
  const stack = await run.engine.example("active-active");
  expect((await done(stack.up("--skip-preview"))).cloudCalls).toEqual(["CreateHaVip", "CreateHaVip"]);
  const { addresses, configs, failoverTimes, securityGroupRules, guestFirewalls } = await outputsOf(stack);
  for (const [instanceId, privateIp] of Object.entries(MEMBERS)) {
    const text = configs[instanceId as keyof typeof MEMBERS]; // A key of MEMBERS.
    expect(await checkWithKeepalived({ text, privateIp })).toMatchObject({ checked: true, accepted: true });
    const floating = [addresses.blue, addresses.green].map((address) => `${address}/32 dev eth0`);
    expect(linesIn(text, "virtual_ipaddress")).toEqual(floating);
  }
  const priorities = Object.values(configs).map((text) => text.match(/(?<=^ +priority )\d+$/gm));
  expect(priorities).toEqual([
    ["110", "100"],
    ["100", "110"],
  ]);
  expect(failoverTimes["green"]?.["ins-00000002"]).toMatchObject({ successor: "ins-00000001", trackProcess: 0.609 });
  expect(securityGroupRules.map(({ cidrBlock, protocol }) => [cidrBlock, protocol])).toEqual([
    ["10.0.0.11", "ALL"],
    ["10.0.0.12", "ALL"],
  ]);
  expect(guestFirewalls["ins-00000001"]?.nftables).toEqual([expect.stringContaining("10.0.0.12")]);

  // Both machines at work, as the cloud sees it.
  for (const { HaVipId, Vip } of run.engine.emulator.state().havips) {
    const instanceId = Vip === addresses.blue ? "ins-00000001" : "ins-00000002";
    run.engine.emulator.announce({ haVipId: HaVipId, instanceId });
  }
  await done(stack.refresh());
  expect((await done(stack.up("--skip-preview"))).cloudCalls).toEqual([]);
  expect((await outputsOf(stack)).holders).toEqual({ blue: "ins-00000001", green: "ins-00000002" });

  for (const { HaVipId } of run.engine.emulator.state().havips) run.engine.emulator.release({ haVipId: HaVipId });
  expect((await done(stack.destroy("--skip-preview"))).cloudCalls).toEqual(["DeleteHaVip", "DeleteHaVip"]);
});
