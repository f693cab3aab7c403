import { shownInterface } from "../resources/interfaces";
import { VPC_TAG_CODES } from "../resources/tagging";
import type { Change, NetworkInterfaceRow } from "../store/state";
import { ApiError } from "../words/errors";
import { attachNetworkInterface } from "./attach";
import { withToken } from "./client-token";
import type { Handler } from "./handler";
import { createNetworkInterface } from "./interfaces";

/** What CreateNetworkInterface and AttachNetworkInterface do, by one task. By the document's example it is PENDING. */
export const createAndAttachNetworkInterface: Handler<"CreateAndAttachNetworkInterface"> = withToken(
  "CreateAndAttachNetworkInterface",
  (state, request, context) => {
    const { InstanceId, ClientToken: _, ...wanted } = request;
    return withListedCodes(() => {
      const created = interfaceIn(createNetworkInterface(state, wanted, context).changes);
      const { NetworkInterfaceId: id } = created;
      const { PrivateIpAddressSet } = created;
      const there = PrivateIpAddressSet.map((address) => ({ ...address, State: "AVAILABLE" }));
      const settled = { ...created, State: "AVAILABLE", PrivateIpAddressSet: there };
      const between = { ...state, networkInterfaces: new Map([...state.networkInterfaces, [id, settled]]) };
      const attached = attachNetworkInterface(between, { NetworkInterfaceId: id, InstanceId }, context);
      const pending = { State: "PENDING", NetworkInterfaceState: "PENDING", PrivateIpAddressSet };
      const row = { ...interfaceIn(attached.changes), ...pending };
      const others = (attached.changes ?? []).filter(({ table }) => table !== "networkInterfaces");
      return {
        response: { NetworkInterface: shownInterface(state, row, context) },
        changes: [{ table: "networkInterfaces", id, row }, ...others],
      };
    });
  },
);

/** The one network interface that those handlers write. */
function interfaceIn(changes: readonly Change[] = []): NetworkInterfaceRow {
  const rows = changes.flatMap((change) => (change.table === "networkInterfaces" ? [change.row] : []));
  const [row] = rows;
  if (row !== undefined && row !== null) return row;
  throw new Error("A network interface was made and attached, but no row of it was written.");
}

/** What the document lists of the codes of the two actions. For the others it has the general ones. */
const LISTED: readonly string[] = [
  "InvalidParameterValue.Malformed",
  "InvalidParameterValue.Range",
  "InvalidParameterValue.Reserved",
  "InvalidParameterValue.TooLong",
  "ResourceInsufficient.Subnet",
  "UnsupportedOperation.InvalidState",
  "UnsupportedOperation.VpcMismatch",
  ...Object.values<string>({ ...VPC_TAG_CODES }),
];

function withListedCodes<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ApiError) || LISTED.includes(error.code)) throw error;
    throw new ApiError(error.code.replace(/\..*$/, ""), error.message, error.chinese);
  }
}
