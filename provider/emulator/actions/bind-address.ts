import type { Request } from "../../api/actions";
import { addressAt, networkInterface } from "../resources/interfaces";
import { checkId } from "../resources/query";
import type { AddressRow, State } from "../store/state";
import { ApiError } from "../words/errors";
import { missingParameter, neitherGiven, notFound, withoutAddress } from "../words/refusals";
import { checkNoTask, findAddress } from "./addresses";
import { checkAvailable } from "./attach";
import type { Context, Handler } from "./handler";
import { checkIdle } from "./instance-tasks";
import { findNetworkInterface } from "./lookup";
import { beginAddressTask } from "./tasks";

/** Asynchronous. Binds to an instance or a network interface; HAVIPs have actions of their own for that. */
export const associateAddress: Handler<"AssociateAddress"> = (state, request, context) => {
  const row = findAddress(state, request.AddressId, context);
  checkNoTask(row);
  if (row.AddressStatus !== "UNBIND") {
    const holder = row.InstanceId || row.NetworkInterfaceId;
    throw new ApiError(
      context.assumptions.codes.eipNotUnbound,
      `\`${row.AddressId}\` is already bound to \`${String(holder)}\`.`,
      `EIP \`${row.AddressId}\` 已绑定到 \`${String(holder)}\`。`,
    );
  }
  const target = targetOf(state, request, context);
  checkNoWanAddress(state, target);
  const bound: AddressRow = { ...row, ...target, AddressStatus: "BINDING" };
  const { TaskId, changes } = beginAddressTask(state, [bound], "bind", context);
  return { response: { TaskId }, changes };
};

/** Asynchronous. */
export const disassociateAddress: Handler<"DisassociateAddress"> = (state, request, context) => {
  const row = findAddress(state, request.AddressId, context);
  checkNoTask(row);
  if (row.AddressStatus === "UNBIND") {
    throw new ApiError(
      "InvalidAddressIdStatus.NotPermit",
      `\`${row.AddressId}\` is bound to nothing.`,
      `EIP \`${row.AddressId}\` 未绑定任何资源。`,
    );
  }
  if (row.InstanceType === "HAVIP") {
    throw new ApiError(
      context.assumptions.codes.eipOfHavip,
      `\`${row.AddressId}\` is bound to \`${row.InstanceId}\`; use HaVipDisassociateAddressIp.`,
      `EIP \`${row.AddressId}\` 绑定在 HAVIP \`${row.InstanceId}\` 上，请使用 HaVipDisassociateAddressIp 解绑。`,
    );
  }
  const { TaskId, changes } = beginAddressTask(state, [{ ...row, AddressStatus: "UNBINDING" }], "unbind", context);
  return { response: { TaskId }, changes };
};

type Target = Pick<AddressRow, "InstanceId" | "NetworkInterfaceId" | "PrivateAddressIp" | "InstanceType">;

function targetOf(state: State, request: Request<"AssociateAddress">, context: Context): Target {
  const { InstanceId, NetworkInterfaceId, PrivateIpAddress } = request;
  if (InstanceId !== undefined && NetworkInterfaceId !== undefined) {
    throw new ApiError(
      "InvalidParameterValue.Combination",
      "`InstanceId` and `NetworkInterfaceId` cannot be specified at the same time.",
      "参数 `InstanceId` 和 `NetworkInterfaceId` 不支持同时指定。",
    );
  }
  if (InstanceId !== undefined) return instanceTarget(state, InstanceId, PrivateIpAddress, context);
  if (NetworkInterfaceId === undefined) {
    throw neitherGiven("InvalidParameterValue.MissingAssociateEntity", "InstanceId", "NetworkInterfaceId");
  }
  if (PrivateIpAddress === undefined) throw missingParameter("PrivateIpAddress");
  return interfaceTarget(state, NetworkInterfaceId, PrivateIpAddress, context);
}

