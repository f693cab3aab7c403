import type { Service } from "../../api/actions";
import { SERVED, SERVED_ACTIONS } from "../actions/table";
import { type Site, isOnSite } from "../words/site";

export interface ActionList {
  served: {
    action: string;
    service: Service;
    parameters: string[];
    /** Those of `parameters` that are taken but make no difference here. */
    parametersWithoutEffect: string[];
    notServedParameters: string[];
  }[];
  declined: { action: string; service: string; reason: string }[];
}

/** What is served, with its parameters, and what a reader might look for in vain, with the reason. */
export function actionList(site: Site = "china"): ActionList {
  const served = SERVED_ACTIONS.filter((action) => isOnSite(site, action)).map((action) => {
    const { service, parameters } = SERVED[action];
    const all = Object.entries(parameters).filter(([name]) => isOnSite(site, action, name));
    const names = (notServed: boolean): string[] =>
      all.filter(([, { type }]) => (type === "notServed") === notServed).map(([name]) => name);
    const parametersWithoutEffect = all.filter(([, { effect }]) => effect === "none").map(([name]) => name);
    return { action, service, parameters: names(false), parametersWithoutEffect, notServedParameters: names(true) };
  });
  const declined = Object.entries(DECLINED)
    .flatMap(([reason, services]) =>
      Object.entries(services).flatMap(([service, actions]) => actions.map((action) => ({ action, service, reason }))),
    )
    .filter(({ action }) => !Object.hasOwn(SERVED, action));
  const elsewhere = SERVED_ACTIONS.filter((action) => !isOnSite(site, action)).map((action) => {
    return { action, service: SERVED[action].service, reason: "The international site does not document it." };
  });
  return { served, declined: [...declined, ...elsewhere] };
}

/** By reason and product. What becomes served drops out by itself. */
const DECLINED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "Another product balances load or translates addresses; no HAVIP needs it.": {
    vpc: ["CreateNatGateway", "DescribeNatGateways", "CreateVpnGateway", "CreateCcn", "CreateDirectConnectGateway"],
    clb: ["CreateLoadBalancer", "DescribeLoadBalancers"],
  },
  "IPv6 is not emulated: a HAVIP is an IPv4 address.": {
    vpc: ["AssignIpv6Addresses", "AssignIpv6CidrBlock", "AssignIpv6SubnetCidrBlock", "AllocateIp6AddressesBandwidth"],
  },
  "No packet flows here, so nothing could enforce it.": {
    vpc: ["CreateSecurityGroup", "CreateSecurityGroupPolicies", "CreateNetworkAcl", "CreateFlowLog"],
  },
  "Money and contracts are not emulated.": {
    vpc: ["InquirePriceCreateVpnGateway", "ModifyAddressInternetChargeType", "RenewAddresses"],
    cvm: ["InquiryPriceRunInstances", "RenewInstances", "ModifyInstancesChargeType", "ModifyInstancesRenewFlag"],
  },
  "A script runs when it is asked for, on an instance of this account: no timers, no machines of others, no library.": {
    tat: [
      ..."CreateInvoker ModifyInvoker DeleteInvoker EnableInvoker DisableInvoker DescribeInvokers".split(" "),
      ..."DescribeInvokerRecords CreateRegisterCode DeleteRegisterCodes DisableRegisterCodes".split(" "),
      ..."DescribeRegisterCodes DescribeRegisterInstances ModifyRegisterInstance DeleteRegisterInstance".split(" "),
      ..."DescribeScenes DescribeQuotas DescribeRegions".split(" "),
    ],
  },
  "Another served action does the same: DeleteCommand of each, RunCommand with a lab's agent that shows its script.": {
    tat: ["DeleteCommands", "PreviewReplacedCommandContent"],
  },
  "Nothing is installed or stored: an instance here is an address with a name, its disks are entries in a list.": {
    cvm: [
      ...["CreateImage", "ResetInstance", "ResizeInstanceDisks"],
      ...["CreateKeyPair", "ImportKeyPair", "DescribeKeyPairs", "AssociateInstancesKeyPairs"],
    ],
    cbs: ["CreateDisks", "AttachDisks", "DetachDisks", "ResizeDisk", "ModifyDiskAttributes", "CreateSnapshot"],
  },
  "An instance stays in its subnet, because its HAVIPs are bound to it there; run another one.": {
    cvm: ["ModifyInstancesVpcAttribute"],
  },
  "Public bandwidth stays as an instance was run with it; no packet flows here.": {
    cvm: ["ResetInstancesInternetMaxBandwidth", "AllocateWanIp"],
  },
  "Placement groups and launch templates are not emulated.": {
    cvm: ["CreateDisasterRecoverGroup", "ModifyInstancesDisasterRecoverGroup", "CreateLaunchTemplate"],
  },
};
