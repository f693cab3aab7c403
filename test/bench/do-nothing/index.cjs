"use strict";
const pulumi = require("@pulumi/pulumi");

/** As thin as the one of `Havip` (sdk/closure.ts), and with as many methods. */
const closure = {
  configure: (request) => require("do-nothing/provider").nothing.configure(request),
  check: (olds, news) => require("do-nothing/provider").nothing.check(olds, news),
  diff: (id, olds, news) => require("do-nothing/provider").nothing.diff(id, olds, news),
  create: (inputs) => require("do-nothing/provider").nothing.create(inputs),
  read: (id, props) => require("do-nothing/provider").nothing.read(id, props),
  update: (id, olds, news) => require("do-nothing/provider").nothing.update(id, olds, news),
  delete: (id, props) => require("do-nothing/provider").nothing.delete(id, props),
};

/** What a program can read of a `Havip`: the SDK takes a few milliseconds for each resource to make these outputs. */
const OUTPUTS = Object.fromEntries(
  ["name", "vpcId", "subnetId", "address", "region", "tags", "checkAssociate", "subnetCidr", "state", "eipAddress"]
    .concat(["createdTime", "holderInstanceId", "holderNetworkInterfaceId", "lastMoved", "world", "account"])
    .map((name) => [name, undefined]),
);

/** Takes what a `Havip` takes, which is its arguments, its name and an owner. */
class Nothing extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(
      closure,
      name,
      { ...OUTPUTS, ...args, name, owner: "0123456789abcdef0123/0123456789abcdef" },
      {},
      "bench",
      "Nothing",
    );
  }
}

module.exports = { Nothing };
