import type { HaVip } from "../api/actions";
import type { ApiError } from "../api/errors";
import type { Application } from "./application";
import { LOOK_MS } from "./timeouts";

/** What the program asks for is never left out silently: a site that does not know it is told of. */
export function refuseWhatIsAskedFor({ inputs }: Application, refusal: ApiError): void {
  const given = Object.keys(inputs.tags ?? {}).length > 0 ? "tags" : undefined;
  const refused = /`(\w+)`/.exec(refusal.cloudMessage)?.[1];
  const input = refused === "Tags" ? given : refused === "CheckAssociate" ? "checkAssociate" : undefined;
  if (input === undefined && (refused === undefined || OUR_ADDITIONS.includes(refused))) return;
  throw new Error(
    `The HAVIP ${inputs.name} was not created: this site of the cloud does not know ${input ?? refused ?? "an input"}. ` +
      `Leave ${input ?? "it"} out, or use the site that has it. ${refusal.message}`,
    { cause: refusal },
  );
}

const OUR_ADDITIONS = ["Tags", "ClientToken"];

/**
 * The international site documents CreateHaVip without Tags and ClientToken. A site that refuses them, which it does
 * before anything is made, is applied to without *our* additions from then on.
 */
export function leaveOutMarks({ context }: Application, site: string): void {
  if (context.memory.refusesMarks(site)) return;
  context.memory.noteRefusedMarks(site);
  context.warn(
    `This site of the cloud knows no tags for HAVIPs, so they cannot be marked as this stack's. A create whose answer is ` +
      `lost is not repeated here, and what an interrupted run leaves is not found by the next one.`,
  );
}

/**
 * Without tags nobody can tell what a create whose answer was lost has made: it is named, and the request is not sent
 * again in this process, not even where an `onError` hook makes the engine invoke the create once more.
 */
export async function neverAgain(application: Application, error: ApiError): Promise<Error> {
  const failure = await lookAlikes(application, error);
  application.context.memory.noteUnclear(application.ownership.owner, failure);
  return failure;
}

async function lookAlikes({ connection, context, inputs }: Application, error: ApiError): Promise<Error> {
  const havips = await connection.reads.ofVpc(inputs.vpcId, context.deadline(LOOK_MS)).catch((): HaVip[] => []);
  const alike = havips.filter((havip) => havip.HaVipName === inputs.name && havip.SubnetId === inputs.subnetId);
  const found =
    alike.length === 0
      ? `No HAVIP of that name can be read in ${inputs.subnetId}; look again before the next pulumi up.`
      : `These look like it: ${alike.map(described).join(", ")}. If one was made just now, set adopt to its id.`;
  return new Error(
    `It is not known whether the HAVIP ${inputs.name} was created: the cloud's answer was lost, and this site knows no tags ` +
      `by which it could be told, so the request was not sent again. ${found}\n${error.message}`,
    { cause: error },
  );
}

function described({ HaVipId, Vip, CreatedTime }: HaVip): string {
  return `${HaVipId} (${Vip}, created ${CreatedTime})`;
}
