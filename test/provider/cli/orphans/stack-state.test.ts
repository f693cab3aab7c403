import { readFileSync } from "node:fs";
import { readStackState } from "../../../../provider/cli/orphans/stack-state";
import { OWNER, STACK, URN, exported, holding, identity, interruptedCreate } from "./exports";

const read = (text: string) => readStackState(text, "dev");
const RECORD = { world: "tencentcloud", account: "100000000001", owner: OWNER, generation: "g1" } as const;
/** How the CLI prints a secret (apitype.SecretV1). */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };

describe("an exported state", () => {
  test("tells the stack's identity, what it has, and what it began to create", () => {
    const web = holding("havip-00000001", { ...RECORD, region: "ap-guangzhou" });
    expect(read(exported([identity(), web], [interruptedCreate({ owner: OWNER, region: "ap-shanghai" })]))).toEqual({
      source: "dev",
      identities: [STACK],
      holdings: [{ urn: URN, id: "havip-00000001", record: RECORD, region: "ap-guangzhou", external: false }],
      pendingCreates: [{ urn: URN, owner: OWNER, region: "ap-shanghai" }],
      unmarked: 0,
    });
  });

  test("written by version 0.1.0 of this package is understood", () => {
    // True because the fixture holds a list of resources as an export has it.
    const resources = JSON.parse(readFileSync("test/fixtures/state/0.1.0.json", "utf8")) as Record<string, unknown>[];
    const { identities, holdings } = read(exported(resources));
    expect(identities).toHaveLength(1);
    expect(holdings[0]?.record?.owner.startsWith(`${String(identities[0])}/`)).toBe(true);
  });

  test("of the future native types is the same", () => {
    const dynamic = exported([identity(), holding("havip-00000001", RECORD)], [interruptedCreate()]);
    const native = dynamic.replaceAll(/pulumi-nodejs:dynamic\/tencentcloud:/g, "tencentcloud-havip:index:");
    expect(native).not.toBe(dynamic);
    expect(read(native)).toMatchObject({ identities: [STACK], holdings: [{ record: RECORD }], pendingCreates: [{}] });
  });

  test("has what is waiting for its deletion, what is being updated, and what another package manages", () => {
    const updating = { resource: holding("havip-00000002"), type: "updating" };
    const resources = [
      holding("havip-00000001", RECORD, { delete: true }),
      holding("havip-00000003", {}, { type: "tencentcloud:Vpc/haVip:HaVip" }),
      holding("vpc-00000001", {}, { type: "tencentcloud:Vpc/instance:Instance" }),
    ];
    const ids = read(exported(resources, [updating])).holdings.map(({ id }) => id);
    expect(ids).toEqual(["havip-00000001", "havip-00000003", "havip-00000002"]);
  });

  test("speaks by the id alone where its record is encrypted", () => {
    const text = exported([{ ...holding("havip-00000001"), outputs: { ...RECORD, generation: SECRET } }]);
    expect(read(text).holdings).toEqual([{ urn: URN, id: "havip-00000001", external: false }]);
  });

  test("needs no secret: encrypted inputs beside the owner stay closed", () => {
    const pending = interruptedCreate({ owner: OWNER, tags: SECRET, name: SECRET });
    expect(read(exported([], [pending])).pendingCreates).toEqual([{ urn: URN, owner: OWNER }]);
  });

  test("with an encrypted owner of an interrupted create is refused with the remedy", () => {
    const text = exported([], [interruptedCreate({ owner: SECRET })]);
    expect(() => read(text)).toThrow(new RegExp(`dev keeps the owner of ${URN} encrypted.*--show-secrets`));
  });

  test("tells of no interrupted create that had no owner: create refuses it before the cloud is asked", () => {
    expect(read(exported([], [interruptedCreate({})])).pendingCreates).toEqual([]);
  });

  test.each(['{"version":3,"deployment":{"manifest":{}}}', '{"version":3,"deployment":null}'])(
    "of a stack that was never deployed is empty: %s",
    (text) => {
      expect(read(text)).toEqual({ source: "dev", identities: [], holdings: [], pendingCreates: [], unmarked: 0 });
    },
  );

  test("of version 4, which CLI 3 writes for some features, is read", () => {
    const text = exported([identity()]).replace('"version":3', '"version":4,"features":["hooks"]');
    expect(read(text).identities).toEqual([STACK]);
  });
});

describe("a text that is no export", () => {
  test.each([
    ["", "dev is empty"],
    ["error: no stack", "dev is not JSON"],
    ["[]", "dev is not an exported state"],
    // A file of a file backend.
    ['{"version":3,"checkpoint":{}}', "dev is not an exported state"],
    ['{"version":2,"deployment":{}}', "the layout 2 of an old Pulumi"],
    ['{"version":5,"deployment":{}}', "newer than this package knows"],
    ['{"version":3,"deployment":[]}', "a deployment that is no object"],
  ])("%j is refused: %s", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
