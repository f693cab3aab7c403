import type { Request, WantedAddress } from "../../api/actions";
import { vpcTime } from "../resources/clock";
import {
  networkInterface,
  networkInterfaces,
  newInterface,
  newInterfaceAddress,
  shownInterface,
} from "../resources/interfaces";
import { claimableAddress, freeAddresses } from "../resources/network";
import { checkId } from "../resources/query";
import { VPC_TAG_CODES, characters, newTags } from "../resources/tagging";
import type { InterfaceAddress, NetworkInterfaceRow, State, SubnetRow } from "../store/state";
import { ApiError } from "../words/errors";
import {
  givenTwice,
  missingParameter,
  subnetOfAnotherVpc,
  tooFewAddresses,
  tooManyCharacters,
  tooManyEntries,
} from "../words/refusals";
import { withToken } from "./client-token";
import type { Context, Handler } from "./handler";
import { findSubnet, findVpc, unusedId } from "./lookup";
import { beginInterfaceTask } from "./tasks";
import { checkNetworkName } from "./vpcs";

/** A secondary network interface, attached to nothing yet. Asynchronous: it is PENDING at first. */
export const createNetworkInterface: Handler<"CreateNetworkInterface"> = withToken(
  "CreateNetworkInterface",
  (state, request, context) => {
    checkNetworkName("NetworkInterfaceName", request.NetworkInterfaceName);
    checkDescription(request.NetworkInterfaceDescription ?? "");
    checkSecurityGroups(request.SecurityGroupIds ?? [], context);
    const vpc = findVpc(state, request.VpcId, context);
    const subnet = findSubnet(state, request.SubnetId, context);
    if (subnet.VpcId !== vpc.VpcId) {
      throw subnetOfAnotherVpc(context.assumptions.codes.subnetOfAnotherVpc, subnet, vpc.VpcId);
    }
    const count = networkInterfaces(state).filter((row) => row.VpcId === vpc.VpcId).length;
    if (count >= context.assumptions.networkInterfacesPerVpc) {
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
      CreatedTime: vpcTime(context.now, context),
      Region: context.region,
    };
    const addresses = firstAddresses(state, subnet, request, context);
    const row: NetworkInterfaceRow = {
      ...newInterface(
        given,
        addresses.map((address) => ({ ...address, State: "PENDING" })),
      ),
      NetworkInterfaceDescription: request.NetworkInterfaceDescription ?? "",
      GroupSet: request.SecurityGroupIds ?? [],
      TagSet: newTags(request.Tags, VPC_TAG_CODES),
      State: "PENDING",
      NetworkInterfaceState: "PENDING",
    };
    return {
      response: { NetworkInterface: shownInterface(state, row, context) },
      changes: beginInterfaceTask(row, "settle", context),
    };
  },
);

function checkDescription(text: string): void {
  const most = 60;
  if (characters(text) > most) throw tooManyCharacters("NetworkInterfaceDescription", most);
}

/** Their form only: security groups are not emulated. */
export function checkSecurityGroups(
  ids: readonly string[],
  { assumptions }: Context,
  tooMany = "InvalidParameterValue.LimitExceeded",
): void {
  const most = assumptions.securityGroupsPerNetworkInterface;
  if (ids.length > most) throw tooManyEntries(tooMany, "SecurityGroupIds", most);
  for (const id of ids) checkId("securityGroup", id, "SecurityGroupIds");
}

function firstAddresses(
  state: State,
  subnet: SubnetRow,
  request: Request<"CreateNetworkInterface">,
  context: Context,
): InterfaceAddress[] {
  const wanted = request.PrivateIpAddresses ?? [];
  if (wanted.filter((address) => address.Primary === true).length > 1) {
    throw new ApiError(
      context.assumptions.codes.severalPrimaryAddresses,
      "More than one address is marked as `Primary`.",
      "只能将一个 IP 地址标记为主 IP（`Primary`）。",
    );
  }
  const given = givenAddresses(state, subnet, wanted, context.assumptions.codes.occupiedAddress, context);
  const missing = (given.length === 0 ? 1 : 0) + (request.SecondaryPrivateIpAddressCount ?? 0);
  checkAddressCount(given.length + missing, context);
  const all = [...given, ...chosenAddresses(state, subnet, missing, given)];
  const primary = Math.max(
    0,
    all.findIndex((address) => address.Primary),
  );
  return all.map((address, index) => ({ ...address, Primary: index === primary }));
}

/** How many addresses a network interface has, or would have. */
export function checkAddressCount(count: number, { assumptions }: Context): void {
  const most = assumptions.addressesPerNetworkInterface;
  if (count <= most) return;
  throw new ApiError(
    assumptions.codes.tooManyAddressesOfInterface,
    `A network interface has at most ${String(most)} addresses, not ${String(count)}.`,
    `一个弹性网卡最多可有 ${String(most)} 个内网 IP，不能有 ${String(count)} 个。`,
  );
}

/** The addresses that a request names, once each is known to be free. */
export function givenAddresses(
  state: State,
  subnet: SubnetRow,
  wanted: readonly WantedAddress[],
  codeOfTwice: string,
  context: Context,
): InterfaceAddress[] {
  if (wanted.length > 10) {
    throw tooManyEntries("InvalidParameterValue.LimitExceeded", "PrivateIpAddresses", 10);
  }
  const addresses = wanted.map(({ PrivateIpAddress, Primary, Description }, index) => {
    const name = `PrivateIpAddresses.${String(index)}.PrivateIpAddress`;
    if (PrivateIpAddress === undefined) throw missingParameter(name);
    const address = claimableAddress(state, subnet, PrivateIpAddress, context, name);
    return newInterfaceAddress(address, Primary ?? false, Description);
  });
  const twice = addresses.find((a, index) =>
    addresses.some((b, i) => i < index && a.PrivateIpAddress === b.PrivateIpAddress),
  );
  if (twice === undefined) return addresses;
  throw givenTwice(codeOfTwice, twice.PrivateIpAddress);
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
