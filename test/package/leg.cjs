"use strict";
// Run inside an installed project: prints the provider text that its Pulumi SDK stores for a Havip.
const { createRequire } = require("node:module");
const path = require("node:path");

const load = createRequire(path.join(process.cwd(), "index.js"));
const pulumi = load("@pulumi/pulumi");

async function main() {
  const created = [];
  await pulumi.runtime.setMocks({
    newResource: (args) => {
      created.push(args);
      return { id: `${args.name}-id`, state: args.inputs };
    },
    call: (args) => args.inputs,
  });
  const { Havip } = load("pulumi-tencentcloud-havip");
  const vip = new Havip("web", { vpcId: "vpc-00000001", subnetId: "subnet-00000001" });
  await new Promise((resolve) => vip.urn.apply(resolve));
  const havip = created.find(({ type }) => type.endsWith(":Havip"));
  console.log(JSON.stringify({ nodeVersion: process.version, closure: havip.inputs.__provider }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
