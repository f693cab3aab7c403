/** In what order the real engine creates and deletes when a HAVIP stands between other resources. */
import { join } from "node:path";
import { done, useEngine } from "./stack";

const run = useEngine();

/** A subnet as another provider would manage it: its range cannot change, and it is deleted before it is made anew. */
function subnetResource(): string {
  const { url, credentials } = run.engine.emulator;
  const cloud = JSON.stringify({ endpoint: url, ...credentials, region: "ap-guangzhou" });
  const call = `require(${JSON.stringify(join(__dirname, "../setup/cloud-call.cjs"))}).cloudCall`;
  return `
    class Subnet extends pulumi.dynamic.Resource {
      constructor(name, cidr) {
        super({
          diff: async (id, olds, news) => ({ changes: olds.cidr !== news.cidr, replaces: olds.cidr !== news.cidr ? ["cidr"] : [], deleteBeforeReplace: true }),
          create: async ({ cidr }) => {
            const { Subnet } = await ${call}(${cloud}, "CreateSubnet", { VpcId: "vpc-00000001", SubnetName: "made", CidrBlock: cidr, Zone: "ap-guangzhou-3" });
            return { id: Subnet.SubnetId, outs: { cidr } };
          },
          delete: async (id) => { await ${call}(${cloud}, "DeleteSubnet", { SubnetId: id }); },
        }, name, { cidr });
      }
    }`;
}

it("a HAVIP is released before the subnet that it needs goes, and applied for after it is there again", async () => {
  const program = (cidr: string): void => {
    run.stack.program(`${subnetResource()}
      const subnet = new Subnet("net", ${JSON.stringify(cidr)});
      new Havip("web", { vpcId: "vpc-00000001", subnetId: subnet.id });`);
  };
  program("10.0.8.0/24");
  await done(run.stack.up());
  program("10.0.9.0/24");
  const replaced = await done(run.stack.up());
  expect(replaced.cloudCalls).toEqual(["DeleteHaVip", "DeleteSubnet", "CreateSubnet", "CreateHaVip"]);
  expect((await run.stack.destroy()).cloudCalls).toEqual(["DeleteHaVip", "DeleteSubnet"]);
});

it("what depends on a HAVIP that is replaced delete-first goes before it and comes back after it", async () => {
  const program = (extra: object): void => {
    const inputs = { vpcId: "vpc-00000001", subnetId: "subnet-00000001", address: "10.0.0.100", ...extra };
    run.stack.program(`
      const log = (what) => require("node:fs").appendFileSync("order.log", what + "\\n");
      const vip = new Havip("web", ${JSON.stringify(inputs)});
      new pulumi.dynamic.Resource({
        diff: async (id, olds, news) => ({ changes: olds.of !== news.of, replaces: olds.of !== news.of ? ["of"] : [] }),
        create: async (inputs) => ({ id: "config", outs: inputs }),
        delete: async () => {},
      }, "config", { of: vip.id });`);
  };
  program({});
  await done(run.stack.up());
  program({ checkAssociate: true });
  const replaced = await done(run.stack.up());
  expect(replaced.cloudCalls).toEqual(["DeleteHaVip", "CreateHaVip"]);
  const config = (await run.stack.state()).find(({ urn }) => urn.endsWith("::config"));
  expect(config?.outputs["of"]).toBe((await run.stack.havip()).id);
});
