import type { ActionName } from "./actions";
import type { Endpoint } from "./endpoint";
import { CLOUD_PACE, LOCAL_PACE, type Pace, createPace, limitIn } from "./pace";
import type { Timing } from "./retry";

/** The pace of an action at an endpoint. */
export type Paces = (action: ActionName, endpoint: Endpoint) => Pace;

/**
 * One pace for each action at each endpoint, whoever calls: which of account, user and region the cloud counts by is not
 * documented, and one pace is right for all of them. The documents give nearly all actions the same limit, so one that
 * shows at an action is news for the others, which need not run into it as well.
 */
export function createPaces(timing: Timing): Paces {
  const paces = new Map<string, Map<ActionName, Pace>>();
  return (action, { url, loopback }) => {
    const siblings = paces.get(url) ?? new Map<ActionName, Pace>();
    paces.set(url, siblings);
    const known = siblings.get(action);
    if (known !== undefined) return known;
    const pace = createPace(loopback ? LOCAL_PACE : CLOUD_PACE, timing);
    const telling: Pace = {
      ...pace,
      throttled(message) {
        pace.throttled(message);
        const limit = limitIn(message);
        if (limit !== undefined) for (const sibling of siblings.values()) sibling.heardOf(limit);
      },
    };
    siblings.set(action, telling);
    return telling;
  };
}
