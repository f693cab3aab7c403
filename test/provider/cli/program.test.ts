import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { shellQuoted } from "../../../provider/cli/commands";
import { health } from "../../../provider/cli/control-client";
import { run } from "../../../provider/cli/program";
import { readRunFile, runFileOf, writeRunFile } from "../../../provider/cli/run-file";
import { TOKEN_HEADER } from "../../../provider/emulator/control/control-names";
import { Api } from "../emulator/api";
import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../../../provider/core/emulator";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "havip-cli-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  exitCode: number;
  out: string;
  err: string;
}

async function havip(args: string[], interrupted: () => Promise<void> = () => new Promise(() => {})): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    env: { HAVIP_EMULATOR_RUN_DIR: folder },
    home: folder,
    script: "unused",
    interrupted,
    input: () => Promise.resolve(new Uint8Array()),
  };
  const exitCode = await run(args, io);
  return { exitCode, out: out.join("\n"), err: err.join("\n") };
}

/** An emulator in the foreground of this process, for the duration of a step. */
async function serving(step: (port: string, url: string) => Promise<void>, ...options: string[]): Promise<Outcome> {
  let interrupt = (): void => {};
  const interrupted = new Promise<void>((resolve) => {
    interrupt = resolve;
  });
  const served = havip(["emulator", "start", "--foreground", "--port", "0", ...options], () => interrupted);
  let file = runFileOf(folder, process.pid);
  while (file === undefined) {
    await sleep(5);
    file = runFileOf(folder, process.pid);
  }
  try {
    await step(new URL(file.url).port, file.url);
  } finally {
    interrupt();
  }
  return await served;
}

