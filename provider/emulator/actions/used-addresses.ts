import { ApiError } from "../errors";
import { type UsedAddress, checkAddress, rangeOf, usedAddresses } from "../network";
import { type Selection, VPC_CODES, is, page, select } from "../query";
import type { Handler } from "./handler";
import { findSubnet, findVpc } from "./lookup";

/** Which addresses of a VPC something has, and what. */
export const describeUsedIpAddress: Handler<"DescribeUsedIpAddress"> = (state, request, context) => {
  const { IpAddresses, SubnetId } = request;
  const vpc = findVpc(state, request.VpcId, context);
  const subnet = SubnetId === undefined ? undefined : findSubnet(state, SubnetId, context);
  if (subnet !== undefined && subnet.VpcId !== vpc.VpcId) {
    const message = `\`${subnet.SubnetId}\` is in \`${subnet.VpcId}\`, not in \`${vpc.VpcId}\`.`;
    throw new ApiError("InvalidParameterValue.ParameterMismatch", message);
  }
  const outside = (IpAddresses ?? [])
    .map((text) => checkAddress("IpAddresses", text))
    .find((address) => !rangeOf(subnet ?? vpc).contains(address));
  if (outside !== undefined) {
    const message = `The address ${outside} is not in ${(subnet ?? vpc).CidrBlock}.`;
    throw new ApiError("InvalidParameterValue.ParameterMismatch", message);
  }
  const all = usedAddresses(state).filter(
    (row) => row.VpcId === vpc.VpcId && (subnet === undefined || row.SubnetId === subnet.SubnetId),
  );
  const { TotalCount, rows } = page(select(all, IpAddresses, request.Filters, SELECTION), request);
  return { response: { IpAddressStates: rows.map(({ CreatedTime: _, ...used }) => used), TotalCount } };
};

const SELECTION: Selection<UsedAddress> = {
  ids: { parameter: "IpAddresses", kind: "any", of: (row) => row.IpAddress },
  filters: {
    "ip-addresses": is((row) => row.IpAddress),
    "resource-id": is((row) => row.ResourceId),
  },
  codes: VPC_CODES,
};

/** Of the given addresses those that something has. */
export const describeVpcPrivateIpAddresses: Handler<"DescribeVpcPrivateIpAddresses"> = (state, request, context) => {
  const vpc = findVpc(state, request.VpcId, context);
  if (request.PrivateIpAddresses.length > 100) {
    throw new ApiError("InvalidParameterValue.LimitExceeded", "`PrivateIpAddresses` has more than 100 entries.");
  }
  const wanted = request.PrivateIpAddresses.map((text) => checkAddress("PrivateIpAddresses", text));
  const used = usedAddresses(state).filter((row) => row.VpcId === vpc.VpcId && wanted.includes(row.IpAddress));
  return {
    response: {
      VpcPrivateIpAddressSet: used.map((row) => ({
        PrivateIpAddress: row.IpAddress,
        CidrBlock: findSubnet(state, row.SubnetId, context).CidrBlock,
        PrivateIpAddressType: row.ResourceType,
        CreatedTime: row.CreatedTime,
      })),
    },
  };
};
