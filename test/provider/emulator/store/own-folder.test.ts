import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "../../../../provider/emulator";
import { FolderError } from "../../../../provider/emulator/store/folder-error";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "havip-own-folder-"));
});
afterEach(() => {
  rmSync(data, { recursive: true, force: true });
});

const put = (files: Record<string, string>): void => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(data, name), text);
};
const found = (): Record<string, string> =>
  Object.fromEntries(readdirSync(data).map((name) => [name, readFileSync(join(data, name), "utf8")]));

describe("a folder that somebody else keeps things in", () => {
  it.each([
    ["a lock", "lock", { lock: "somebody's notes" }],
    ["an empty lock", "lock", { lock: "" }],
    ["a journal", "journal.jsonl", { "journal.jsonl": '{"my":"log"}\n' }],
    ["a journal without an end of line", "journal.jsonl", { "journal.jsonl": "notes" }],
    ["a snapshot", "snapshot.json", { "snapshot.json": '{"mine":true}' }],
    ["a snapshot and a lock", "lock", { "snapshot.json": "{}", lock: "notes" }],
    ["half a snapshot", "snapshot.json.tmp", { "snapshot.json.tmp": "notes" }],
    ["a lock that is taken over", "lock.new.1", { "lock.new.1": "notes" }],
    ["something", "package.json", { "package.json": "{}" }],
  ])("such as %s is refused, and stays as it is", async (_name, name, files) => {
    put(files);
    const refused = expect(createEmulator({ data })).rejects;
    await refused.toThrow(
      `The folder ${data} is not an emulator's: it holds ${name}, which no emulator left like that.`,
    );
    await expect(createEmulator({ data })).rejects.toThrow(FolderError);
    expect(found()).toEqual(files);
  });

  it("is refused for a lock of somebody else's beside a snapshot of ours", async () => {
    await (await createEmulator({ data })).close();
    put({ lock: "somebody's notes" });
    const before = found();
    await expect(createEmulator({ data })).rejects.toThrow("it holds lock, which no emulator left like that");
    expect(found()).toEqual(before);
  });
});

describe("a folder that an emulator may use", () => {
  const dead = 2 ** 22 + 1;
  const lock = JSON.stringify({ pid: dead, began: "1" });

  it.each([
    ["nothing", {}],
    ["what an emulator left that died as it took the folder", { lock, [`lock.new.${String(dead)}`]: "" }],
    ["what one left that died before its first snapshot", { lock, "journal.jsonl": "", "snapshot.json.tmp": '{"for' }],
    ["what one left that died in its first snapshot", { "snapshot.json.tmp": '{"format":1,"storeId":"0123","chan' }],
  ])("holds %s", async (_name, files: Record<string, string>) => {
    put(files);
    await using emulator = await createEmulator({ data });
    expect(emulator.state().vpcs).toHaveLength(1);
    expect(readdirSync(data)).toEqual(["journal.jsonl", "lock", "snapshot.json"]);
  });

  it("is a disk of its own", async () => {
    mkdirSync(join(data, "lost+found"));
    await using emulator = await createEmulator({ data });
    expect(emulator.state().vpcs).toHaveLength(1);
  });

  it("is one of its own in which somebody keeps other things as well", async () => {
    await (await createEmulator({ data })).close();
    put({ "notes.txt": "notes", "lock.notes": "notes" });
    await (await createEmulator({ data })).close();
    expect(found()).toMatchObject({ "notes.txt": "notes", "lock.notes": "notes" });
  });
});
