import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRunFile, removeRunFile, runFileOf, runFolder, writeRunFile } from "../../../provider/cli/run-file";

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "havip-run-")), "run");
});
afterEach(() => {
  rmSync(join(folder, ".."), { recursive: true, force: true });
});

const FILE = { url: "http://127.0.0.1:7215", token: "secret", pid: 42, storeId: "store" };

describe("the folder of run files", () => {
  const env = { XDG_RUNTIME_DIR: "/run/user/1000", HAVIP_EMULATOR_RUN_DIR: "/chosen" };

  it.each([
    ["the option", "/given", env, "/given"],
    ["the environment variable", undefined, env, "/chosen"],
    ["the session", undefined, { ...env, HAVIP_EMULATOR_RUN_DIR: "" }, "/run/user/1000/pulumi-tencentcloud-havip"],
    ["the home folder", undefined, {}, "/home/someone/.pulumi-tencentcloud-havip/run"],
  ])("is given by %s, in this order", (_name, given, variables, expected) => {
    expect(runFolder({ env: variables, home: "/home/someone" }, given)).toBe(expected);
  });

  it("is asked for where there is no home folder, and is never the folder that the user happens to be in", () => {
    expect(() => runFolder({ env: {}, home: "" }, undefined)).toThrow(/--run-dir.*HAVIP_EMULATOR_RUN_DIR/);
    expect(runFolder({ env: {}, home: "" }, "/given")).toBe("/given");
  });
});

describe("a run file", () => {
  it("is read as it was written, by port and by process", () => {
    writeRunFile(folder, 7215, FILE);
    writeRunFile(folder, 7216, { ...FILE, pid: 43, data: "/data" });
    expect(readRunFile(folder, 7215)).toEqual(FILE);
    expect(runFileOf(folder, 43)).toEqual({ ...FILE, pid: 43, data: "/data" });
    expect([readRunFile(folder, 1), runFileOf(folder, 1)]).toEqual([undefined, undefined]);
  });

  it("with its token is kept to its owner", () => {
    writeRunFile(folder, 7215, FILE);
    const [name = ""] = readdirSync(folder);
    expect([statSync(folder).mode & 0o777, statSync(join(folder, name)).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it("is removed by the emulator that wrote it only", () => {
    writeRunFile(folder, 7215, FILE);
    removeRunFile(folder, 7215, "another token");
    expect(readRunFile(folder, 7215)).toEqual(FILE);
    removeRunFile(folder, 7215, FILE.token);
    expect(readRunFile(folder, 7215)).toBeUndefined();
  });
});
