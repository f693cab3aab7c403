import { addressByIp } from "../resources/addresses";
import { checkAddress } from "../resources/network";
import type { AddressRow, Change, HavipRow, State } from "../store/state";
import { ApiError } from "../words/errors";
import type { Context, Handler } from "./handler";
import { findHavip } from "./lookup";
import { beginTask, runningTask } from "./tasks";

/** Asynchronous. Takes the EIP's address, not its id. https://cloud.tencent.com/document/api/215/30649 */
export const haVipAssociateAddressIp: Handler<"HaVipAssociateAddressIp"> = (state, request, context) => {
  const havip = findHavip(state, request.HaVipId, context);
  const AddressIp = checkAddress("AddressIp", request.AddressIp);
  checkNoTask(state, havip);
  if (havip.AddressIp !== "") {
    throw new ApiError(
      "UnsupportedOperation.BindEIP",
      `\`${havip.HaVipId}\` already has the EIP ${havip.AddressIp}.`,
      `HAVIP \`${havip.HaVipId}\` 已绑定 EIP ${havip.AddressIp}。`,
    );
  }
  const eip = freeEip(state, AddressIp, context);
  const target = { InstanceId: havip.HaVipId, InstanceType: "HAVIP", PrivateAddressIp: havip.Vip };
  const changes = [beginTask(havip, { kind: "associate", AddressIp }, context)];
  return { response: {}, changes: [...changes, write({ ...eip, ...target, AddressStatus: "BINDING" })] };
};

/** Asynchronous. https://cloud.tencent.com/document/api/215/30648 */
export const haVipDisassociateAddressIp: Handler<"HaVipDisassociateAddressIp"> = (state, request, context) => {
  const havip = findHavip(state, request.HaVipId, context);
  checkNoTask(state, havip);
  if (havip.AddressIp === "") {
    throw new ApiError(
      "UnsupportedOperation.UnbindEIP",
      `\`${havip.HaVipId}\` has no EIP.`,
      `HAVIP \`${havip.HaVipId}\` 未绑定 EIP。`,
    );
  }
  const eip = addressByIp(state, havip.AddressIp, context.region);
  const changes = [beginTask(havip, { kind: "disassociate" }, context)];
  if (eip !== undefined) changes.push(write({ ...eip, AddressStatus: "UNBINDING" }));
  return { response: {}, changes };
};

const MUTEX = "UnsupportedOperation.MutexOperationTaskRunning";

/** An EIP of the account that nothing has. */
function freeEip(state: State, ip: string, { region, assumptions }: Context): AddressRow {
  const eip = addressByIp(state, ip, region);
  if (eip === undefined) {
    throw new ApiError(
      "ResourceNotFound",
      `${ip} is not an EIP of this account in ${region}; AllocateAddresses makes one.`,
      `${ip} 不是本账户在地域 ${region} 的 EIP，可通过 AllocateAddresses 创建。`,
    );
  }
  if (eip.AddressStatus === "UNBIND") return eip;
  if (eip.AddressStatus === "BIND") {
    const holder = eip.InstanceId || eip.NetworkInterfaceId;
    throw new ApiError(
      assumptions.codes.eipBoundElsewhere,
      `The EIP ${ip} is already bound to \`${String(holder)}\`.`,
      `EIP ${ip} 已绑定到 \`${String(holder)}\`。`,
    );
  }
  throw new ApiError(
    MUTEX,
    `Another task on the EIP ${ip} is running: it is ${eip.AddressStatus}.`,
    `EIP ${ip} 上有互斥的任务正在执行，当前状态为 ${eip.AddressStatus}。`,
  );
}

function checkNoTask(state: State, havip: HavipRow): void {
  if (runningTask(state, havip.HaVipId) === undefined) return;
  throw new ApiError(
    MUTEX,
    `Another task on \`${havip.HaVipId}\` is running.`,
    `HAVIP \`${havip.HaVipId}\` 上有互斥的任务正在执行。`,
  );
}

function write(row: AddressRow): Change {
  return { table: "addresses", id: row.AddressId, row };
}
