"use strict";
// What a dynamic resource costs that does nothing at all: the floor that engine-figures.mjs compares with.

/** As much as there is in the state of a Havip, so that the engine has as much to carry and to write. */
const SEEN = {
  region: "ap-guangzhou",
  tags: {},
  checkAssociate: false,
  state: "UNBIND",
  eipAddress: "",
  createdTime: "2026-01-01 00:00:00",
  holderInstanceId: "",
  holderNetworkInterfaceId: "",
  lastMoved: "",
  schemaVersion: 1,
  world: "emulator:0123456789abcdef",
  account: "100000000001",
  generation: "0123456789abcdef0123456789abcdef",
  addressGiven: false,
  initialized: true,
};

const empty = {
  configure: () => Promise.resolve(),
  check: (_olds, news) => Promise.resolve({ inputs: news, failures: [] }),
  diff: () => Promise.resolve({ changes: false }),
  create: (inputs) =>
    Promise.resolve({ id: `empty-${inputs.name}`, outs: { ...inputs, ...SEEN, address: "10.0.0.2" } }),
  read: (id, props) => Promise.resolve({ id, props }),
  update: (_id, _olds, news) => Promise.resolve({ outs: { ...news, ...SEEN } }),
  delete: () => Promise.resolve(),
};

module.exports = { empty };