describe("havip emulator", () => {
  it("start says where it answers, how to use it and where to look at it", async () => {
    let given = "";
    const outcome = await serving((port) => {
      given = port;
      return Promise.resolve();
    });
    expect(outcome).toMatchObject({ exitCode: 0, err: "" });
    expect(outcome.out).toContain(`http://127.0.0.1:${given}`);
    expect(outcome.out).toContain(`eval "$(npx havip emulator env --port ${given})"`);
    expect(outcome.out).toMatch(new RegExp(`look at it: +http://127\\.0\\.0\\.1:${given}/console$`, "m"));
  });

  it("status tells a running emulator by exit code 0, and a missing one by 3", async () => {
    let stopped = "";
    await serving(async (port, url) => {
      stopped = port;
      const found = await havip(["emulator", "status", "--port", port]);
      expect(found).toMatchObject({ exitCode: 0, out: expect.stringContaining(url) });
      expect(found.out).toContain(`run file: ${join(folder, `emulator-${port}.json`)}`);
    });
    const missing = await havip(["emulator", "status", "--port", stopped]);
    expect(missing).toMatchObject({ exitCode: 3, out: expect.stringContaining("havip emulator start") });
  });

  it("env prints lines that a shell evaluates to what clients need, and nothing else", async () => {
    await serving(async (port, url) => {
      const { out } = await havip(["emulator", "env", "--port", port]);
      expect(out.split("\n").every((line) => /^export [A-Z_]+='[^']*'$/.test(line))).toBe(true);
      const show = 'eval "$1"; echo "$TENCENTCLOUD_ENDPOINT $TENCENTCLOUD_SECRET_ID $TENCENTCLOUD_SECRET_KEY"';
      const seen = execFileSync("sh", ["-c", show, "sh", out], { encoding: "utf8" });
      expect(seen.trim()).toBe(`${url} ${EMULATOR_SECRET_ID} ${EMULATOR_SECRET_KEY}`);
    });
  });

  it("env --unset takes the same variables away, and needs no emulator", async () => {
    const { exitCode, out } = await havip(["emulator", "env", "--unset"]);
    const names = ["ENDPOINT", "SECRET_ID", "SECRET_KEY", "REGION"].map((name) => `unset TENCENTCLOUD_${name}`);
    expect([exitCode, out]).toEqual([0, names.join("\n")]);
  });

  it("env without an emulator prints nothing that a shell would evaluate", async () => {
    const outcome = await havip(["emulator", "env", "--port", "1"]);
    expect(outcome).toMatchObject({ exitCode: 3, out: "", err: expect.stringContaining("havip emulator start") });
  });

  it("announce, release and reset do to the state what they say", async () => {
    await serving(async (port, url) => {
      const api = new Api({ url, credentials: { secretId: EMULATOR_SECRET_ID, secretKey: EMULATOR_SECRET_KEY } });
      const { HaVipId } = await api.havip();
      await havip(["emulator", "announce", HaVipId, "--instance", "ins-00000002", "--port", port]);
      expect(await api.found()).toMatchObject([{ InstanceId: "ins-00000002" }]);
      await havip(["emulator", "release", HaVipId, "--port", port]);
      expect(await api.found()).toMatchObject([{ InstanceId: "" }]);
      const claimed = await havip(["emulator", "announce", HaVipId, "--interface", "eni-00000001", "--port", port]);
      expect(claimed.out).toBe(`eni-00000001 has claimed ${HaVipId}.`);
      expect(await api.found()).toMatchObject([{ InstanceId: "ins-00000001", NetworkInterfaceId: "eni-00000001" }]);
      await havip(["emulator", "reset", "--port", port]);
      expect(await api.found()).toEqual([]);
    });
  });

  it("release says who still holds a HAVIP whose binding sticks", async () => {
    await serving(async (port, url) => {
      const api = new Api({ url, credentials: { secretId: EMULATOR_SECRET_ID, secretKey: EMULATOR_SECRET_KEY } });
      const { HaVipId } = await api.havip();
      await havip(["emulator", "announce", HaVipId, "--instance", "ins-00000002", "--port", port]);
      const file = readRunFile(folder, Number(port));
      const headers = { [TOKEN_HEADER]: file?.token ?? "" };
      const body = JSON.stringify({ bindingSticks: true });
      await fetch(`${url}/_emulator/behaviour`, { method: "PATCH", headers, body });
      expect(await havip(["emulator", "release", HaVipId, "--port", port])).toMatchObject({
        exitCode: 0,
        out: `${HaVipId} is still bound to ins-00000002 (behaviour.bindingSticks).`,
      });
    });
  });

  it("announce passes on why a claim is refused", async () => {
    await serving(async (port) => {
      const args = ["emulator", "announce", "havip-00000000", "--instance", "ins-00000001", "--port", port];
      expect(await havip(args)).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining("The HAVIP havip-00000000 does not exist"),
      });
    });
  });

  it("stop ends it through the control API and takes its run file away", async () => {
    const served = await serving(async (port, url) => {
      const stopped = await havip(["emulator", "stop", "--port", port]);
      expect(stopped).toMatchObject({ exitCode: 0, out: `The emulator at ${url} has stopped.` });
    });
    expect(served.exitCode).toBe(0);
    expect(runFileOf(folder, process.pid)).toBeUndefined();
  });

  it("stop without an emulator has nothing to do", async () => {
    expect(await havip(["emulator", "stop", "--port", "1"])).toMatchObject({ exitCode: 0, err: "" });
  });

  it("does not believe a run file that a killed emulator left behind", async () => {
    await serving(async (port, url) => {
      writeRunFile(folder, 2, { url, token: "t", pid: 42, storeId: "another" });
      expect(port).not.toBe("2");
      expect((await havip(["emulator", "status", "--port", "2"])).exitCode).toBe(3);
      expect(existsSync(join(folder, "emulator-2.json"))).toBe(false);
    });
  });

  it("start takes a profile with its seed, and a site, and says so", async () => {
    const options = ["--profile", "pebble", "--pebble-seed", "7", "--site", "intl"];
    const outcome = await serving(
      async (port) => {
        const again = await havip(["emulator", "start", "--port", port, ...options]);
        expect(again).toMatchObject({ exitCode: 0, out: expect.stringContaining("It runs already.") });
        const other = await havip(["emulator", "start", "--port", port, "--profile", "realistic"]);
        expect(other).toMatchObject({
          exitCode: 1,
          err: expect.stringContaining("profile pebble (seed 7), site intl"),
        });
      },
      ...options,
    );
    expect(outcome.out).toContain("It behaves as: profile pebble (seed 7), site intl.");
  });

  it.each([
    ["--profile", "chaos", /instant, realistic, pebble/],
    ["--site", "mars", /china, intl/],
    ["--pebble-seed", "4294967296", /from 0 to 4294967295/],
  ])("start refuses %s %s", async (option, value, message) => {
    const outcome = await havip(["emulator", "start", "--port", "0", option, value]);
    expect(outcome).toMatchObject({ exitCode: 2, err: expect.stringMatching(message) });
  });

  it.each([[], ["--profile", "realistic"]])("start %s refuses a seed that nothing would heed", async (...profile) => {
    expect(await havip(["emulator", "start", "--port", "0", "--pebble-seed", "7", ...profile])).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("--pebble-seed is for --profile pebble"),
    });
  });

  it("start on a port that runs already is no mistake, unless the data differ", async () => {
    await serving(async (port) => {
      const again = await havip(["emulator", "start", "--port", port]);
      expect(again).toMatchObject({ exitCode: 0, out: expect.stringContaining("It runs already.") });
      const other = await havip(["emulator", "start", "--port", port, "--data", join(folder, "data")]);
      expect(other).toMatchObject({ exitCode: 1, err: expect.stringContaining("keeps its state in memory") });
    });
  });

  it.each([["start"], ["start", "--foreground"]])("%s %s names another emulator that has the port", async (...args) => {
    await serving(async (port) => {
      const elsewhere = ["--port", port, "--run-dir", join(folder, "elsewhere")];
      expect(await havip(["emulator", ...args, ...elsewhere])).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining(`taken by another emulator (process id ${String(process.pid)}`),
      });
    });
  });

  it("start --foreground on a port of the user's own emulator names it, and how to stop it", async () => {
    await serving(async (port) => {
      expect(await havip(["emulator", "start", "--foreground", "--port", port])).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining(`has your emulator with process id ${String(process.pid)}`),
      });
    });
  });

  it("start with the data of a running emulator says how to stop that one", async () => {
    const data = ["--data", join(folder, "data")];
    await serving(
      async (port) => {
        const outcome = await havip(["emulator", "start", "--foreground", "--port", "0", ...data]);
        expect(outcome.exitCode).toBe(1);
        expect(outcome.err).toContain(`in use by your emulator at http://127.0.0.1:${port} (process id`);
        expect(outcome.err).toContain(`(npx havip emulator stop --port ${port})`);
      },
      ...data,
    );
  });

  it("start that cannot note what runs says so, and leaves nothing running", async () => {
    writeFileSync(join(folder, "file"), "");
    const [port, where] = [String(await freePort()), ["--run-dir", join(folder, "file")]];
    const outcome = await havip(["emulator", "start", "--foreground", "--port", port, ...where]);
    expect(outcome).toMatchObject({ exitCode: 1, err: expect.stringMatching(/cannot be noted in .*file.*--run-dir/) });
    expect(await health(`http://127.0.0.1:${port}`)).toBeUndefined();
  });

  it("start says when another program has the port", async () => {
    const stranger = createServer((_request, response) => response.end("hello"));
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    const { port } = stranger.address() as AddressInfo; // True of a server that listens on a TCP port.
    const outcome = await havip(["emulator", "start", "--port", String(port)]);
    stranger.close();
    expect(outcome).toMatchObject({ exitCode: 1, err: expect.stringContaining("a program that is no emulator") });
  });
});

