/**
 * What the emulator does where no public source says what the cloud does. Everything else follows the API documents
 * and the vendor's SDKs. When the truth becomes known, it changes here; who knows better, or wants to know what their
 * program makes of something else, says so with the option `assumptions` (chosen-assumptions.ts). Code reads the ones
 * of its emulator: in an action, `context.assumptions`.
 */
export const ASSUMPTIONS = {
  /** Codes for situations. That the codes exist is documented; which situation gets which is not. */
  codes: {
    /** The documents of CreateHaVip also list ResourceNotFound. */
    unknownSubnetInCreateHaVip: "UnsupportedOperation.SubnetNotExists",
    subnetOfAnotherVpc: "InvalidParameterValue",
    addressOutsideSubnet: "InvalidParameterValue.Range",
    reservedAddress: "InvalidParameterValue.Reserved",
    occupiedAddress: "ResourceInUse",
    subnetFull: "ResourceInsufficient",
    quotaReached: "LimitExceeded",
    emptyName: "InvalidParameterValue",
    /** A HAVIP that an instance holds, one with an EIP, one with a task under way. */
    deleteRefused: "UnsupportedOperation",
    limitOutOfRange: "InvalidParameterValue.Range",
    tooManyFilters: "InvalidParameterValue.LimitExceeded",
    tooManyIds: "InvalidParameterValue.LimitExceeded",
    /** A ClientToken that came before with other parameters. The documents of CreateHaVip say "duplicate input". */
    tokenReused: "InvalidParameterValue.Duplicate",
    /** CreateHaVip lists no tag codes at all; these are the listed ones that fit. */
    havipTags: {
      duplicateKey: "InvalidParameterValue.Duplicate",
      reservedKey: "InvalidParameterValue.Reserved",
      tooLong: "InvalidParameterValue.TooLong",
      empty: "InvalidParameterValue",
      tooMany: "LimitExceeded",
    },
    /** The EIP actions list no code for it. */
    tokenReusedForEip: "InvalidParameterConflict",
    tokenReusedForInstances: "InvalidParameterCombination",
    /** RunInstances with PublicIpAssigned and a bandwidth of 0. */
    publicAddressWithoutBandwidth: "InvalidParameterCombination",
    noAddressForInstance: "FailedOperation.NoAvailableIpAddressCountInSubnet",
    /** CreateNetworkInterface with more than one address marked as Primary. */
    severalPrimaryAddresses: "InvalidParameterValue",
    /** ModifyPrivateIpAddressesAttribute that would make another address the primary one. */
    primaryChanged: "InvalidParameterValue.Malformed",
    /** MigratePrivateIpAddress of an address that has an EIP. */
    addressWithEipMigrated: "UnsupportedOperation",
    /** Detaching a primary network interface, or one from an instance that it is not attached to. */
    detachRefused: "UnsupportedOperation.InvalidState",
    /** AssociateAddress of something other than an instance or a network interface. */
    eipTargetNotServed: "InvalidParameterValue.ResourceNotSupport",
    /** DisassociateAddress of an EIP that a HAVIP has. */
    eipOfHavip: "InvalidInstance.NotSupported",
    eipNotUnbound: "UnsupportedOperation.AddressStatusNotPermit",
    eipUnknown: "InvalidAddressId.NotFound",
    taskUnknown: "InvalidParameter",
    eipBoundElsewhere: "UnsupportedOperation.BindEIP",
    /** A range holds instances or network interfaces, not both (a rule of the console). */
    mixedRange: "InvalidParameterValue.ParameterMismatch",
    memberOfAnotherSubnet: "InvalidParameterValue",
    /**
     * A range takes secondary network interfaces that are attached to an instance (another rule of the console), and
     * neither it nor a new HAVIP takes one that is on its way to another state.
     */
    unsuitableInterface: "InvalidParameterValue",
    /** Another name, or another range, for a HAVIP whose deletion is under way. */
    beingDeleted: { rename: "UnsupportedOperation", range: "InvalidParameterValue" },
    memberNotInRange: "ResourceNotFound",
    unknownLimitType: "InvalidParameterValue",
    /** The date in the credential scope is not that of X-TC-Timestamp. */
    scopeDate: "AuthFailure.SignatureFailure",
    bodyNotJson: "InvalidRequest",
    /** The Tag API was given the name of a resource that does not exist. */
    unknownTaggedResource: "FailedOperation",
    /** TagResources and UnTagResources with no resource. */
    emptyResourceList: "InvalidParameterValue.ResourceDescriptionError",
    /** A page of 0 or more than 200 resources or tags (of tags, the most is not documented), or one that begins within another. */
    tagPaging: "InvalidParameter",
    /** GetResources with more than 6 filters, or with more than 10 values in one. */
    tooManyTagFilters: "LimitExceeded.TagNumPerRequest",
    tooManyTagValues: "InvalidParameter.Tag",
    tooManyAddressesOfInterface: "LimitExceeded",
    tooManyEips: "LimitExceeded",
    /** DescribeRouteTables with the filter next-hop-type, but without the two that it needs. */
    nextHopAlone: "InvalidParameter",
    /** DescribeUsedIpAddress lists two codes for everything. */
    usedAddresses: {
      coexist: "InvalidParameterValue.ParameterMismatch",
      unknownFilter: "InvalidParameterValue.ParameterMismatch",
      tooManyFilters: "InvalidParameterValue.Malformed",
      malformedId: "InvalidParameterValue.Malformed",
      limit: "InvalidParameterValue.Malformed",
    },
    /** A role's name that has not the documented form, and a lifetime outside of 1 to 43200 seconds. */
    roleArn: "InvalidParameter.ParamError",
    roleDuration: "InvalidParameter.OverTimeError",
    roleSessionName: "InvalidParameter.ParamError",
    webIdentity: "InvalidParameter.WebIdentityTokenError",
    /** The TAT actions list some codes for these mistakes, but not which is for which. */
    tat: {
      defaultsGivenTwice: "InvalidParameter",
      /** `Parameters` of a command that has no custom parameters; its defaults get the other code. */
      valuesWithoutParameters: "InvalidParameterValue.ParameterDisabled",
      defaultsWithoutParameters: "InvalidParameterValue.SupportParametersOnlyIfEnableParameter",
      tags: "InvalidParameterValue",
      tooManyTags: "InvalidParameterValue",
      limitOutOfRange: "InvalidParameterValue",
      tooManyInstances: "InvalidParameterValue.LimitExceeded",
      /** An instance whose agent is installed, but not attached. */
      agentOffline: "ResourceUnavailable.AgentStatusNotOnline",
    },
  },

  /** Codes that some actions give here although their documents do not list them, as similar actions' documents do. */
  unlistedCodes: {
    /** The range of a HAVIP is checked as AssociateHaVipInstance does it. */
    "InvalidParameterValue.ParameterMismatch": "CreateHaVip",
  },

  /** Times without a zone (`2018-10-10 17:03:09`) are Beijing's. */
  createdTimeOffsetHours: 8,

  /** A ClientToken counts per account and region and is forgotten after a day. Refused requests are not kept. */
  clientTokenLifetimeMs: 24 * 60 * 60 * 1000,

  /** The results of asynchronous requests are kept for this many requests. */
  keptTaskResults: 1_000,

  /** Members of a HAVIP's range in total. (Documented is the number in one call.) */
  maxRangeMembers: 10,

  /** The first number of a paged list that is legal as `Limit`. */
  minPageSize: 1,

  /** Ids in one Describe request. (Documented for its siblings, not for DescribeHaVips.) */
  maxIds: 100,

  /** Of a network interface (documented) and of its addresses (not). */
  descriptionCharacters: 60,

  /** Quotas that only the guide states, with the limit type of DescribeVpcLimits. */
  vpcsPerRegion: 20,
  subnetsPerVpc: 100,
  routeTablesPerVpc: 10,
  networkInterfacesPerVpc: 1_000,
  /** What DescribeVpcLimits says of things that are not emulated. Only the names of these quotas are documented. */
  quotasOfOthers: {
    "route-table-max-policies": 50,
    "vpc-max-vpn-gateways": 10,
    "appid-max-custom-gateways": 20,
    "appid-max-vpn-connections": 100,
    "custom-gateway-max-vpn-connections": 10,
    "vpn-gateway-max-custom-gateways": 20,
    "vpc-max-network-acls": 50,
    "network-acl-max-inbound-policies": 50,
    "network-acl-max-outbound-policies": 50,
    "vpc-max-vpcpeers": 10,
    "vpc-max-available-vpcpeers": 10,
    "vpc-max-basic-network-interconnections": 100,
    "direct-connection-max-snats": 100,
    "direct-connection-max-dnats": 100,
    "direct-connection-max-snapts": 100,
    "direct-connection-max-dnapts": 100,
    "vpc-max-nat-gateways": 3,
    "nat-gateway-max-eips": 10,
    "nat-gateway-max-dnapts": 200,
    "vpc-max-ipv6s": 1_000,
    "eni-max-ipv6s": 10,
    "vpc-max-assistant_cidrs": 5,
    "appid-max-end-point-services": 10,
    "appid-max-end-point-service-white-lists": 10,
    "vpc-max-cmcc-ipv6-cidrs": 1,
    "vpc-max-ctcc-ipv6-cidrs": 1,
    "vpc-max-cucc-ipv6-cidrs": 1,
    "vpc-max-bgp-ipv6-cidrs": 1,
    "vpc-max-custom-ipv6-cidrs": 1,
    "vpc-max-ula-ipv6-cidrs": 1,
  },
  /** The documents refer to a quota (eni-max-private-ips) that grows with the instance type. */
  addressesPerNetworkInterface: 50,
  /** Documented for instances. */
  securityGroupsPerNetworkInterface: 5,
  /** The description of the code AddressQuotaLimitExceeded gives the number. */
  eipsPerRegion: 20,

  /** Where RunInstances says nothing of them; the type and the disks are "what is in stock". */
  defaultInstanceType: "S5.MEDIUM4",
  defaultDiskType: "CLOUD_PREMIUM",
  internetChargeType: "TRAFFIC_POSTPAID_BY_HOUR",
  /** GiB; the documents refer to a page on each type of disk. */
  diskSizes: { system: [20, 2_048], data: [10, 32_000] },

  /** What DescribeUsedIpAddress and DescribeVpcPrivateIpAddresses call a HAVIP. */
  usedAddressTypeOfHavip: "HAVIP",

  /** The exit code that is shown of a command that has none: it timed out, was cancelled, or never ran. */
  exitCodeOfNone: -1,

  /** Invocations that are remembered; the oldest that are over go first. */
  keptInvocations: 1_000,

  /** What DescribeAutomationAgentStatus says of every agent. */
  agentVersion: "1.0.0",

  /** Who GetCallerIdentity says the emulator's key belongs to. */
  callerType: "CAMUser",
  /** The same of temporary credentials; the form of their Arn is an assumption too (actions/account.ts). */
  roleCallerType: "CAMRole",

  /** How long the credentials hold that an instance gets for its role. (The default of AssumeRole.) */
  instanceCredentialsSeconds: 7_200,
} as const;

