import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { FolderError, explained } from "../../../../provider/emulator/store/folder-error";
import { Journal } from "../../../../provider/emulator/store/journal";
import { lockFolder } from "../../../../provider/emulator/store/lock";
import { holderOf } from "../../../../provider/emulator/store/lock-holder";
import type { Change } from "../../../../provider/emulator/store/state";
import { Store } from "../../../../provider/emulator/store/store";
import { Api } from "../api";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "havip-emulator-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const path = (name: string): string => join(folder, "data", name);
const open = (): Promise<Emulator> => createEmulator({ data: join(folder, "data") });

/** Runs a step against an emulator that is closed afterwards. */
async function session<T>(step: (api: Api, emulator: Emulator) => Promise<T>): Promise<T> {
  await using emulator = await open();
  return await step(new Api(emulator), emulator);
}

describe("an emulator with a folder", () => {
  it("finds everything again, in the same world", async () => {
    const [before, id] = await session(async (api, emulator) => {
      const { HaVipId } = await api.havip({ ClientToken: "t" });
      await api.havip({ HaVipName: "b" });
      await api.ok("DeleteHaVip", { HaVipId });
      return [emulator.state(), emulator.storeId] as const;
    });
    await session((_api, emulator) => {
      expect([emulator.state(), emulator.storeId]).toEqual([before, id]);
      return Promise.resolve();
    });
  });

  it("still knows a ClientToken and a running task", async () => {
    const clock = Date.now();
    const options = { data: join(folder, "data"), taskDelayMs: 1_000 };
    const first = await createEmulator({ ...options, clock: () => clock });
    const api = new Api(first, () => clock);
    const made = await api.havip({ ClientToken: "t" });
    const { RequestId: TaskId } = await api.ok("DeleteHaVip", { HaVipId: made.HaVipId });
    await first.close();

    await using second = await createEmulator({ ...options, clock: () => clock + 1_000 });
    const again = new Api(second, () => clock + 1_000);
    expect(await again.ok("DescribeVpcTaskResult", { TaskId })).toMatchObject({ Status: "SUCCESS" });
    expect(await again.havip({ ClientToken: "t" })).toEqual(made);
    expect(second.state().havips).toEqual([]);
  });

  it("finds what a reset or a restored snapshot left, and nothing of what was before", async () => {
    const left = await session(async (api, emulator) => {
      await api.havip({ HaVipName: "kept" });
      emulator.snapshot("one");
      await api.havip({ HaVipName: "dropped by the reset" });
      await emulator.reset();
      await api.havip({ HaVipName: "dropped by the restore" });
      emulator.restore("one");
      await api.havip({ HaVipName: "after it" });
      return emulator.state();
    });
    expect(left.havips.map((row) => row.HaVipName)).toEqual(["kept", "after it"]);
    await session((_api, emulator) => {
      expect(emulator.state()).toEqual(left);
      return Promise.resolve();
    });
  });

  it("has an answered write on the disk already", async () => {
    await session(async (api) => {
      const { HaVipId } = await api.havip();
      expect(readFileSync(path("journal.jsonl"), "utf8")).toContain(HaVipId);
    });
  });

  it("ignores a last line that was never finished, and writes on behind what was", async () => {
    await session((api) => api.havip({ HaVipName: "a" }));
    await session((api) => api.havip({ HaVipName: "b" }));
    appendFileSync(path("journal.jsonl"), '[{"table":"havips","id":"havip-torn');
    await session((api) => api.havip({ HaVipName: "c" }));
    await session(async (api) => {
      expect(await api.names()).toEqual(["a", "b", "c"]);
    });
  });

  it.each([
    ["no JSON", "damaged"],
    ["no batch", "{}"],
    ["of no table", '[{"id":"x","row":{}}]'],
  ])("refuses a journal with a line in the middle that is %s, naming file and line", async (_name, line) => {
    await session((api) => api.havip());
    const journal = path("journal.jsonl");
    writeFileSync(journal, `${line}\n[]\n`);
    await expect(open()).rejects.toThrow(`${journal} is damaged in line 1 of 2`);
  });

  it.each(['{"format":1,"storeId":"x"', '{"format":1,"storeId":"x"}', '{"format":1,"storeId":"x","changes":[{}]}'])(
    "refuses the snapshot %s, and does not advise to remove anything",
    async (text) => {
      await session((api) => api.havip());
      writeFileSync(path("snapshot.json"), text);
      await expect(open()).rejects.toThrow(/is not readable.* Restore the file, or give an empty or a new folder/);
    },
  );

  const NEW_TABLE = '[{"table":"lighthouses","id":"x","row":{}}]';

  it.each([
    ["a format", "snapshot.json", '{"format":2,"storeId":"x","changes":{}}'],
    ["a table in the snapshot", "snapshot.json", `{"format":1,"storeId":"x","changes":${NEW_TABLE}}`],
    ["a table in the journal", "journal.jsonl", `${NEW_TABLE}\n`],
  ])("with %s that it does not know says that a newer version wrote it", async (_name, name, text) => {
    await (await open()).close();
    writeFileSync(path(name), text);
    await expect(open()).rejects.toThrow(
      `data in ${path(name)} were written by a newer version. Use that one, or give another folder.`,
    );
    expect(readFileSync(path(name), "utf8")).toBe(text);
  });

  it("refuses a journal whose snapshot is gone", async () => {
    await session(async (api) => {
      await api.havip();
      rmSync(path("snapshot.json"));
    });
    await expect(open()).rejects.toThrow("it holds journal.jsonl, which no emulator left like that");
  });

  it("keeps the folder and its files to their owner", async () => {
    await session((api) => api.havip());
    expect(statSync(join(folder, "data")).mode & 0o777).toBe(0o700);
    const modes = readdirSync(join(folder, "data")).map((name) => [name, statSync(path(name)).mode & 0o777]);
    expect(modes).toEqual([
      ["journal.jsonl", 0o600],
      ["snapshot.json", 0o600],
    ]);
  });
});

