import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Client } from "tencentcloud-sdk-nodejs/tencentcloud/services/vpc/v20170312/vpc_client";
import ts from "typescript";
import { createEmulator } from "../../../provider/emulator";

it.each([
  ["zh-CN", "HAVIP `havip-zzzzzzzz` 在地域 ap-guangzhou 中不存在。"],
  ["en-US", "The HAVIP `havip-zzzzzzzz` does not exist in ap-guangzhou."],
] as const)("the official SDK set to %s is answered in it", async (language, message) => {
  await using emulator = await createEmulator();
  const vpc = new Client({
    credential: emulator.credentials,
    region: "ap-guangzhou",
    profile: { language, httpProfile: { protocol: "http://", endpoint: new URL(emulator.url).host } },
  });
  const refused = vpc.DeleteHaVip({ HaVipId: "havip-zzzzzzzz" });
  await expect(refused).rejects.toMatchObject({ code: "ResourceNotFound", message });
});

/** The sources of the two messages wherever a refusal is made. */
function refusals(): { at: string; english: string; chinese: string }[] {
  const folder = join(__dirname, "../../../provider/emulator");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return files.flatMap((name) => {
    const source = ts.createSourceFile(name, readFileSync(join(folder, name), "utf8"), ts.ScriptTarget.ES2022);
    const found: { at: string; english: string; chinese: string }[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && node.expression.getText(source) === "ApiError") {
        const [, english, chinese] = (node.arguments ?? []).map((argument) => argument.getText(source));
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        found.push({ at: `${name}:${String(line)}`, english: english ?? "", chinese: chinese ?? "" });
      }
      node.forEachChild(visit);
    };
    visit(source);
    return found;
  });
}

/** English texts of the core that other words stand for in Chinese. */
const ENGLISH_ONLY = ["parsed.reason", "form"];

it("every refusal in the source is made in Chinese too, of the same things", () => {
  const all = refusals();
  expect(all.length).toBeGreaterThan(100);
  // A fault's own message is said as it is.
  const dumb = all.filter(({ chinese }) => !/\p{Script=Han}|chinese/u.test(chinese) && chinese !== "message");
  const forgetful = all.filter(({ english, chinese }) => {
    const said = [...english.matchAll(/\$\{(.+?)(?:\.join\(.*?\))?\}/g)].map(([, thing = ""]) => thing);
    const counterparts = said
      .map((thing) => thing.replace("english", "chinese"))
      .filter((thing) => thing !== "message");
    return counterparts.some((thing) => !ENGLISH_ONLY.includes(thing) && !chinese.includes(thing));
  });
  expect([dumb, forgetful]).toEqual([[], []]);
});