/*
 * Assumptions that are rules and not figures, and where they live:
 * - CreateHaVip without SubnetId takes the subnet that Vip is in, else the VPC's oldest subnet with a free address
 *   (actions/create-havip.ts).
 * - NetworkInterfaceId of CreateHaVip is shown at once, but the HAVIP stays UNBIND until a claim (the same file).
 * - A repeated ClientToken is answered what was answered first, even where the thing has changed or gone
 *   (actions/client-token.ts).
 * - An instance may be in a range where any of its network interfaces is in the HAVIP's subnet (actions/range.ts).
 *   Removing the holder from the range does not take the HAVIP from it.
 * - A network interface cannot be detached while it holds a HAVIP, or it or its instance is in the range of a HAVIP of
 *   its subnet (actions/attach.ts).
 * - The default route table of vpc-xxxxxxxx is rtb-xxxxxxxx, and no VPC can go while it has another
 *   (resources/routing.ts, actions/vpcs.ts).
 * - A network interface that is migrated is ATTACHING to its new instance at once; one that a HAVIP needs where it is
 *   cannot be (actions/migrate.ts). CreateAndAttachNetworkInterface makes nothing where it cannot attach.
 * - The security groups of a primary network interface are its instance's (actions/modify-interface.ts).
 * - Where CreateNetworkInterface marks no address as Primary, the first given is it (actions/interfaces.ts).
 * - Every role of the account exists and trusts every caller; of an identity provider's token the form and the expiry
 *   are checked, not the signature (actions/roles.ts). Temporary credentials may do all that permanent ones may.
 * - Every image, instance type, security group, key pair, placement group and project exists: RunInstances keeps the
 *   names that it is given. The catalogue that can be asked for is a fixture: the same seven zones (-1 to -7), two images
 *   and nine types in every region, nothing sold out, no prices (resources/catalogue.ts).
 * - An instance that is stopped keeps its addresses and the HAVIPs it holds; with one that is terminated go its holding,
 *   its places in ranges, its EIPs' binding, and the disks that are to go with it (actions/instance-tasks.ts).
 * - Something that an instance is already in the middle of is refused by the code of its state where the action lists it
 *   (UnsupportedOperation.InstanceStatePending), else as OperationDenied.InstanceOperationInProgress.
 * - RunInstances with DryRun answers the common code DryRunOperation where it would have succeeded; its own document
 *   speaks of an answer with the RequestId only (actions/run-instances.ts).
 * - Tags go to the instances only, not to their disks; a disk without its instance is destroyed at once, without a recycle
 *   bin (actions/disks.ts). Terminated instances are gone at once too, without a time in the state SHUTDOWN.
 * - EIPs are the lowest free addresses of 203.0.113.0/24 and 198.51.100.0/24, which nobody has
 *   (resources/addresses.ts).
 * - A network interface is bound to an EIP as the type ENI, and an instance, which is the primary address of its primary
 *   network interface, as CVM (actions/bind-address.ts).
 * - A network interface bears one task at a time, be it on the interface or on one of its addresses (actions/attach.ts).
 * - A task that fails leaves everything as it was, and nothing of what it was to make (actions/failed-tasks.ts).
 * - Messages are English unless X-TC-Language is zh-CN (words/errors.ts). The Chinese ones keep to the vendor's
 *   descriptions of the codes; the cloud's own words are known of a few only (words/refusals.ts).
 * - An instance's credentials are new ones at each request, under its id as the name of the session
 *   (metadata/metadata-tree.ts).
 * - The lists of the metadata leave out what has no value; a HAVIP is not among the addresses of its holder (the same
 *   file). What is called uuid, app-id, as-group-id, owner-id, instance/security-group, payment/charge-type and user-data
 *   in the cloud is not there.
 * - Every instance has the agent of TAT installed, for Linux and offline, until a lab attaches one (tat/agents.ts); the
 *   agent of an instance that does not run is offline. A lost agent is known at once: what it ran becomes TASK_TIMEOUT,
 *   what it had not taken DELIVER_FAILED. Where a command waits longer than its own timeout, it is DELIVER_FAILED too.
 * - Cancelling takes no time: CANCELLED or TERMINATED follows at once, without CANCELLING (actions/tat-run.ts).
 * - Of a long output the beginning is kept, 24 KB of base64 (tat/base64.ts). How the statuses of tasks make up that of an
 *   invocation: tat/invocation-status.ts. The records of a command show its script with the placeholders, not the values.
 * - Names of commands are unique in a region; the empty name of a command saved by RunCommand is not looked at, and what
 *   RunCommand does not save has an id that finds nothing (actions/tat-commands.ts, actions/tat-run.ts).
 * - Lists are answered in the order of creation; the lowest free address is given first (store/state.ts,
 *   resources/network.ts).
 * - A parameter that is null counts as left out (words/parameters.ts), and the body null as one without
 *   parameters (cloud/dispatch.ts).
 */
