"use strict";
const pulumi = require("@pulumi/pulumi");

// Names are as long as those of the package: the engine writes the whole state anew at every step.

/** As thin as the one of `Havip` (sdk/closure.ts), and with as many methods. */
const closure = {
  configure: (request) => require("resources-that-do-nothing/provider").empty.configure(request),
  check: (olds, news) => require("resources-that-do-nothing/provider").empty.check(olds, news),
  diff: (id, olds, news) => require("resources-that-do-nothing/provider").empty.diff(id, olds, news),
  create: (inputs) => require("resources-that-do-nothing/provider").empty.create(inputs),
  read: (id, props) => require("resources-that-do-nothing/provider").empty.read(id, props),
  update: (id, olds, news) => require("resources-that-do-nothing/provider").empty.update(id, olds, news),
  delete: (id, props) => require("resources-that-do-nothing/provider").empty.delete(id, props),
};

/** What a program can read of a `Havip`: the SDK takes a few milliseconds for each resource to make these outputs. */
const OUTPUTS = Object.fromEntries(
  ["name", "vpcId", "subnetId", "address", "region", "tags", "checkAssociate", "subnetCidr", "state", "eipAddress"]
    .concat(["createdTime", "holderInstanceId", "holderNetworkInterfaceId", "lastMoved", "world", "account"])
    .map((name) => [name, undefined]),
);

/** Takes what a `Havip` takes, which is its arguments, its name and an owner. */
class Empty extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(
      closure,
      name,
      { ...OUTPUTS, ...args, name, owner: "0123456789abcdef0123/0123456789abcdef0123456789abcdef" },
      {},
      "nothing-here",
      "Empty",
    );
  }
}

module.exports = { Empty };
