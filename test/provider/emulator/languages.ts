import type { Emulator } from "../../../provider/emulator";
import { type Envelope, type Variation, send } from "./client";

/** Asks once, in the language that X-TC-Language names; without the header where that is undefined. */
export type Ask = (language: string | undefined) => Promise<Envelope>;

export function asking(emulator: Emulator, action: string, parameters: object = {}, variation: Variation = {}): Ask {
  return async (language) => {
    const headers = { ...variation.headers, "x-tc-language": language };
    const reply = await send(emulator, action, parameters, { ...variation, headers });
    return (JSON.parse(reply.text) as { Response: Envelope }).Response; // True of every answer of the API.
  };
}

/** The same refusal in both languages, English unless Chinese is asked for; nothing else of the answer differs. */
export async function expectBothLanguages(ask: Ask, code: string): Promise<void> {
  const [chinese, english, asked, unknown] = await Promise.all(["zh-CN", undefined, "en-US", "fr"].map(ask));
  const [said, meant] = [messageOf(chinese), messageOf(english)];
  expect([chinese?.Error?.Code, english?.Error?.Code]).toEqual([code, code]);
  expect(withoutNames(said)).toMatch(/\p{Script=Han}/u);
  expect(withoutNames(said)).not.toMatch(/[A-Za-z]+ [A-Za-z]+ [A-Za-z]+/);
  expect(meant).toMatch(/^[^\p{Script=Han}]+$/u);
  for (const fact of facts(meant)) expect(said).toContain(fact);
  expect([messageOf(asked), messageOf(unknown)]).toEqual([meant, meant]);
  expect({ ...chinese, Error: null, RequestId: "" }).toEqual({ ...english, Error: null, RequestId: "" });
}

function messageOf(answer: Envelope | undefined): string {
  return answer?.Error?.Message ?? "";
}

const NAMES = /`[^`]+`/g;

function withoutNames(message: string): string {
  return message.replace(NAMES, "");
}

/** What a message says in either language: the names in backticks, and the numbers with all that hangs on them. */
function facts(message: string): string[] {
  const numbers = withoutNames(message).match(/(?<![\w-])\d[\w.:/-]*\w|(?<![\w-])\d/g) ?? [];
  return [...(message.match(NAMES) ?? []), ...numbers];
}
