import type { HavipLike } from "../ha/args";
import type { KeepalivedClusterArgs, VrrpInstanceArgs } from "./args";

/**
 * The args as they are now, of the shape that they must have. What is not known yet is rendered later, and until then a program
 * may change its object, or use it for the next cluster. By name, because what is spread loses the getters that an object
 * of a class may have.
 */
export function copied(args: KeepalivedClusterArgs): KeepalivedClusterArgs {
  const places =
    args.instances === undefined
      ? { havips: args.havips.map(copiedHavip), ...taken(args, "virtualRouterId") }
      : { instances: args.instances.map(copiedInstance) };
  const { healthCheck, trackProcesses, notifyOn, notifyFifo, extraConfig } = args;
  const copy = {
    ...places,
    members: args.members.map((member) => taken(member, "instanceId", "privateIp", "interface", "priority")),
    ...taken(args, "profile", "advertInterval", "authPass", "preempt", "preemptDelay", "notify", "minimumVersion"),
    healthCheck: healthCheck && taken(healthCheck, "command", "interval", "timeout", "fall", "rise", "weight"),
    trackProcesses: trackProcesses?.map((process) => taken(process, "name", "quorum", "delay")),
    notifyOn: notifyOn && taken(notifyOn, "master", "backup", "fault", "stop"),
    notifyFifo: notifyFifo && taken(notifyFifo, "path", "script"),
    extraConfig: extraConfig && taken(extraConfig, "vrrpInstance", "file"),
  };
  // It has every property that the args have, and so is the same member of their union.
  return copy as KeepalivedClusterArgs;
}

function copiedInstance(instance: VrrpInstanceArgs): VrrpInstanceArgs {
  const { havips, preferredMembers, extraConfig } = instance;
  return {
    ...taken(instance, "name", "virtualRouterId"),
    havips: havips.map(copiedHavip),
    preferredMembers: preferredMembers && [...preferredMembers],
    extraConfig: extraConfig && taken(extraConfig, "vrrpInstance"),
  };
}

/** Of a resource its Outputs, which know where they come from. */
function copiedHavip(havip: HavipLike): HavipLike {
  return taken(havip, "address", "subnetCidr", "vpcId");
}

/** These properties, as far as they are given. */
function taken<From extends object, Name extends keyof From>(from: From, ...names: Name[]): Pick<From, Name> {
  const given = names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]);
  // What is left out was undefined, which each of these types allows for what may be left out.
  return Object.fromEntries(given) as Pick<From, Name>;
}
