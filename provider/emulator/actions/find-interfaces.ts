import type { Filter } from "../../api/actions";
import { networkInterfaces, shownInterface } from "../resources/interfaces";
import { type Selection, VPC_CODES, has, is, isFlag, none, page, select } from "../resources/query";
import type { NetworkInterfaceRow, State } from "../store/state";
import type { Context, Handler } from "./handler";
import { findNetworkInterface, ofRegion } from "./lookup";

export const describeNetworkInterfaces: Handler<"DescribeNetworkInterfaces"> = (state, request, context) => {
  const all = ofRegion(networkInterfaces(state), context);
  const found = select(
    all,
    request.NetworkInterfaceIds,
    request.Filters,
    selection(state, request.Filters ?? [], context),
    context,
  );
  // This action lists ResourceNotFound.
  for (const id of request.NetworkInterfaceIds ?? []) findNetworkInterface(state, id, context);
  const { TotalCount, rows } = page(found, request, context);
  return { response: { TotalCount, NetworkInterfaceSet: rows.map((row) => shownInterface(state, row, context)) } };
};

/** Several addresses are always compared exactly, a single one where `ip-exact-match` says so; its first value counts. */
function comparesExactly(filters: readonly Filter[]): boolean {
  const valuesOf = (name: string): string[] => filters.find(({ Name }) => Name === name)?.Values ?? [];
  return valuesOf("address-ip").length > 1 || valuesOf("ip-exact-match")[0]?.toLowerCase() === "true";
}

const addressesOf = (row: NetworkInterfaceRow): string[] => row.PrivateIpAddressSet.map((a) => a.PrivateIpAddress);

const selection = (state: State, filters: readonly Filter[], context: Context): Selection<NetworkInterfaceRow> => ({
  ids: { parameter: "NetworkInterfaceIds", kind: "networkInterface", of: (row) => row.NetworkInterfaceId },
  filters: {
    "vpc-id": is((row) => row.VpcId),
    "subnet-id": is((row) => row.SubnetId),
    "network-interface-id": is((row) => row.NetworkInterfaceId),
    "attachment.instance-id": is((row) => row.Attachment?.InstanceId ?? ""),
    "groups.security-group-id": is((row) => row.GroupSet),
    "network-interface-name": has((row) => row.NetworkInterfaceName),
    "network-interface-description": has((row) => row.NetworkInterfaceDescription),
    // Documented as fuzzy at its end.
    "address-ip": comparesExactly(filters)
      ? is(addressesOf)
      : (row, value) => addressesOf(row).some((address) => address.startsWith(value)),
    // Says how another filter is meant.
    "ip-exact-match": () => true,
    "public-address-ip": is((row) => publicAddressesOf(state, row, context)),
    "is-primary": isFlag((row) => row.Primary),
    "eni-type": is((row) => String(row.EniType)),
    // Every network interface here is an ordinary one, without IPv6.
    "eni-qos": is(() => "DEFAULT"),
    "termination-protection": isFlag(() => false),
    "traffic-protection": isFlag(() => false),
    "address-ipv6": none,
    "address-type": none,
  },
  tags: (row) => row.TagSet,
  codes: VPC_CODES,
});

function publicAddressesOf(state: State, row: NetworkInterfaceRow, context: Context): string[] {
  return shownInterface(state, row, context).PrivateIpAddressSet.map((address) => address.PublicIpAddress);
}
