import * as pulumi from "@pulumi/pulumi";
import { havipClosure } from "./closure";
import { ownerOf } from "./stack-identity";
import { warnAboutPlainSecretKey } from "./warnings";

/** How long the operations of a HAVIP may take, as durations such as `90s`, `5m` or `1h30m`; at most `24h` each. */
export interface HavipTimeouts {
  /** Default `5m`. */
  create?: pulumi.Input<string>;
  /** Default `2m`. */
  read?: pulumi.Input<string>;
  /** Default `5m`. */
  update?: pulumi.Input<string>;
  /** Default `5m`: most of it for members that still hold the address. */
  delete?: pulumi.Input<string>;
}

/** The arguments of a {@link Havip}. Everything invalid is reported by the preview, before anything is called. */
export interface HavipArgs {
  /**
   * The VPC, such as `vpc-1a2b3c4d`. A change replaces the HAVIP.
   */
  vpcId: pulumi.Input<string>;
  /**
   * The subnet that the address belongs to, such as `subnet-1a2b3c4d`; the members that claim it must be in the same
   * one. A change replaces the HAVIP.
   */
  subnetId: pulumi.Input<string>;
  /**
   * The IPv4 address, such as `10.0.0.100`: inside the subnet, not taken, and neither its network, gateway (`.1`) nor
   * broadcast address. Default: the cloud chooses. A change replaces the HAVIP; leaving it out later keeps what it has.
   */
  address?: pulumi.Input<string>;
  /**
   * The name shown in the console, 1 to 60 characters. Default: the resource's logical name. Changes in place.
   */
  name?: pulumi.Input<string>;
  /**
   * The region, such as `ap-guangzhou`. Default: that of the settings when the HAVIP is created; a default that
   * changes later touches nothing. A change replaces the HAVIP.
   */
  region?: pulumi.Input<string>;
  /**
   * Tags, at most 47. Keys of 1 to 127, values of 1 to 255 characters. Only the keys named here, now or earlier, are
   * managed: others stay as they are. Keys that begin with `qcs:`, `project`, `项目`, `qcloud`, `tencent` or
   * `pulumi-havip:` are refused. Change in place.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Whether only the instances or ENIs of the HAVIP's drift range may claim it. Default: false, any instance of the
   * subnet may. The API cannot change it, so a change replaces the HAVIP; leaving it out later keeps what it has.
   */
  checkAssociate?: pulumi.Input<boolean>;
  /**
   * The range of the subnet, such as `10.0.0.0/24`. It is sent nowhere: with it a wrong `address` is found in the
   * preview. Default: `address` is checked for its form only.
   */
  subnetCidr?: pulumi.Input<string>;
  /**
   * Time limits. Pulumi's own option `customTimeouts` does not reach a dynamic provider, so they are an input.
   */
  timeouts?: pulumi.Input<HavipTimeouts>;
  /**
   * The id of an existing HAVIP to take over instead of creating one. Refused: one with another owner's tags, or one
   * that differs in an input that cannot be changed. `pulumi destroy` releases it unless the resource option
   * `retainOnDelete` is set. It may stay afterwards, but must not come to name another HAVIP.
   */
  adopt?: pulumi.Input<string>;
}

/**
 * A highly available virtual IP of Tencent Cloud: a private address that the instances of its subnet may claim by
 * gratuitous ARP, as keepalived and its kind do. Creating it applies for the address, deleting it releases it. Which
 * instance holds it is not declared but observed: `holderInstanceId`.
 *
 * Fails in the preview for invalid arguments; in the update with the cloud's code, request id and what to do.
 * Source of what the cloud does: https://www.tencentcloud.com/document/product/215/36694
 *
 * @example
 * ```ts
 * const vip = new Havip("web", { vpcId: "vpc-1a2b3c4d", subnetId: "subnet-1a2b3c4d", subnetCidr: "10.0.0.0/24" });
 * export const address = vip.address;
 * ```
 */
