import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Api } from "../../emulator/api";
import { OWNER, STACK, URN, exported, holding, identity, interruptedCreate } from "./exports";
import { Scene } from "./scene";

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open();
});
afterEach(() => scene.close());

describe("havip orphans", () => {
  test("names the leftover of an interrupted create, and says where it looked and as whom", async () => {
    const { id } = await scene.made();
    const { exitCode, out, err } = await scene.orphans([scene.file([identity()], [interruptedCreate()])]);
    expect([exitCode, err]).toEqual([4, ""]);
    const { url, storeId } = scene.stage.emulator;
    expect(out).toContain(
      `Looked in ap-guangzhou of the account 100000000001 at ${url} (the emulator store ${storeId}).`,
    );
    expect(out).toMatch(
      new RegExp(`^ +${id}  10\\.0\\.0\\.2  web .*\n +left by the interrupted create of ${URN};`, "m"),
    );
    expect(scene.calls("DeleteHaVip")).toBe(0);
  });

  test("lets a HAVIP's name write no line, and turn none round", async () => {
    await scene.made({ name: "web\u202e\n\u001b[2J" }).catch(() => undefined);
    const { out } = await scene.orphans([scene.file([identity()])]);
    expect(out).toContain("  web? ?[2J  ");
  });

  test("names nothing where the states hold everything", async () => {
    const { id, state } = await scene.made();
    const { exitCode, out } = await scene.orphans([
      scene.file([identity(), holding(id, state)], [interruptedCreate()]),
    ]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/\n\nNo orphans; the given states have 1 HAVIP\.$/);
  });

  test("takes several states together", async () => {
    const mine = await scene.made();
    const theirs = await scene.made({ owner: "another/resource" });
    const first = scene.file([identity(), holding(mine.id, mine.state)]);
    const second = scene.file([identity("another"), holding(theirs.id, theirs.state)]);
    expect((await scene.orphans([first, second])).out).toContain("No orphans; the given states have 2 HAVIPs.");
  });

  test("tells apart what another resource has taken over", async () => {
    const theirs = await scene.made({ owner: "another/resource" });
    const { state } = await scene.made();
    const { out } = await scene.orphans([scene.file([identity(), holding(theirs.id, state)])]);
    const who = "a resource that no given state has \\(owner another/resource\\): pulumi refresh takes it out";
    expect(out).toMatch(
      new RegExp(`Taken over: .*\n +${theirs.id} .*\n +in the state: ${URN}\n +taken over by ${who}`),
    );
  });

  test("tells apart what a forced replacement of the same resource took over, and how to put it right", async () => {
    const { id, state } = await scene.made();
    const { out } = await scene.orphans([scene.file([identity(), holding(id, { ...state, generation: "before" })])]);
    expect(out).toMatch(new RegExp(`in the state: ${URN}\n +by a forced replacement of it .* pulumi refresh and then`));
  });

  test("leaves alone, and tells apart, what belongs to a stack whose state was not given", async () => {
    const { id } = await scene.made();
    const { exitCode, out } = await scene.orphans([scene.file([identity("another")]), "--release", "--yes"]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(new RegExp(`Of stacks whose states were not given.*\n +stack identity ${STACK}\n +${id} `));
    expect(scene.calls("DeleteHaVip")).toBe(0);
  });

  test("counts a stack as one without a state where --gone says so", async () => {
    const { id } = await scene.made();
    const { exitCode, out } = await scene.orphans(["--gone", STACK]);
    expect(exitCode).toBe(4);
    expect(out).toMatch(new RegExp(`${id} .*\n +of the stack with the identity ${STACK}, which you say is gone`));
  });

  test("lists without a state what there is, and says that no orphan can be told from the others", async () => {
    const { id } = await scene.made();
    const { exitCode, out } = await scene.orphans([]);
    expect(exitCode).toBe(4);
    expect(out).toMatch(
      new RegExp(`without a state nobody can tell which of them are orphans:\n +stack identity ${STACK}\n +${id} `),
    );
    expect(out).toMatch(/Tell what is held: havip orphans --stack <name>/);
  });

  test("finds nothing, with exit code 0, where there is none of this package", async () => {
    await new Api(scene.stage.emulator).havip();
    expect(await scene.orphans([])).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining("No HAVIP of this package found."),
    });
  });

  test("tells of an interrupted create that left nothing here", async () => {
    const { exitCode, out } = await scene.orphans([scene.file([identity()], [interruptedCreate()])]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(new RegExp(`Interrupted creates of which there is nothing here:\n +${URN}`));
  });

  test("says where a site of the cloud knows no tags, so that leftovers cannot be told there", async () => {
    const { id, state } = await scene.made();
    const { out } = await scene.orphans([scene.file([identity(), holding(id, { ...state, marked: false })])]);
    expect(out).toContain("HAVIPs: 1.\n  Without tags, as their site of the cloud knows none: 1.");
  });

  test("looks in the regions that the states name besides that of the settings, or else in the given ones", async () => {
    const state = scene.file([identity()], [interruptedCreate({ owner: OWNER, region: "ap-shanghai" })]);
    expect((await scene.orphans([state])).out).toContain("Looked in ap-guangzhou, ap-shanghai of");
    const given = ["--region", "ap-beijing", "--region", "ap-nanjing"];
    expect((await scene.orphans([state, ...given])).out).toContain("Looked in ap-beijing, ap-nanjing of");
  });

  test("needs no region of the settings where the states name some, and says how to name one else", async () => {
    const env = { TENCENTCLOUD_REGION: "" };
    const named = scene.file([identity()], [interruptedCreate({ owner: OWNER, region: "ap-shanghai" })]);
    expect((await scene.orphans([named], { env })).out).toContain("Looked in ap-shanghai of");
    const { exitCode, err } = await scene.orphans([scene.file([identity()])], { env });
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/No Tencent Cloud region is set.*--region ap-/s)]);
  });

  test("reads a state from the standard input", async () => {
    const { id } = await scene.made();
    const { exitCode, out } = await scene.orphans(["-"], { input: exported([identity()]) });
    expect(exitCode).toBe(4);
    expect(out).toContain(`State of the standard input: stack identity ${STACK}`);
    expect(out).toContain(id);
  });

  test.each([
    ["UTF-8 with a byte order mark", [0xef, 0xbb, 0xbf], "utf8"],
    ["UTF-16, as PowerShell writes it", [0xff, 0xfe], "utf16le"],
  ] as const)("reads a state in %s, be it a file or the standard input", async (_name, mark, encoding) => {
    const { id } = await scene.made();
    const bytes = Buffer.concat([Buffer.from(mark), Buffer.from(exported([identity()]), encoding)]);
    const path = join(scene.folder, "state.json");
    writeFileSync(path, bytes);
    expect(await scene.orphans([path])).toMatchObject({ exitCode: 4, out: expect.stringContaining(id) });
    expect(await scene.orphans(["-"], { input: bytes })).toMatchObject({ exitCode: 4 });
  });

  test("tells a program the same as JSON", async () => {
    const { id, state } = await scene.made();
    const { out } = await scene.orphans([scene.file([identity()], [interruptedCreate()]), "--json"]);
    const { world, account, region, address, generation } = state;
    expect(JSON.parse(out)).toMatchObject({
      ...{ world, account, regions: [region], endpoint: scene.stage.emulator.url, held: 0, takenOver: [], unknown: [] },
      states: [{ identities: [STACK], havips: [], pendingCreates: [URN] }],
      orphans: [
        {
          ...{ id, region, address, owner: OWNER, generation, inUse: null, release: null },
          reason: { kind: "interrupted-create", urn: URN },
        },
      ],
      leftNothing: [],
    });
  });

  test.each([
    ["another account", { account: "100000000002" }, /belongs to account 100000000002 of the emulator store/],
    ["another cloud", { world: "tencentcloud" }, /belongs to account 100000000001 of Tencent Cloud/],
  ] as const)("W1: concludes nothing from a state of %s", async (_name, other, message) => {
    const leftover = await scene.made();
    const { state } = await scene.made({ owner: `${STACK}/other` });
    const text = scene.file([identity(), holding("havip-00000009", { ...state, ...other })], [interruptedCreate()]);
    const { exitCode, out, err } = await scene.orphans([text, "--release", "--yes"]);
    expect([exitCode, out]).toEqual([1, ""]);
    expect(err).toMatch(/Refused to look for orphans of .*json: the state of havip-00000009/);
    expect(err).toMatch(message);
    expect(scene.ids).toContain(leftover.id);
  });
});

describe("a mistake in the use of havip orphans", () => {
  test.each([
    [["--release", "--yes"], "needs to know what is held"],
    [["-", "--yes"], "--yes answers the question of --release"],
    [["-", "-"], "can be read once only"],
    [["-", "--release"], "nobody can be asked: add --yes"],
    [["state.json", "--release"], "there is nobody to ask: add --yes"],
    [["no-such-file.json"], "no-such-file.json cannot be read: there is no such file"],
    [["-", "--gone", STACK], "that stack is not gone, the standard input is its state"],
    [["--stack"], "argument missing"],
  ])("%j is explained, with exit code 2, before anything is called", async (args, message) => {
    const outcome = await scene.orphans(args, { input: exported([identity()]) });
    expect(outcome).toMatchObject({ exitCode: 2, out: "", err: expect.stringContaining(message) });
    expect(scene.stage.emulator.calls()).toEqual([]);
  });
});
