import type { Request, WantedAddress } from "../../api/actions";
import { ASSUMPTIONS } from "../assumptions";
import { vpcTime } from "../clock";
import { ApiError } from "../errors";
import { networkInterface, networkInterfaces, newInterface, newInterfaceAddress, shownInterface } from "../interfaces";
import { claimableAddress, freeAddresses } from "../network";
import { type Selection, VPC_CODES, has, is, isFlag, page, select } from "../query";
import { missingParameter, subnetOfAnotherVpc, tooFewAddresses, tooManyEntries } from "../refusals";
import type { InterfaceAddress, NetworkInterfaceRow, State, SubnetRow } from "../state";
import { VPC_TAG_CODES, newTags } from "../tagging";
import { withToken } from "./client-token";
import type { Handler } from "./handler";
import { findNetworkInterface, findSubnet, findVpc, ofRegion, unusedId } from "./lookup";
import { beginInterfaceTask } from "./tasks";
import { checkNetworkName } from "./vpcs";

export const describeNetworkInterfaces: Handler<"DescribeNetworkInterfaces"> = (state, request, context) => {
  const all = ofRegion(networkInterfaces(state), context);
  const found = select(all, request.NetworkInterfaceIds, request.Filters, SELECTION);
  // This action lists ResourceNotFound.
  for (const id of request.NetworkInterfaceIds ?? []) findNetworkInterface(state, id, context);
  const { TotalCount, rows } = page(found, request);
  return { response: { TotalCount, NetworkInterfaceSet: rows.map((row) => shownInterface(state, row)) } };
};

const addressesOf = (row: NetworkInterfaceRow): string[] => row.PrivateIpAddressSet.map((a) => a.PrivateIpAddress);

const SELECTION: Selection<NetworkInterfaceRow> = {
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
    "address-ip": (row, value) => addressesOf(row).some((address) => address.startsWith(value)),
    "ip-exact-match": is(addressesOf),
    "is-primary": isFlag((row) => row.Primary),
    "eni-type": is((row) => String(row.EniType)),
  },
  tags: (row) => row.TagSet,
  codes: VPC_CODES,
};

/** A secondary network interface, attached to nothing yet. Asynchronous: it is PENDING at first. */
export const createNetworkInterface: Handler<"CreateNetworkInterface"> = withToken(
  "CreateNetworkInterface",
  (state, request, context) => {
    checkNetworkName("NetworkInterfaceName", request.NetworkInterfaceName);
    const vpc = findVpc(state, request.VpcId, context);
    const subnet = findSubnet(state, request.SubnetId, context);
    if (subnet.VpcId !== vpc.VpcId) {
      throw subnetOfAnotherVpc(ASSUMPTIONS.codes.subnetOfAnotherVpc, subnet, vpc.VpcId);
    }
    const count = networkInterfaces(state).filter((row) => row.VpcId === vpc.VpcId).length;
    if (count >= ASSUMPTIONS.networkInterfacesPerVpc) {
      throw new ApiError(
        "LimitExceeded.NetworkInterfaceLimitExceeded",
        `The quota is reached: \`${vpc.VpcId}\` has ${String(count)} network interfaces.`,
        `超过配额限制（弹性网卡）：\`${vpc.VpcId}\` 已有 ${String(count)} 个。`,
      );
    }
    const given = {
      NetworkInterfaceId: unusedId(
        { has: (id) => networkInterface(state, id) !== undefined },
        "networkInterface",
        context.random,
      ),
      NetworkInterfaceName: request.NetworkInterfaceName,
      SubnetId: subnet.SubnetId,
      VpcId: vpc.VpcId,
      Zone: subnet.Zone,
      CreatedTime: vpcTime(context.now),
      Region: context.region,
    };
    const row: NetworkInterfaceRow = {
      ...newInterface(given, firstAddresses(state, subnet, request)),
      NetworkInterfaceDescription: request.NetworkInterfaceDescription ?? "",
      GroupSet: request.SecurityGroupIds ?? [],
      TagSet: newTags(request.Tags, VPC_TAG_CODES),
      State: "PENDING",
      NetworkInterfaceState: "PENDING",
    };
    return {
      response: { NetworkInterface: shownInterface(state, row) },
      changes: beginInterfaceTask(row, "settle", context),
    };
  },
);

function firstAddresses(
  state: State,
  subnet: SubnetRow,
  request: Request<"CreateNetworkInterface">,
): InterfaceAddress[] {
  const wanted = request.PrivateIpAddresses ?? [];
  if (wanted.filter((address) => address.Primary === true).length > 1) {
    throw new ApiError(
      ASSUMPTIONS.codes.severalPrimaryAddresses,
      "More than one address is marked as `Primary`.",
      "只能将一个 IP 地址标记为主 IP（`Primary`）。",
    );
  }
  const given = givenAddresses(state, subnet, wanted);
  const missing = (given.length === 0 ? 1 : 0) + (request.SecondaryPrivateIpAddressCount ?? 0);
  const all = [...given, ...chosenAddresses(state, subnet, missing, given)];
  const primary = Math.max(
    0,
    all.findIndex((address) => address.Primary),
  );
  return all.map((address, index) => ({ ...address, Primary: index === primary }));
}

/** The addresses that a request names, once each is known to be free. */
export function givenAddresses(state: State, subnet: SubnetRow, wanted: readonly WantedAddress[]): InterfaceAddress[] {
  if (wanted.length > 10) {
    throw tooManyEntries("InvalidParameterValue.LimitExceeded", "PrivateIpAddresses", 10);
  }
  const addresses = wanted.map(({ PrivateIpAddress, Primary, Description }, index) => {
    const name = `PrivateIpAddresses.${String(index)}.PrivateIpAddress`;
    if (PrivateIpAddress === undefined) throw missingParameter(name);
    return newInterfaceAddress(claimableAddress(state, subnet, PrivateIpAddress, name), Primary ?? false, Description);
  });
  const twice = addresses.find((a, index) =>
    addresses.some((b, i) => i < index && a.PrivateIpAddress === b.PrivateIpAddress),
  );
  if (twice === undefined) return addresses;
  throw new ApiError(
    ASSUMPTIONS.codes.occupiedAddress,
    `The address ${twice.PrivateIpAddress} is given more than once.`,
    `IP 地址 ${twice.PrivateIpAddress} 重复。`,
  );
}

/** As many free addresses, besides those. */
export function chosenAddresses(
  state: State,
  subnet: SubnetRow,
  count: number,
  besides: readonly InterfaceAddress[],
): InterfaceAddress[] {
  const free = freeAddresses(
    state,
    subnet,
    count,
    besides.map((address) => address.PrivateIpAddress),
  );
  if (free.length === count) return free.map((address) => newInterfaceAddress(address, false));
  throw tooFewAddresses("ResourceInsufficient.Subnet", subnet.SubnetId, free.length, count);
}
