import { type UsedAddress, checkAddress, rangeOf, usedAddresses } from "../resources/network";
import { type Selection, is, page, select } from "../resources/query";
import { ApiError } from "../words/errors";
import { tooManyEntries } from "../words/refusals";
import type { Context, Handler } from "./handler";
import { findSubnet, findVpc } from "./lookup";

/** Which addresses of a VPC something has, and what. */
export const describeUsedIpAddress: Handler<"DescribeUsedIpAddress"> = (state, request, context) => {
  const { IpAddresses, SubnetId } = request;
  const vpc = findVpc(state, request.VpcId, context);
  const subnet = SubnetId === undefined ? undefined : findSubnet(state, SubnetId, context);
  if (subnet !== undefined && subnet.VpcId !== vpc.VpcId) {
    throw new ApiError(
      "InvalidParameterValue.ParameterMismatch",
      `\`${subnet.SubnetId}\` is in \`${subnet.VpcId}\`, not in \`${vpc.VpcId}\`.`,
      `子网 \`${subnet.SubnetId}\` 属于 \`${subnet.VpcId}\`，不属于 \`${vpc.VpcId}\`。`,
    );
  }
  if (IpAddresses !== undefined && IpAddresses.length > MAX_ADDRESSES) {
    throw tooManyEntries(context.assumptions.codes.usedAddresses.malformedId, "IpAddresses", MAX_ADDRESSES);
  }
  const outside = (IpAddresses ?? [])
    .map((text) => checkAddress("IpAddresses", text))
    .find((address) => !rangeOf(subnet ?? vpc).contains(address));
  if (outside !== undefined) {
    const range = (subnet ?? vpc).CidrBlock;
    throw new ApiError(
      "InvalidParameterValue.ParameterMismatch",
      `The address ${outside} is not in ${range}.`,
      `IP 地址 ${outside} 不在网段 ${range} 内。`,
    );
  }
  const all = usedAddresses(state, context).filter(
    (row) => row.VpcId === vpc.VpcId && (subnet === undefined || row.SubnetId === subnet.SubnetId),
  );
  const by = selection(context);
  const { TotalCount, rows } = page(select(all, IpAddresses, request.Filters, by, context), request, context, by.codes);
  return { response: { IpAddressStates: rows.map(({ CreatedTime: _, ...used }) => used), TotalCount } };
};

/** Documented for this action and the next one. */
const MAX_ADDRESSES = 100;

const selection = ({ assumptions }: Context): Selection<UsedAddress> => ({
  ids: { parameter: "IpAddresses", kind: "any", of: (row) => row.IpAddress },
  filters: {
    "ip-addresses": is((row) => row.IpAddress),
    "resource-id": is((row) => row.ResourceId),
  },
  codes: assumptions.codes.usedAddresses,
});

/** Of the given addresses those that something has. */
export const describeVpcPrivateIpAddresses: Handler<"DescribeVpcPrivateIpAddresses"> = (state, request, context) => {
  const vpc = findVpc(state, request.VpcId, context);
  if (request.PrivateIpAddresses.length > MAX_ADDRESSES) {
    throw tooManyEntries("InvalidParameterValue.LimitExceeded", "PrivateIpAddresses", MAX_ADDRESSES);
  }
  const wanted = request.PrivateIpAddresses.map((text) => checkAddress("PrivateIpAddresses", text));
  const used = usedAddresses(state, context).filter((row) => row.VpcId === vpc.VpcId && wanted.includes(row.IpAddress));
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