describe("the journal", () => {
  const change = (id: string, row: Change<"tokens">["row"]): Change => ({ table: "tokens", id, row });
  const row = { UsedAt: 0, Parameters: "", HaVip: {} } as NonNullable<Change<"tokens">["row"]>; // Nothing reads it here.

  it("that is read once more after its snapshot changes nothing", () => {
    const first = Journal.open(folder, () => "id");
    first.rewrite([]);
    first.append([change("a", row), change("b", row)]);
    first.append([change("a", null)]);
    const journal = readFileSync(join(folder, "journal.jsonl"));
    first.rewrite([change("b", row)]);
    first.close();
    writeFileSync(join(folder, "journal.jsonl"), journal); // As if the process had died before it was emptied.

    const second = Journal.open(folder, () => "another id");
    expect([second.storeId, second.recovered.map(({ id, row: found }) => [id, found !== null])]).toEqual([
      "id",
      [
        ["b", true],
        ["a", true],
        ["b", true],
        ["a", false],
      ],
    ]);
    second.close();
  });

  it("grows long with the batches, and is short again when it is folded", () => {
    const journal = Journal.open(folder, () => "id", 3);
    journal.rewrite([]);
    const long = [1, 2, 3].map(() => {
      journal.append([change("a", row)]);
      return journal.isLong;
    });
    expect(long).toEqual([false, false, true]);
    journal.rewrite([]);
    expect([journal.isLong, statSync(join(folder, "journal.jsonl")).size]).toEqual([false, 0]);
    journal.close();
  });
});

