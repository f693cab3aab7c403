// The writes of a client: each looks at the client's world and gives, if there is something for it to do,
// - the call (or `control`, for what only the control API does)
// - `makes`: the kind and the number of new things, if any
// - `then(world, ids)`: the world once it is done and the tasks that it began have ended; `ids` are those of what it made
// - `rows(response)`: what an answer says of them; `ids(response)`; `task(response)`: the task that it began
import * as eips from "./eips.mjs";
import * as havips from "./havips.mjs";
import * as instances from "./instances.mjs";
import * as interfaces from "./interfaces.mjs";
import * as network from "./network.mjs";

/** One write, chosen by chance among those that fit the world. */
export function nextOperation(world, place, random) {
  for (;;) {
    const name = `${place.label} ${random.below(2 ** 32).toString(36)} 测试`;
    const operation = random.one(ALL)(world, { ...place, name }, random);
    if (operation !== undefined) return operation;
  }
}

/** Those that change many rows at once come up more often: the number says how often. */
const ALL = [
  [3, havips.createHaVip],
  [2, havips.deleteHaVip],
  [2, havips.modifyHaVip],
  [2, havips.associate],
  [1, havips.disassociate],
  [1, havips.announce],
  [1, havips.giveUp],
  [2, eips.allocate],
  [1, eips.release],
  [2, eips.bindHavip],
  [1, eips.unbindHavip],
  [1, eips.bindInstance],
  [1, eips.unbindInstance],
  [2, instances.runInstances],
  [1, instances.setPower("StopInstances", "RUNNING", "STOPPED")],
  [1, instances.setPower("StartInstances", "STOPPED", "RUNNING")],
  [2, instances.terminate],
  [1, interfaces.createInterface],
  [2, interfaces.attach],
  [1, interfaces.detach],
  [1, interfaces.deleteInterface],
  [1, network.createVpc],
  [1, network.createSubnet],
  [1, network.deleteSubnet],
  [1, network.deleteVpc],
  [3, network.tag],
].flatMap(([times, write]) => Array.from({ length: times }, () => write));
