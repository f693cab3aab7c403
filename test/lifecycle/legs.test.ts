/** The range that the peer dependency claims is what runs here: the oldest SDK, the newest for Node 20, the newest. */
import { nodeBinary } from "../setup/node.cjs";
import { Engine } from "./stack";

jest.setTimeout(300_000);

it.each([
  ["3.229.0", 20],
  ["3.248.0", 20],
  ["3.270.0", 22],
])(
  "with @pulumi/pulumi %s on Node %i: created, unchanged, refreshed, renamed, destroyed",
  async (pulumiVersion, major) => {
    const node = await nodeBinary(major);
    const engine = await Engine.start({ pulumiVersion, node });
    try {
      const stack = await engine.stack();
      const program = (name: string): void => {
        stack.program(`
        const vip = new Havip("web", { vpcId: "vpc-00000001", subnetId: "subnet-00000001", name: ${JSON.stringify(name)} });
        exports.node = process.versions.node;
        exports.sdk = require("@pulumi/pulumi/package.json").version;
        exports.address = vip.address;`);
      };
      program("web");
      expect((await stack.up()).changes).toMatchObject({ create: 3 });
      const [root] = await stack.state();
      expect(root?.outputs).toMatchObject({ sdk: pulumiVersion, address: "10.0.0.2" });
      expect(String(root?.outputs["node"])).toMatch(new RegExp(`^${String(major)}\\.`));
      expect((await stack.up()).changes).toEqual({ same: 3 });
      expect((await stack.refresh()).code).toBe(0);
      program("renamed");
      expect((await stack.up()).cloudCalls).toEqual(["ModifyHaVipAttribute"]);
      expect((await stack.destroy()).cloudCalls).toEqual(["DeleteHaVip"]);
    } finally {
      await engine.stop();
    }
  },
);
