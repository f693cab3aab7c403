import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { SERVED, SERVED_ACTIONS } from "../../../../provider/emulator/actions/table";
import { Api, PLACE } from "../api";

const MODELS = "tencentcloud/services/vpc/v20170312/vpc_models.d.ts";
const models = readFileSync(join(dirname(require.resolve("tencentcloud-sdk-nodejs/package.json")), MODELS), "utf8");

/** The names in the comment on an action's `Filters`: `<li>vpc-id - String - ...</li>`. */
function documentedFilters(action: string): string[] {
  const [, request = ""] = new RegExp(`^export interface ${action}Request \\{([^]*?)^\\}`, "m").exec(models) ?? [];
  const comments = request.split("*/").filter((_, index, all) => /^\s*Filters\?/.test(all[index + 1] ?? ""));
  return comments.flatMap((comment) =>
    [...comment.matchAll(/<li>\s*([a-z][a-z0-9.:-]*[a-z0-9])\s*(?: -|：)/g)].map(([, name = ""]) => name),
  );
}

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
afterAll(() => emulator.close());

const ACTIONS = SERVED_ACTIONS.filter(
  (action) => SERVED[action].service === "vpc" && "Filters" in SERVED[action].parameters,
);

describe("every filter that the official SDK documents", () => {
  it.each(ACTIONS)("is one of %s", async (action) => {
    const names = documentedFilters(action);
    expect(names.length).toBeGreaterThanOrEqual(2);
    const others = action === "DescribeUsedIpAddress" ? { VpcId: PLACE.VpcId } : {};
    const codes = names.map(async (Name) => {
      // One filter may be used with two others only.
      const named = [Name, ...(Name === "next-hop-type" ? ["vpc-id", "route-table-id"] : [])];
      const Filters = named.map((name) => ({ Name: name, Values: ["a"] }));
      return [Name, await api.code(action, { ...others, Filters })];
    });
    expect((await Promise.all(codes)).filter(([, code]) => code !== "")).toEqual([]);
  });

  it("are read from its declarations", () => {
    expect(documentedFilters("DescribeSubnets")).toEqual(
      expect.arrayContaining(["subnet-id", "is-remote-vpc-snat", "tag:tag-key", "isp-type"]),
    );
  });
});
