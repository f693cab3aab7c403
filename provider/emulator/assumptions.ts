/**
 * What the emulator does where no public source says what the cloud does. Everything else follows the API documents
 * and the vendor's SDKs. Each entry is read by the code that needs it; when the truth becomes known, it changes here.
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
    eipBoundElsewhere: "UnsupportedOperation.BindEIP",
    /** A range holds instances or network interfaces, not both (a rule of the console). */
    mixedRange: "InvalidParameterValue.ParameterMismatch",
    memberOfAnotherSubnet: "InvalidParameterValue",
    memberNotInRange: "ResourceNotFound",
    unknownLimitType: "InvalidParameterValue",
    /** The date in the credential scope is not that of X-TC-Timestamp. */
    scopeDate: "AuthFailure.SignatureFailure",
    bodyNotJson: "InvalidRequest",
    /** The Tag API was given the name of a resource that does not exist. */
    unknownTaggedResource: "FailedOperation",
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

  /** Quotas that only the guide states, with the limit type of DescribeVpcLimits. */
  vpcsPerRegion: 20,
  subnetsPerVpc: 100,

  /** Who GetCallerIdentity says the emulator's key belongs to. */
  callerType: "CAMUser",
} as const;

/*
 * Assumptions that are rules and not figures, and where they live:
 * - CreateHaVip without SubnetId takes the subnet that Vip is in, else the VPC's oldest subnet with a free address
 *   (actions/create-havip.ts).
 * - NetworkInterfaceId of CreateHaVip is shown at once, but the HAVIP stays UNBIND until a claim (the same file).
 * - A repeated ClientToken is answered what was answered first, even where the HAVIP has changed or gone (the same file).
 * - The range of a HAVIP may name a primary network interface, although the console offers secondary ones only
 *   (actions/range.ts). Removing the holder from the range does not take the HAVIP from it.
 * - The name and the range of a HAVIP can still be changed while its deletion is under way (actions/havips.ts).
 * - Lists are answered in the order of creation; the lowest free address is given first (state.ts, network.ts).
 * - A parameter that is null counts as left out (parameters.ts), and the body null as one without parameters
 *   (dispatch.ts).
 */
