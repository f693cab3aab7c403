import type { HaVipAssociation } from "../../api/actions";
import { MAX_ASSOCIATIONS } from "../../core/limits";
import { interfacesOf } from "../resources/interfaces";
import { checkId } from "../resources/query";
import type { HavipRow, NetworkInterfaceRow, State, SubnetRow } from "../store/state";
import { ApiError } from "../words/errors";
import { missingParameter, tooManyEntries } from "../words/refusals";
import type { Context, Handler } from "./handler";
import { checkIdle } from "./instance-tasks";
import { findHavip, findInstance, findNetworkInterface } from "./lookup";
import { checkNotBeingDeleted } from "./tasks";

/**
 * The drift range: which instances or network interfaces may claim a HAVIP. It binds nothing; only a claim does.
 */
export const associateHaVipInstance: Handler<"AssociateHaVipInstance"> = (state, request, context) => {
  const changed = byHavip(state, request.HaVipAssociationSet, context).map(({ havip, members }) => {
    const subnet = state.subnets.get(havip.SubnetId);
    if (subnet === undefined) throw new Error(`The emulator holds ${havip.HaVipId} without its subnet.`);
    const present = members.find((member) => find(havip, member) !== undefined);
    if (present !== undefined) {
      throw new ApiError(
        "InvalidParameterValue.DuplicatedHaVipAssociations",
        `\`${present.InstanceId}\` is already in the range of \`${havip.HaVipId}\`.`,
        `\`${present.InstanceId}\` 已在 HAVIP \`${havip.HaVipId}\` 的漂移范围内。`,
      );
    }
    const added = newRange(state, havip.HaVipId, subnet, members, context);
    return {
      ...havip,
      HaVipAssociationSet: checkRange(havip.HaVipId, [...havip.HaVipAssociationSet, ...added], context),
    };
  });
  return { response: {}, changes: changed.map((row) => ({ table: "havips", id: row.HaVipId, row })) };
};

export const disassociateHaVipInstance: Handler<"DisassociateHaVipInstance"> = (state, request, context) => {
  const changed = byHavip(state, request.HaVipAssociationSet, context).map(({ havip, members }) => {
    const removed = members.map((member) => {
      const present = find(havip, member);
      if (present !== undefined) return present;
      throw new ApiError(
        context.assumptions.codes.memberNotInRange,
        `\`${member.InstanceId}\` is not in the range of \`${havip.HaVipId}\`.`,
        `\`${member.InstanceId}\` 不在 HAVIP \`${havip.HaVipId}\` 的漂移范围内。`,
      );
    });
    return { ...havip, HaVipAssociationSet: havip.HaVipAssociationSet.filter((member) => !removed.includes(member)) };
  });
  return { response: {}, changes: changed.map((row) => ({ table: "havips", id: row.HaVipId, row })) };
};

/** The members of a range as they are kept: each exists, is in the HAVIP's subnet, and has its type. */
export function newRange(
  state: State,
  havipId: string,
  subnet: SubnetRow,
  members: readonly HaVipAssociation[],
  context: Context,
): Required<HaVipAssociation>[] {
  checkCount(members);
  const range = members.map((member) => {
    if (member.HaVipId !== undefined && member.HaVipId !== havipId) {
      throw new ApiError(
        "InvalidParameterValue.ParameterMismatch",
        "A new HAVIP's range names another `HaVipId`.",
        "新建 HAVIP 的漂移范围中指定了其他 HAVIP 的 `HaVipId`。",
      );
    }
    const InstanceType = typeOf(member);
    const candidates = candidatesOf(state, member.InstanceId, context);
    if (!candidates.some((candidate) => candidate.SubnetId === subnet.SubnetId)) {
      throw new ApiError(
        context.assumptions.codes.memberOfAnotherSubnet,
        `\`${member.InstanceId}\` is not in the subnet \`${subnet.SubnetId}\` of the HAVIP.`,
        `\`${member.InstanceId}\` 不在 HAVIP 所在的子网 \`${subnet.SubnetId}\` 中。`,
      );
    }
    return { HaVipId: havipId, InstanceId: member.InstanceId, InstanceType };
  });
  return checkRange(havipId, range, context);
}