export class Havip extends pulumi.dynamic.Resource {
  /** The name shown in the console. */
  declare readonly name: pulumi.Output<string>;
  declare readonly vpcId: pulumi.Output<string>;
  declare readonly subnetId: pulumi.Output<string>;
  /** The IPv4 address, given or chosen by the cloud. */
  declare readonly address: pulumi.Output<string>;
  /** The region it lives in. */
  declare readonly region: pulumi.Output<string>;
  /** The managed tags; of a HAVIP that is only read, all but this package's own. */
  declare readonly tags: pulumi.Output<Record<string, string>>;
  /** Whether only its drift range may claim it. */
  declare readonly checkAssociate: pulumi.Output<boolean>;
  /** The range given as an argument. */
  declare readonly subnetCidr: pulumi.Output<string | undefined>;
  /** `AVAILABLE` while an instance holds the address, else `UNBIND`. */
  declare readonly state: pulumi.Output<string>;
  /** The EIP bound to it, or an empty text. */
  declare readonly eipAddress: pulumi.Output<string>;
  /** When it was created, as the cloud prints it: `YYYY-MM-DD hh:mm:ss`, zone not documented. */
  declare readonly createdTime: pulumi.Output<string>;
  /** The instance that claimed it last, or an empty text. As of the last `up` or `refresh`. */
  declare readonly holderInstanceId: pulumi.Output<string>;
  /** The network interface that claimed it last, or an empty text. */
  declare readonly holderNetworkInterfaceId: pulumi.Output<string>;
  /** When it last moved, or an empty text if it never did. */
  declare readonly lastMoved: pulumi.Output<string>;
  /** The cloud it belongs to: `tencentcloud`, or `emulator:` and the id of the emulator's store. */
  declare readonly world: pulumi.Output<string>;
  /** The account (uin) it belongs to. */
  declare readonly account: pulumi.Output<string>;

  /**
   * Reads an existing HAVIP that this program does not manage.
   *
   * @param name The logical name in this program.
   * @param id The id, such as `havip-1a2b3c4d`.
   * @param args `region`: where it is; default: the region of the settings.
   * @throws When there is none of that id in that region and account.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    args: { region?: pulumi.Input<string> } = {},
    opts: pulumi.CustomResourceOptions = {},
  ): Havip {
    return new Havip(name, existing(args), { ...opts, id });
  }

  constructor(name: string, args: HavipArgs, opts: pulumi.CustomResourceOptions = {}) {
    warnAboutPlainSecretKey();
    const managed = opts.id === undefined;
    const inputs = managed
      ? { ...args, name: args.name ?? name, owner: ownerOf("Havip", name, opts.parent) }
      : { region: args.region };
    super(
      havipClosure,
      name,
      { ...OUTPUTS, ...inputs },
      pulumi.mergeOptions(opts, { aliases: [NATIVE] }),
      "tencentcloud",
      "Havip",
    );
  }
}

/** So that moving to the future native type is no replacement. */
const NATIVE: pulumi.Alias = { type: "tencentcloud-havip:index:Havip" };

/** Output properties exist only if the SDK is given their names. A fresh object a resource: the SDK writes into it. */
const OUTPUTS = {
  name: undefined,
  vpcId: undefined,
  subnetId: undefined,
  address: undefined,
  region: undefined,
  tags: undefined,
  checkAssociate: undefined,
  subnetCidr: undefined,
  state: undefined,
  eipAddress: undefined,
  createdTime: undefined,
  holderInstanceId: undefined,
  holderNetworkInterfaceId: undefined,
  lastMoved: undefined,
  world: undefined,
  account: undefined,
};

/** A HAVIP that is only read has no arguments but its region; the constructor knows it by the option `id`. */
function existing(args: { region?: pulumi.Input<string> }): HavipArgs {
  return { vpcId: "", subnetId: "", ...args };
}
