import type { ActionName } from "./actions";
import type { Endpoint } from "./endpoint";
import { CLOUD_PACE, LOCAL_PACE, type Pace, createPace } from "./pace";
import type { Timing } from "./retry";

/** The pace of an action at an endpoint. */
export type Paces = (action: ActionName, endpoint: Endpoint) => Pace;

/**
 * One pace for each action at each endpoint, whoever calls: which of account, user and region the cloud counts by is not
 * documented, and one pace is right for all of them.
 */
export function createPaces(timing: Timing): Paces {
  const paces = new Map<string, Pace>();
  return (action, { url, loopback }) => {
    const key = `${action} ${url}`;
    const pace = paces.get(key) ?? createPace(loopback ? LOCAL_PACE : CLOUD_PACE, timing);
    paces.set(key, pace);
    return pace;
  };
}
