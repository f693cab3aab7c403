import { type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import type { Emulator } from "../../../../provider/emulator";
import { type Reply, raw } from "../client";

export type Headers = Record<string, string | undefined>;

/** The token that stands in the page. */
export async function consoleToken(url: string): Promise<string> {
  const { text } = await raw(`${url}/console`, "GET");
  const [, token = ""] = /name="console-token" content="([0-9a-f]+)"/.exec(text) ?? [];
  if (token === "") throw new Error("The page has no token.");
  return token;
}

/** What a browser and the page in it send with a call of the page. */
export async function pageHeaders(url: string): Promise<Headers> {
  return {
    host: new URL(url).host,
    origin: url,
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
    "x-havip-console-token": await consoleToken(url),
  };
}

export const CREATE = {
  action: "CreateHaVip",
  parameters: { VpcId: "vpc-00000001", SubnetId: "subnet-00000001", HaVipName: "web" },
  region: "ap-guangzhou",
  language: "en-US",
};

/** A call of the page that differs in some headers or fields from a right one. */
export async function ask(emulator: Emulator, fields: object = {}, headers: Headers = {}): Promise<Reply> {
  const given = { ...(await pageHeaders(emulator.url)), ...headers };
  return raw(`${emulator.url}/console/call`, "POST", given, JSON.stringify({ ...CREATE, ...fields }));
}

/** What an emulator tells an open page. */
export interface Listener {
  /** The next message; signs of life are passed over. */
  next: () => Promise<Record<string, unknown>>;
  /** Settles when the emulator has ended it. */
  ended: Promise<unknown>;
  leave: () => void;
}

export async function listen(emulator: Emulator, region = "ap-guangzhou"): Promise<Listener> {
  const headers = Object.entries(await pageHeaders(emulator.url)).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const asking = request(`${emulator.url}/console/live`, { method: "POST", headers: Object.fromEntries(headers) });
  const answer = new Promise<IncomingMessage>((resolve, reject) => asking.on("response", resolve).on("error", reject));
  asking.end(JSON.stringify({ region }));
  const response = await answer;
  const ended = new Promise((resolve) => response.on("error", resolve).on("close", resolve));
  const lines = createInterface({ input: response })[Symbol.asyncIterator]();
  return {
    next: async () => {
      for (;;) {
        const { done, value } = await lines.next();
        if (done === true) throw new Error("The emulator has ended it.");
        // True because the emulator writes objects, and empty lines between them.
        if (value !== "") return JSON.parse(value) as Record<string, unknown>;
      }
    },
    ended,
    leave: () => asking.destroy(),
  };
}
