import { type Selection, VPC_CODES, is, isFlag, page, select } from "../resources/query";
import type { HavipRow } from "../store/state";
import { ApiError } from "../words/errors";
import { checkName } from "./create-havip";
import type { Handler } from "./handler";
import { findHavip, inRegion, shown } from "./lookup";
import { beginTask, checkNotBeingDeleted, runningTask } from "./tasks";

/** https://cloud.tencent.com/document/api/215/30650 */
export const describeHaVips: Handler<"DescribeHaVips"> = (state, request, context) => {
  const found = select(
    inRegion(state.havips, context, request.HaVipIds),
    request.HaVipIds,
    request.Filters,
    SELECTION,
    context,
  );
  const { TotalCount, rows } = page(found, request, context);
  return { response: { TotalCount, HaVipSet: rows.map(shown) } };
};

const SELECTION: Selection<HavipRow> = {
  ids: { parameter: "HaVipIds", kind: "havip", of: (row) => row.HaVipId },
  filters: {
    "havip-id": is((row) => row.HaVipId),
    "havip-name": is((row) => row.HaVipName),
    "vpc-id": is((row) => row.VpcId),
    "subnet-id": is((row) => row.SubnetId),
    vip: is((row) => row.Vip),
    "address-ip": is((row) => row.AddressIp),
    "havip-association.instance-id": is((row) => row.HaVipAssociationSet.map((member) => member.InstanceId)),
    "havip-association.instance-type": is((row) => row.HaVipAssociationSet.map((member) => member.InstanceType)),
    "check-associate": isFlag((row) => row.CheckAssociate),
    "cdc-id": is((row) => row.CdcId),
    // The last three ask for attributes that neither a request nor an answer has: every HAVIP here is an ordinary one.
    type: is(() => "NORMAL"),
    "termination-protection": isFlag(() => false),
    "traffic-protection": isFlag(() => false),
  },
  codes: VPC_CODES,
};

/** https://cloud.tencent.com/document/api/215/30647 */
export const modifyHaVipAttribute: Handler<"ModifyHaVipAttribute"> = (state, request, context) => {
  const havip = findHavip(state, request.HaVipId, context);
  checkNotBeingDeleted(state, havip, context.assumptions.codes.beingDeleted.rename);
  if (request.HaVipName === undefined) return { response: {} };
  checkName(request.HaVipName, context);
  const row = { ...havip, HaVipName: request.HaVipName };
  return { response: {}, changes: [{ table: "havips", id: havip.HaVipId, row }] };
};

/** Asynchronous: the HAVIP is there until its task is done. https://cloud.tencent.com/document/api/215/30651 */
export const deleteHaVip: Handler<"DeleteHaVip"> = (state, request, context) => {
  const havip = findHavip(state, request.HaVipId, context);
  const { HaVipId, InstanceId, AddressIp } = havip;
  const refuse = (english: string, chinese: string): never => {
    throw new ApiError(
      context.assumptions.codes.deleteRefused,
      `\`${HaVipId}\` cannot be released: ${english}.`,
      `HAVIP \`${HaVipId}\` 不能释放：${chinese}。`,
    );
  };
  if (havip.State === "AVAILABLE") {
    refuse(
      `\`${InstanceId}\` holds it; stop the HA software there first`,
      `它正被 \`${InstanceId}\` 持有，请先停止该实例上的高可用软件`,
    );
  }
  if (AddressIp !== "") refuse(`the EIP ${AddressIp} is bound to it`, `它已绑定 EIP ${AddressIp}`);
  if (runningTask(state, HaVipId) !== undefined) refuse("another task on it is running", "其上有其他任务正在执行");
  return { response: {}, changes: [beginTask(havip, { kind: "delete" }, context)] };
};