describe("a folder that cannot be used", () => {
  const put = (name: string): string => {
    writeFileSync(join(folder, name), "");
    return join(folder, name);
  };

  it.each([
    ["a file", "file"],
    ["inside a file", "file/data"],
  ])("because it is %s is refused by its name, with a remedy", async (_name, name) => {
    put("file");
    const data = join(folder, name);
    const refused = expect(createEmulator({ data })).rejects;
    await refused.toThrow(`cannot keep its state in ${data}: E`);
    await expect(createEmulator({ data })).rejects.toThrow("Give another folder.");
  });

  it("at present is free for the next, and holds nothing half done", () => {
    const journal = Journal.open(folder, () => "id");
    mkdirSync(join(folder, "snapshot.json"));
    expect(() => Store.durable(journal, () => [])).toThrow(`cannot keep its state in ${folder}: EISDIR`);
    rmSync(join(folder, "snapshot.json"), { recursive: true });
    expect(readdirSync(folder)).toEqual(["journal.jsonl"]);
    Store.durable(
      Journal.open(folder, () => "id"),
      () => [],
    ).close();
  });

  it.each([
    ["ENOSPC", "Make room there"],
    ["EDQUOT", "Make room there"],
    ["EROFS", "make that writable, or give another folder"],
    ["EACCES", "Let this user write to it"],
    ["EPERM", "Let this user write to it"],
    ["EIO", "Give another folder"],
  ])("is named where the system says %s", (code, remedy) => {
    const error = Object.assign(new Error(`${code}: because`), { code, syscall: "open" });
    const told = explained("/data", error);
    expect(told).toBeInstanceOf(FolderError);
    expect(String(told)).toContain(`The emulator cannot keep its state in /data: ${code}: because. `);
    expect(String(told)).toContain(remedy);
  });

  it("is not blamed for anything else", () => {
    const error = new Error("a fault of ours");
    expect(explained("/data", error)).toBe(error);
  });
});

describe("a folder", () => {
  it("belongs to one emulator at a time, and the refusal names which", async () => {
    await session(async () => {
      await expect(open()).rejects.toThrow(`in use by the emulator with process id ${String(process.pid)}`);
    });
    await session(() => Promise.resolve());
  });

  it.each([
    ["of a process that is gone", JSON.stringify({ pid: 2 ** 22 + 1, began: "" })],
    ["of another process under a recycled id", JSON.stringify({ pid: process.pid, began: "1" })],
    ["without content, as a power cut may leave it,", ""],
  ])("with a lock %s is taken over", (_name, content) => {
    writeFileSync(join(folder, "lock"), content);
    const lock = lockFolder(folder);
    expect(JSON.parse(readFileSync(join(folder, "lock"), "utf8"))).toMatchObject({ pid: process.pid });
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["container", { namespace: "pid:[1]" }],
    ["machine, or boot,", { boot: "another" }],
  ])("with the lock of another %s is refused: nobody can see from here whether it is dead", (_name, elsewhere) => {
    const dead = { pid: 2 ** 22 + 1, began: "1" };
    const lock = JSON.stringify({ ...holderOf(process.pid), ...dead, ...elsewhere });
    writeFileSync(join(folder, "lock"), lock);
    expect(() => lockFolder(folder)).toThrow(`remove the file ${join(folder, "lock")}; else give this one another`);
    expect(readFileSync(join(folder, "lock"), "utf8")).toBe(lock);
  });

  it("keeps nothing of those that died while they took it", () => {
    const dead = String(2 ** 22 + 1);
    for (const name of [`lock.new.${dead}`, `lock.${dead}`, `lock.new.${String(process.ppid)}`, "lock.notes"]) {
      writeFileSync(join(folder, name), "");
    }
    const elsewhere = { pid: Number(dead), began: "1", namespace: "pid:[1]" };
    const others = { [`lock.${dead}0`]: "somebody's notes", "lock.new.1.0a": JSON.stringify(elsewhere) };
    for (const [name, text] of Object.entries(others)) writeFileSync(join(folder, name), text);
    lockFolder(folder).release();
    const left = [...Object.keys(others), `lock.new.${String(process.ppid)}`, "lock.notes"];
    expect(readdirSync(folder)).toEqual(left.sort());
  });

  it("with a lock that is no emulator's is refused, and the lock stays", () => {
    writeFileSync(join(folder, "lock"), "somebody's notes");
    expect(() => lockFolder(folder)).toThrow(`${join(folder, "lock")} is no emulator's`);
    expect(readdirSync(folder)).toEqual(["lock"]);
  });

  it("with the lock of a zombie is taken over: in a container it may stay one for ever", async () => {
    // The shell's child ends after the shell has become a program that never asks how: a shell might ask.
    const parent = spawn("sh", ["-c", "sleep 1 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      const [line] = (await once(parent.stdout, "data")) as [Buffer]; // True of a stream without an encoding.
      const pid = Number(line.toString());
      while (!/\) Z /.test(readFileSync(`/proc/${String(pid)}/stat`, "utf8"))) await sleep(5);
      writeFileSync(join(folder, "lock"), JSON.stringify({ pid, began: "" }));
      lockFolder(folder).release();
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      parent.kill();
    }
  });
});
