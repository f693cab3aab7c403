"use strict";
// The provider as its process runs it, in a process of its own: obeys its parent's commands and answers with figures.
const path = require("node:path");
const { performance } = require("node:perf_hooks");
const { havip } = require(path.join(__dirname, "..", "..", "dist", "provider"));

/** As `check` leaves a program's arguments; the address range of the bench's own subnet has room for all. */
const inputsOf = ({ VpcId, SubnetId }, index) => ({
  name: `bench-${index}`,
  vpcId: VpcId,
  subnetId: SubnetId,
  owner: `bench/${index}`,
  timeouts: { create: "5m" },
});

const COMMANDS = {
  /** Creates `count` HAVIPs, `atOnce` at a time as the engine does. */
  async creates({ place, first, count, atOnce }) {
    const began = performance.now();
    const cpu = process.cpuUsage();
    const left = Array.from({ length: count }, (_, index) => first + index);
    const made = [];
    const failures = [];
    const creator = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const inputs = inputsOf(place, next);
        await havip.create(inputs).then(
          ({ id, outs }) => made.push({ id, outs: { ...inputs, ...outs } }),
          (error) => failures.push(error.message),
        );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, creator));
    return { seconds: (performance.now() - began) / 1000, ...milliseconds(cpu, count), made, failures };
  },

  /** Checks and diffs of resources that have not changed. */
  async compares({ made: { id, outs }, count }) {
    const cpu = process.cpuUsage();
    for (let index = 0; index < count; index += 1) {
      const { inputs } = await havip.check({}, { ...inputsOf({ VpcId: outs.vpcId, SubnetId: outs.subnetId }, 0) });
      await havip.diff(id, outs, inputs);
    }
    return milliseconds(cpu, 2 * count);
  },

  async reads({ made, atOnce }) {
    const left = [...made];
    const reader = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await havip.read(next.id, next.outs);
    };
    await Promise.all(Array.from({ length: atOnce }, reader));
    return {};
  },

  /** What stays in memory after each hundred of creates and deletes. */
  async cycles({ place, count }) {
    const kept = [];
    for (let index = 0; index < count; index += 1) {
      const inputs = inputsOf(place, `cycle-${index}`);
      const { id, outs } = await havip.create(inputs);
      await havip.delete(id, { ...inputs, ...outs });
      if ((index + 1) % 100 === 0) {
        global.gc();
        kept.push(process.memoryUsage().heapUsed);
      }
    }
    return { kept };
  },
};

function milliseconds(before, count) {
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000 / count };
}

process.on("message", ({ command, ...given }) => {
  COMMANDS[command](given).then(
    (figures) => process.send(figures),
    (error) => {
      throw error;
    },
  );
});
process.on("disconnect", () => process.exit());
