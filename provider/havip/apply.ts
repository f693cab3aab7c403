import type { HaVip, Request } from "../api/actions";
import { type ApiError, isApiError } from "../api/errors";
import { wholeHavip } from "../api/havip-rows";
import { messageOf } from "../api/thrown";
import { MAX_TAGS_PER_CALL } from "../core/limits";
import type { Application } from "./application";
import { clientToken, ownedBy, ownershipTags } from "./ownership";
import { leaveOutMarks, neverAgain, refuseWhatIsAskedFor } from "./site-without-tags";
import { OWN_TAG_PREFIX, tagList } from "./tags";
import { LOOK_MS } from "./timeouts";

/** A HAVIP that was made, and whether it carries the ownership tags: some sites of the cloud know no tags. */
export interface Made {
  havip: HaVip;
  marked: boolean;
}

/** Between a request whose answer was lost and its repetition. */
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;

/**
 * Makes one HAVIP. Where the answer is lost, what was made is looked for by its tags before the same request is sent
 * again, with the same ClientToken: neither alone is enough, because how long the cloud remembers tokens is not
 * documented, and a HAVIP that was made need not be visible at once. A refusal is thrown as ApiError.
 */
export async function apply(application: Application): Promise<Made> {
  const { connection, context, ownership, signal } = application;
  const unclear = context.memory.unclear(ownership.owner);
  if (unclear !== undefined) throw unclear;
  const site = await siteOf(application);
  /** What became of the request before this one. */
  let before: ApiError | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const marked = !context.memory.refusesMarks(site);
    try {
      const { response } = await connection.client.call("CreateHaVip", requestOf(application, marked), signal);
      const havip = wholeHavip(response.HaVip);
      if (before !== undefined) await releaseDoubles(application, havip);
      return { havip, marked };
    } catch (error) {
      if (isApiError(error, "UnknownParameter")) {
        refuseWhatIsAskedFor(application, error);
        if (marked) {
          leaveOutMarks(application, site);
          continue;
        }
      }
      // Whatever becomes of a repetition, the request before it may have been carried out.
      if (!isApiError(error) || (error.known !== "ambiguous" && before === undefined)) throw error;
      if (!marked) throw await neverAgain(application, error);
      // What the cloud said says more than that the time is over.
      const telling = signal.aborted ? (before ?? error) : error;
      const havip = await findUnanswered(application, telling);
      if (havip !== undefined) {
        if (before !== undefined) await releaseDoubles(application, havip);
        return { havip, marked };
      }
      if (error.known === "definite") {
        if (before !== undefined) tellOfTheFirst(application);
        throw error;
      }
      if (error.known !== "ambiguous" || signal.aborted)
        throw notKnown(application, telling, "no HAVIP with its tags can be read");
      before = error;
      await pause(application, attempt);
    }
  }
}

function requestOf({ inputs, ownership }: Application, marked: boolean): Request<"CreateHaVip"> {
  const tags = { ...(marked ? ownershipTags(ownership) : {}), ...inputs.tags };
  return {
    VpcId: inputs.vpcId,
    SubnetId: inputs.subnetId,
    HaVipName: inputs.name,
    ...(inputs.address === undefined ? {} : { Vip: inputs.address }),
    ...(inputs.checkAssociate === undefined ? {} : { CheckAssociate: inputs.checkAssociate }),
    // Ours come first: one call takes a limited number of tags, the rest is written afterwards.
    ...(Object.keys(tags).length === 0 ? {} : { Tags: tagList(tags).slice(0, MAX_TAGS_PER_CALL) }),
    ...(marked ? { ClientToken: clientToken(ownership) } : {}),
  };
}

/** What a site knows, all of its callers know. */
async function siteOf({ connection, signal }: Application): Promise<string> {
  const { world, account } = await connection.identity(signal);
  return `${world} ${account}`;
}

/** The repetition was refused; but the request before it, of which nobody has heard, may come late. */
function tellOfTheFirst({ context, inputs }: Application): void {
  context.warn(
    `It is not known whether an earlier request for the HAVIP ${inputs.name}, whose answer was lost, is still carried out. ` +
      `If so, the next pulumi up finds what it made by its tags.`,
  );
}

/** Perhaps it was made and only the answer was lost: then it carries our tags. */
async function findUnanswered(application: Application, error: ApiError): Promise<HaVip | undefined> {
  const { connection, context, inputs, ownership, signal } = application;
  // Once the time of the create is over, the look has one of its own: an id that is not found here would be lost.
  const own = signal.aborted ? context.deadline(LOOK_MS) : signal;
  try {
    const { mine } = ownedBy(await connection.reads.ofVpc(inputs.vpcId, own), ownership);
    return mine[0];
  } catch (failure) {
    throw notKnown(application, error, "looking for it failed too", failure);
  }
}

function notKnown({ inputs }: Application, error: ApiError, and: string, failure?: unknown): Error {
  const also = failure === undefined ? "" : `\n${messageOf(failure)}`;
  return new Error(
    `It is not known whether the HAVIP ${inputs.name} was created: the cloud's answer was lost, and ${and}. Run pulumi up ` +
      `again: what was made in ${inputs.vpcId} carries tags beginning with ${OWN_TAG_PREFIX} and is found by them.\n` +
      `${error.message}${also}`,
    { cause: failure ?? error },
  );
}

/**
 * A first request that came late, at a cloud that did not remember its token, has made another one by now. Both are of
 * this very generation, which is random and a minute old at most: the one that nobody will ever hear of is released.
 */
async function releaseDoubles(
  { connection, context, inputs, ownership, signal }: Application,
  kept: HaVip,
): Promise<void> {
  try {
    const { mine } = ownedBy(await connection.reads.ofVpc(inputs.vpcId, signal), ownership);
    const isIdle = (havip: HaVip | undefined): boolean => havip?.State === "UNBIND";
    for (const { HaVipId } of mine.filter((havip) => havip.HaVipId !== kept.HaVipId && isIdle(havip))) {
      const isStillIdle = async (): Promise<boolean> => isIdle((await connection.reads.now(HaVipId, signal)).havip);
      await connection.client.call("DeleteHaVip", { HaVipId }, signal, { mayRepeat: isStillIdle });
      context.memory.settled(HaVipId);
      context.warn(
        `${HaVipId} was made twice with ${kept.HaVipId} by a request whose answer was lost, and is released again.`,
      );
    }
  } catch (error) {
    // The one that is kept must not be lost over this.
    context.warn(
      `${kept.HaVipId} was made by a request that had to be repeated. It is not known whether another one was made with it ` +
        `that carries the same tags: ${messageOf(error)}`,
    );
  }
}

async function pause({ context, signal }: Application, attempt: number): Promise<void> {
  try {
    await context.sleep(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), MAX_PAUSE_MS), signal);
  } catch (error) {
    if (!signal.aborted) throw error; // Too late: the next attempt says so.
  }
}