it("havip says its version", async () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(await havip(["--version"])).toEqual({ exitCode: 0, out: version, err: "" });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // True of a server that listens on a TCP port.
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("a mistake in the command", () => {
  it.each([
    [["bogus"], "unknown command 'bogus'"],
    [["emulator", "bogus"], "unknown command 'bogus'"],
    [["emulator"], "Usage: havip emulator"],
    [["emulator", "announce", "--instance", "ins-00000001"], "missing required argument 'havipId'"],
    [["emulator", "announce", "havip-00000000"], "Give --instance, --interface or both"],
    [["emulator", "status", "--port", "http"], "A port is a number"],
    [["emulator", "status", "--port", "65536"], "A port is a number"],
    [["emulator", "status", "--colour"], "unknown option '--colour'"],
  ])("%j is explained, with exit code 2", async (args, message) => {
    const outcome = await havip(args);
    expect(outcome).toMatchObject({ exitCode: 2, out: "", err: expect.stringContaining(message) });
  });

  it("is not made by who asks for help", async () => {
    expect(await havip(["emulator", "--help"])).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining("announce"),
    });
  });
});

describe("quoting for the shell", () => {
  it.each(["plain", "", "it's", '$(id) `id` "x" \\ !', "two\nlines"])("keeps %j as it is", (text) => {
    const seen = execFileSync("sh", ["-c", `printf %s ${shellQuoted(text)}`], { encoding: "utf8" });
    expect(seen).toBe(text);
  });
});
