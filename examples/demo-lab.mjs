// The part of the demo with real machines, as far as namespaces are machines: the configurations of `pulumi stack output configs`
// are installed on two of them as they are, one dies, and the HAVIP moves. Everybody who asks the cloud sees it.
import { setTimeout as sleep } from "node:timers/promises";
import { controlOf } from "../test/lab/control.mjs";
import { measure } from "../test/lab/measure.cjs";
import { keepPinging } from "../test/lab/pings.mjs";
import { macOf } from "../test/lab/ruleset.cjs";
import { openVpc } from "../test/lab/vpc.mjs";
import { findTool, installCommand } from "../test/setup/tools.cjs";

/** From where the HAVIP is pinged: the third machine of the emulator's network. */
const CLIENT = "ins-00000003";

/** An election takes 3.6 s, and its second announcement another one. */
const PATIENCE_MS = 15_000;

export async function failoverDemo({ user, lab, members, step, expect, show, log }) {
  const [first, second] = members;

  const created = await step("pulumi up creates the HAVIP and renders each machine's keepalived.conf", async () => {
    const { steps } = await user.up();
    expect("what was done to the HAVIP", steps, ["create"]);
    const outputs = await user.outputs();
    show(outputs);
    await user.checkConfigs(outputs);
    expect("its holder", outputs.holder, "");
    return outputs;
  });

  await step(`${first} and ${second} run keepalived with these files; ${first} claims ${created.address}`, async () => {
    for (const instanceId of members) await lab.install(instanceId, created.configs[instanceId]);
    await lab.ping(CLIENT, created.address);
    for (const instanceId of members) lab.start(instanceId);
    await lab.moved(created, first);
  });

  await step("pulumi refresh sees the holder, and there is nothing to change", () => unchanged(first));

  await step(`${first} is powered off, while ${CLIENT} pings ${created.address} every 5 ms`, async () => {
    const { outage, takeover, moves } = await lab.powerOff(first, created, second);
    log(`no answer for ${seconds(outage)}; ${second} took over ${seconds(takeover)} after the last word of ${first}`);
    expect("moves of the HAVIP", moves, 1);
    expect("an outage of at most 3.7 s", outage <= 3_700, true);
  });

  await step("pulumi refresh sees the new holder, and there is nothing to change", () => unchanged(second));

  await step("keepalived is stopped, and pulumi destroy releases the HAVIP", async () => {
    await lab.stop(second);
    const { steps } = await user.destroy();
    expect("what was done to the HAVIP", steps, ["delete"]);
  });
  return "the HAVIP moved to the other machine when its holder died, and everybody saw it";

  async function unchanged(holder) {
    await user.refresh();
    const { holderInstanceId, lastMoved } = await user.havipInState();
    log(`in the stack's state: held by ${holderInstanceId}, moved ${lastMoved}`);
    expect("its holder in the stack's state", holderInstanceId, holder);
    const { changes, actions } = await user.up();
    expect("what pulumi up changes", Object.keys(changes), ["same"]);
    expect("API calls of pulumi up", actions, []);
    // The program's outputs follow with the next run of the program.
    const outputs = await user.outputs();
    expect("the output holder", outputs.holder, holder);
    expect("the configurations", outputs.configs, created.configs);
  }
}

/** The VPC of an emulator that runs elsewhere, and an open page of its console. */
export async function openLab({ emulator, log }) {
  const page = await openConsole(emulator.url);
  const vpc = await openVpc(controlOf(emulator)).catch(async (error) => {
    await page.close();
    throw error;
  });
  let replies = [];
  const machine = (instanceId) => vpc.machines.get(instanceId);

  /** Waits until the cloud says so, and shows it and what the console shows. */
  const moved = async ({ havipId, address }, holder) => {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const { HaVipSet } = await emulator.call("DescribeHaVips", { HaVipIds: [havipId] });
      if (HaVipSet[0].InstanceId === holder) break;
      if (Date.now() > until)
        throw new Error(`${holder} has not claimed ${address}: held by ${HaVipSet[0].InstanceId || "nobody"}.`);
      await sleep(50);
    }
    log(`DescribeHaVips: ${address} is held by ${holder}`);
    log(`${emulator.url}/console shows: ${await page.shows(address, holder)}`);
  };

  return {
    moved,
    install: async (instanceId, content) => {
      const member = await vpc.boot(instanceId);
      await member.write({ path: "/etc/keepalived/keepalived.conf", mode: "0600", content });
    },
    start: (instanceId) => machine(instanceId).startKeepalived(),
    stop: async (instanceId) => {
      await machine(instanceId).stopKeepalived();
      await vpc.told();
    },
    ping: async (instanceId, address) => {
      const { room } = await vpc.boot(instanceId);
      replies = keepPinging(room, address);
    },
    powerOff: async (instanceId, havip, successor) => {
      const [from, before] = [Date.now(), macOf(machine(instanceId).address)];
      await vpc.powerOff(instanceId);
      await moved(havip, successor);
      // Until the second announcement has passed, too.
      await sleep(1_500);
      return measure({ from, before, address: havip.address, packets: vpc.packets, replies });
    },
    close: async () => {
      await vpc.close();
      await page.close();
    },
  };
}

/** The console in a browser without a window. */
async function openConsole(url) {
  const executablePath = findTool("chromium");
  if (executablePath === undefined)
    throw new Error(`The console needs a browser. As root: ${installCommand(["chromium"])}`);
  // Not before `npm ci` has brought it.
  const { chromium } = await import("playwright-core");
  // Its own handlers would end the process at once, before the demo has stopped its emulator and removed its sandbox.
  const ours = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"], ...ours });
  const page = await (await browser.newContext({ locale: "en-US" })).newPage();
  await page.goto(`${url}/console`);
  return {
    /** The line of an address, once it names the holder. */
    shows: async (address, holder) => {
      const row = page.getByRole("row").filter({ hasText: address }).filter({ hasText: holder });
      await row.waitFor({ timeout: PATIENCE_MS });
      return (await row.innerText()).trim().replace(/\s+/g, " ");
    },
    close: () => browser.close(),
  };
}

const seconds = (milliseconds) => `${(milliseconds / 1_000).toFixed(2)} s`;