/** An instance is bound by an address of its primary network interface: the first one unless the request names another. */
function instanceTarget(state: State, InstanceId: string, wanted: string | undefined, context: Context): Target {
  const { region, assumptions } = context;
  if (!InstanceId.startsWith("ins-")) {
    throw new ApiError(
      assumptions.codes.eipTargetNotServed,
      `\`${InstanceId}\` is not an instance; this action binds to instances and network interfaces only.`,
      `\`${InstanceId}\` 不是云服务器实例；本接口只支持绑定到实例和弹性网卡。`,
    );
  }
  checkId("instance", InstanceId, "InstanceId", "InvalidParameterValue.InstanceIdMalformed");
  const instance = state.instances.get(InstanceId);
  if (instance?.Region !== region) throw notFound("instance", InstanceId, region, "InvalidInstanceId.NotFound");
  checkIdle(instance, () => "UnsupportedOperation.InstanceStateNotSupported");
  const { NetworkInterfaceId, PrivateIpAddresses } = instance;
  const [first = ""] = PrivateIpAddresses;
  const PrivateAddressIp = wanted ?? first;
  if (!PrivateIpAddresses.includes(PrivateAddressIp)) {
    throw withoutAddress("FailedOperation.AddressEniInfoNotFound", NetworkInterfaceId, PrivateAddressIp);
  }
  checkAvailable(findNetworkInterface(state, NetworkInterfaceId, { region }), MUTEX);
  const eip = addressAt(state, NetworkInterfaceId, PrivateAddressIp);
  if (eip !== undefined) {
    throw new ApiError(
      "InvalidInstanceId.AlreadyBindEip",
      `\`${InstanceId}\` already has the EIP ${eip.AddressIp}.`,
      `实例 \`${InstanceId}\` 已经绑定了 EIP ${eip.AddressIp}。`,
    );
  }
  return { InstanceId, NetworkInterfaceId, PrivateAddressIp, InstanceType: "CVM" };
}

function interfaceTarget(state: State, id: string, PrivateAddressIp: string, { region }: Context): Target {
  checkId("networkInterface", id, "NetworkInterfaceId", "InvalidParameterValue.NetworkInterfaceIdMalformed");
  const row = networkInterface(state, id);
  if (row?.Region !== region) throw notFound("networkInterface", id, region, "InvalidNetworkInterfaceId.NotFound");
  const address = row.PrivateIpAddressSet.find((one) => one.PrivateIpAddress === PrivateAddressIp);
  if (address === undefined) throw withoutAddress("FailedOperation.AddressEniInfoNotFound", id, PrivateAddressIp);
  const instance = state.instances.get(row.Attachment?.InstanceId ?? "");
  if (instance !== undefined) checkIdle(instance, () => "UnsupportedOperation.InstanceStateNotSupported");
  checkAvailable(row, MUTEX);
  if (address.State !== "AVAILABLE") {
    throw new ApiError(
      MUTEX,
      `Another task on the address ${PrivateAddressIp} of \`${id}\` is running: it is ${address.State}.`,
      `弹性网卡 \`${id}\` 的内网 IP ${PrivateAddressIp} 上有互斥的任务正在执行，当前状态为 ${address.State}。`,
    );
  }
  const eip = addressAt(state, id, PrivateAddressIp);
  if (eip !== undefined) {
    throw new ApiError(
      "InvalidPrivateIpAddress.AlreadyBindEip",
      `${PrivateAddressIp} of \`${id}\` already has the EIP ${eip.AddressIp}.`,
      `弹性网卡 \`${id}\` 的内网 IP ${PrivateAddressIp} 已经绑定了 EIP ${eip.AddressIp}，不能重复绑定。`,
    );
  }
  // To bind an EIP to an instance is to bind it to this one address (https://cloud.tencent.com/document/api/215/16700).
  return row.Primary && address.Primary && row.Attachment !== null
    ? { InstanceId: row.Attachment.InstanceId, NetworkInterfaceId: id, PrivateAddressIp, InstanceType: "CVM" }
    : { InstanceId: "", NetworkInterfaceId: id, PrivateAddressIp, InstanceType: "ENI" };
}

/** The code that AssociateAddress lists for what is on its way to another state. */
const MUTEX = "OperationDenied.MutexTaskRunning";
/** The public address that came with an instance has the place of an EIP. "It has to be returned first." */
function checkNoWanAddress(state: State, { NetworkInterfaceId, PrivateAddressIp }: Target): void {
  for (const row of state.instances.values()) {
    if (row.WanIpAddress === undefined || row.NetworkInterfaceId !== NetworkInterfaceId) continue;
    if (row.PrivateIpAddresses[0] !== PrivateAddressIp) continue;
    throw new ApiError(
      "InvalidParameterValue.InstanceHasWanIP",
      `\`${row.InstanceId}\` was run with the public address ${row.WanIpAddress}; run it with PublicIpAssigned false to ` +
        "give it an EIP.",
      `实例\`${row.InstanceId}\`的主内网IP已绑定普通公网IP ${row.WanIpAddress}，必须先退还才能绑定EIP；` +
        "请在创建实例时将PublicIpAssigned设置为false。",
    );
  }
}