/** The network interfaces that a member may claim by: an instance by each it has, a network interface by itself. */
function candidatesOf(state: State, id: string, context: Context): NetworkInterfaceRow[] {
  if (!id.startsWith("eni-")) {
    const instance = findInstance(state, id, context);
    checkIdle(instance, () => context.assumptions.codes.unsuitableInterface);
    return interfacesOf(state, instance.InstanceId).filter((row) => row.State === "AVAILABLE");
  }
  const row = findNetworkInterface(state, id, context, "InstanceId");
  if (!row.Primary && row.Attachment && row.State === "AVAILABLE") return [row];
  const [english, chinese] = row.Primary
    ? ["is a primary network interface", "是主网卡"]
    : row.State === "AVAILABLE"
      ? ["is not attached", "未绑定实例"]
      : [`is ${row.State}`, `的状态为 ${row.State}`];
  throw new ApiError(
    context.assumptions.codes.unsuitableInterface,
    `\`${id}\` ${english}: a range takes secondary network interfaces that are attached to an instance.`,
    `\`${id}\` ${chinese}：漂移范围只支持已绑定实例的辅助网卡。`,
  );
}

function typeOf(member: HaVipAssociation): "CVM" | "ENI" {
  const type = member.InstanceId.startsWith("eni-") ? "ENI" : "CVM";
  if (member.InstanceType === undefined || member.InstanceType === type) return type;
  throw new ApiError(
    "InvalidParameterValue.ParameterMismatch",
    `\`${member.InstanceId}\` is of the \`InstanceType\` ${type}, not \`${member.InstanceType}\`.`,
    `\`${member.InstanceId}\` 的 \`InstanceType\` 应为 ${type}，而不是 \`${member.InstanceType}\`。`,
  );
}

function checkRange(
  havipId: string,
  range: Required<HaVipAssociation>[],
  { assumptions }: Context,
): Required<HaVipAssociation>[] {
  const twice = range.find(({ InstanceId }, index) => range.findIndex((m) => m.InstanceId === InstanceId) !== index);
  if (twice !== undefined) {
    throw new ApiError(
      "InvalidParameterValue.Duplicate",
      `\`${twice.InstanceId}\` is given more than once.`,
      `入参重复：\`${twice.InstanceId}\`。`,
    );
  }
  if (new Set(range.map((member) => member.InstanceType)).size > 1) {
    throw new ApiError(
      assumptions.codes.mixedRange,
      `The range of \`${havipId}\` would hold instances and network interfaces; it holds one type only.`,
      `HAVIP \`${havipId}\` 的漂移范围不能同时包含实例和弹性网卡，只支持一种类型。`,
    );
  }
  if (range.length > assumptions.maxRangeMembers) {
    const most = String(assumptions.maxRangeMembers);
    throw new ApiError(
      "LimitExceeded",
      `The range of \`${havipId}\` would have more than ${most} members.`,
      `HAVIP \`${havipId}\` 的漂移范围不能超过 ${most} 个成员。`,
    );
  }
  return range;
}

function checkCount(members: readonly HaVipAssociation[]): void {
  if (members.length <= MAX_ASSOCIATIONS) return;
  throw tooManyEntries("LimitExceeded", "HaVipAssociationSet", MAX_ASSOCIATIONS);
}

/** The request's members, gathered by the HAVIP that each names. */
function byHavip(
  state: State,
  members: readonly HaVipAssociation[],
  context: Context,
): { havip: HavipRow; members: HaVipAssociation[] }[] {
  if (members.length === 0) throw missingParameter("HaVipAssociationSet");
  checkCount(members);
  const groups = new Map<string, { havip: HavipRow; members: HaVipAssociation[] }>();
  members.forEach((member, index) => {
    const { HaVipId: id } = member;
    if (id === undefined) throw missingParameter(`HaVipAssociationSet.${String(index)}.HaVipId`);
    const group = groups.get(id) ?? { havip: findHavip(state, id, context), members: [] };
    checkNotBeingDeleted(state, group.havip, context.assumptions.codes.beingDeleted.range);
    group.members.push(member);
    groups.set(id, group);
  });
  return [...groups.values()];
}

/** The type may be left out: an id belongs to one type. */
function find(havip: HavipRow, member: HaVipAssociation): Required<HaVipAssociation> | undefined {
  checkId(typeOf(member) === "ENI" ? "networkInterface" : "instance", member.InstanceId, "InstanceId");
  return havip.HaVipAssociationSet.find((present) => present.InstanceId === member.InstanceId);
}
