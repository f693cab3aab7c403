import type { Instance } from "../../api/actions";
import { addressAt } from "../interfaces";
import { type Selection, is, page, select } from "../query";
import type { InstanceRow, State } from "../state";
import type { Handler } from "./handler";
import { inRegion } from "./lookup";

/** Of the product CVM: the machines that can hold a HAVIP. Ids that nothing has are simply not in the answer. */
export const describeInstances: Handler<"DescribeInstances"> = (state, request, context) => {
  const all = inRegion(state.instances, context, request.InstanceIds);
  const found = select(all, request.InstanceIds, request.Filters, SELECTION);
  const { TotalCount, rows } = page(found, request, SELECTION.codes);
  return { response: { TotalCount, InstanceSet: rows.map((row) => shownInstance(state, row)) } };
};

const SELECTION: Selection<InstanceRow> = {
  ids: { parameter: "InstanceIds", kind: "instance", of: (row) => row.InstanceId },
  filters: {
    zone: is((row) => row.Placement.Zone),
    "vpc-id": is((row) => row.VirtualPrivateCloud.VpcId),
    "subnet-id": is((row) => row.VirtualPrivateCloud.SubnetId),
    "instance-id": is((row) => row.InstanceId),
    "instance-name": is((row) => row.InstanceName),
    "instance-state": is((row) => row.InstanceState),
    "private-ip-address": is((row) => row.PrivateIpAddresses),
    "security-group-id": is((row) => row.SecurityGroupIds),
  },
  tags: (row) => row.Tags,
  // CVM has codes of its own.
  codes: {
    coexist: "InvalidParameter",
    unknownFilter: "InvalidFilter",
    tooManyFilters: "InvalidFilterValue.LimitExceeded",
    malformedId: "InvalidInstanceId.Malformed",
    limit: "InvalidParameterValue.LimitExceeded",
  },
};

/** As the API shows it: with the EIPs of its primary network interface. */
function shownInstance(state: State, row: InstanceRow): Instance {
  const { Region: _, NetworkInterfaceId, ...instance } = row;
  const eips = row.PrivateIpAddresses.flatMap((address) => addressAt(state, NetworkInterfaceId, address) ?? []);
  return eips.length === 0 ? instance : { ...instance, PublicIpAddresses: eips.map((eip) => eip.AddressIp) };
}
