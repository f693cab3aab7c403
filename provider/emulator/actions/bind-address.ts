import type { Request } from "../../api/actions";
import { ASSUMPTIONS } from "../assumptions";
import { ApiError } from "../errors";
import { addressAt, networkInterface } from "../interfaces";
import { checkId } from "../query";
import type { AddressRow, State } from "../state";
import { checkNoTask, findAddress } from "./addresses";
import type { Context, Handler } from "./handler";
import { beginAddressTask } from "./tasks";

/** Asynchronous. Binds to an instance or a network interface; HAVIPs have actions of their own for that. */
export const associateAddress: Handler<"AssociateAddress"> = (state, request, context) => {
  const row = findAddress(state, request.AddressId, context);
  checkNoTask(row);
  if (row.AddressStatus !== "UNBIND") {
    const holder = row.InstanceId || row.NetworkInterfaceId;
    const message = `\`${row.AddressId}\` is already bound to \`${String(holder)}\`.`;
    throw new ApiError(ASSUMPTIONS.codes.eipNotUnbound, message);
  }
  const bound: AddressRow = { ...row, ...targetOf(state, request, context), AddressStatus: "BINDING" };
  const { TaskId, changes } = beginAddressTask(state, [bound], "bind", context);
  return { response: { TaskId }, changes };
};

/** Asynchronous. */
export const disassociateAddress: Handler<"DisassociateAddress"> = (state, request, context) => {
  const row = findAddress(state, request.AddressId, context);
  checkNoTask(row);
  if (row.AddressStatus === "UNBIND") {
    throw new ApiError("InvalidAddressIdStatus.NotPermit", `\`${row.AddressId}\` is bound to nothing.`);
  }
  if (row.InstanceType === "HAVIP") {
    const message = `\`${row.AddressId}\` is bound to \`${row.InstanceId}\`; use HaVipDisassociateAddressIp.`;
    throw new ApiError(ASSUMPTIONS.codes.eipOfHavip, message);
  }
  const { TaskId, changes } = beginAddressTask(state, [{ ...row, AddressStatus: "UNBINDING" }], "unbind", context);
  return { response: { TaskId }, changes };
};

type Target = Pick<AddressRow, "InstanceId" | "NetworkInterfaceId" | "PrivateAddressIp" | "InstanceType">;

function targetOf(state: State, request: Request<"AssociateAddress">, context: Context): Target {
  const { InstanceId, NetworkInterfaceId, PrivateIpAddress } = request;
  if (InstanceId !== undefined && NetworkInterfaceId !== undefined) {
    const message = "`InstanceId` and `NetworkInterfaceId` cannot be specified at the same time.";
    throw new ApiError("InvalidParameterValue.Combination", message);
  }
  if (InstanceId !== undefined) return instanceTarget(state, InstanceId, context);
  if (NetworkInterfaceId === undefined) {
    const message = "Neither `InstanceId` nor `NetworkInterfaceId` is given.";
    throw new ApiError("InvalidParameterValue.MissingAssociateEntity", message);
  }
  if (PrivateIpAddress === undefined) {
    throw new ApiError("MissingParameter", "The request is missing a required parameter `PrivateIpAddress`.");
  }
  return interfaceTarget(state, NetworkInterfaceId, PrivateIpAddress, context);
}

/** An instance is bound by the first address of its primary network interface. */
function instanceTarget(state: State, InstanceId: string, { region }: Context): Target {
  if (!InstanceId.startsWith("ins-")) {
    const message = `\`${InstanceId}\` is not an instance; this action binds to instances and network interfaces only.`;
    throw new ApiError(ASSUMPTIONS.codes.eipTargetNotServed, message);
  }
  checkId("instance", InstanceId, "InstanceId", "InvalidParameterValue.InstanceIdMalformed");
  const instance = state.instances.get(InstanceId);
  if (instance?.Region !== region) {
    throw new ApiError("InvalidInstanceId.NotFound", `The instance \`${InstanceId}\` does not exist in ${region}.`);
  }
  const { NetworkInterfaceId, PrivateIpAddresses } = instance;
  const [PrivateAddressIp = ""] = PrivateIpAddresses;
  const eip = addressAt(state, NetworkInterfaceId, PrivateAddressIp);
  if (eip !== undefined) {
    throw new ApiError("InvalidInstanceId.AlreadyBindEip", `\`${InstanceId}\` already has the EIP ${eip.AddressIp}.`);
  }
  return { InstanceId, NetworkInterfaceId, PrivateAddressIp, InstanceType: "CVM" };
}

function interfaceTarget(state: State, id: string, PrivateAddressIp: string, { region }: Context): Target {
  checkId("networkInterface", id, "NetworkInterfaceId", "InvalidParameterValue.NetworkInterfaceIdMalformed");
  const row = networkInterface(state, id);
  if (row?.Region !== region) {
    const message = `The network interface \`${id}\` does not exist in ${region}.`;
    throw new ApiError("InvalidNetworkInterfaceId.NotFound", message);
  }
  if (!row.PrivateIpAddressSet.some((address) => address.PrivateIpAddress === PrivateAddressIp)) {
    throw new ApiError(
      "FailedOperation.AddressEniInfoNotFound",
      `\`${id}\` does not have the address ${PrivateAddressIp}.`,
    );
  }
  const eip = addressAt(state, id, PrivateAddressIp);
  if (eip !== undefined) {
    const message = `${PrivateAddressIp} of \`${id}\` already has the EIP ${eip.AddressIp}.`;
    throw new ApiError("InvalidPrivateIpAddress.AlreadyBindEip", message);
  }
  return { InstanceId: "", NetworkInterfaceId: id, PrivateAddressIp, InstanceType: "ENI" };
}
