import { ASSUMPTIONS } from "../assumptions";
import { ApiError } from "../errors";
import { checkAddress } from "../network";
import type { HavipRow, State } from "../state";
import type { Handler } from "./handler";
import { findHavip, inRegion } from "./lookup";
import { beginTask, runningTask } from "./tasks";

/** Asynchronous. Any address counts as an EIP of the account. https://cloud.tencent.com/document/api/215/30649 */
export const haVipAssociateAddressIp: Handler<"HaVipAssociateAddressIp"> = (state, request, context) => {
  const havip = findHavip(state, request.HaVipId, context);
  const AddressIp = checkAddress("AddressIp", request.AddressIp);
  checkNoTask(state, havip);
  if (havip.AddressIp !== "") {
    throw new ApiError("UnsupportedOperation.BindEIP", `\`${havip.HaVipId}\` already has the EIP ${havip.AddressIp}.`);
  }
  const other = inRegion(state.havips, context).find((row) => row.AddressIp === AddressIp);
  if (other !== undefined) {
    const message = `The EIP ${AddressIp} is already bound to \`${other.HaVipId}\`.`;
    throw new ApiError(ASSUMPTIONS.codes.eipBoundElsewhere, message);
  }
  const binding = [...state.tasks.values()].some(
    ({ Effect, Region }) => Region === context.region && Effect.kind === "associate" && Effect.AddressIp === AddressIp,
  );
  if (binding) throw new ApiError(MUTEX, `The EIP ${AddressIp} is being bound by another task.`);
  return { response: {}, changes: [beginTask(havip, { kind: "associate", AddressIp }, context)] };
};

/** Asynchronous. https://cloud.tencent.com/document/api/215/30648 */
export const haVipDisassociateAddressIp: Handler<"HaVipDisassociateAddressIp"> = (state, request, context) => {
  const havip = findHavip(state, request.HaVipId, context);
  checkNoTask(state, havip);
  if (havip.AddressIp === "") {
    throw new ApiError("UnsupportedOperation.UnbindEIP", `\`${havip.HaVipId}\` has no EIP.`);
  }
  return { response: {}, changes: [beginTask(havip, { kind: "disassociate" }, context)] };
};

const MUTEX = "UnsupportedOperation.MutexOperationTaskRunning";

function checkNoTask(state: State, havip: HavipRow): void {
  if (runningTask(state, havip.HaVipId) === undefined) return;
  throw new ApiError(MUTEX, `Another task on \`${havip.HaVipId}\` is running.`);
}
