import type { ServerResponse } from "node:http";
import type { Cloud } from "../cloud/cloud";
import type { Facts } from "../control/info";
import { Sight } from "./sight";

/** Changes that come close together are told together. */
const GATHERED_MS = 30;

/** How often what is due is let happen, and the page is shown that the emulator lives. */
const TICK_MS = 1_000;

/**
 * Tells an open page what is there in its region, and then every change, for as long as the page listens: lines of
 * JSON, and empty ones as a sign of life. It reads the state itself: an open page makes no calls of the API.
 */
export function live(cloud: Cloud, facts: Facts, region: string, response: ServerResponse): void {
  // Who has gone already never leaves.
  if (response.destroyed) return;
  const sight = new Sight(region);
  let gathering: NodeJS.Timeout | undefined;
  const tell = (): void => {
    clearTimeout(gathering);
    gathering = undefined;
    // A page that does not keep up is told the sum of it later.
    if (response.writableNeedDrain) return;
    const news = sight.news(cloud.store.state);
    response.write(news === undefined ? "\n" : `${JSON.stringify(news)}\n`);
  };
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  response.write(`${JSON.stringify({ emulator: introduction(cloud, facts) })}\n`);
  // Tasks end when somebody asks; while a page is open, that is the page.
  cloud.settle();
  tell();
  const unwatch = cloud.store.watch(() => {
    gathering ??= setTimeout(tell, GATHERED_MS);
  });
  const ticking = setInterval(() => {
    cloud.settle();
    tell();
  }, TICK_MS);
  response.once("close", () => {
    unwatch();
    clearInterval(ticking);
    clearTimeout(gathering);
  });
}

function introduction(cloud: Cloud, { profile, site, startedAt }: Facts): object {
  const uptimeSeconds = (Date.now() - startedAt) / 1000;
  return { storeId: cloud.store.id, durable: cloud.store.isDurable, profile, site, uptimeSeconds };
}
