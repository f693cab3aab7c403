import fs from "node:fs";
import path from "node:path";
import { begin } from "./kills.mjs";

const HAVIPS = 10_000;
/** One short of where the product folds its journal: the longest that there can be. */
const LINES = 4_999;
const NEVER = 1_000_000;
const REGION = "ap-guangzhou";

/** How long a restart takes on the largest folder that is promised anything: many HAVIPs, and a journal about to be folded. */
export async function largeRestart({ folder, dist }) {
  const place = { data: path.join(folder, "large"), runDir: path.join(folder, "run"), foldAfter: NEVER, dist };
  const journal = path.join(place.data, "journal.jsonl");
  const snapshot = path.join(place.data, "snapshot.json");
  const { emulator, client } = await begin(place);
  const parameters = { VpcId: "vpc-00000001", SubnetId: "subnet-00000001", HaVipName: "0" };
  const { refusal } = await client.call({ action: "CreateHaVip", parameters }, REGION);
  if (refusal !== undefined) throw new Error(`CreateHaVip was refused: ${refusal}`);
  await emulator.kill();
  client.close();
  // The format is taken from what the emulator itself has just written.
  const [batch] = fs.readFileSync(journal, "utf8").split("\n");
  const [change] = JSON.parse(batch);
  const havip = (number, HaVipName) => {
    const id = `havip-${number.toString(36).padStart(8, "0")}`;
    const Vip = `10.0.${number >> 8}.${number & 255}`;
    return { ...change, id, row: { ...change.row, HaVipId: id, HaVipName, Vip } };
  };
  const content = JSON.parse(fs.readFileSync(snapshot, "utf8"));
  content.changes.push(...Array.from({ length: HAVIPS }, (_, i) => havip(i, "first")));
  fs.writeFileSync(snapshot, JSON.stringify(content));
  fs.writeFileSync(
    journal,
    Array.from({ length: LINES }, (_, i) => `${JSON.stringify([havip(i, "last")])}\n`).join(""),
  );
  const restarted = await begin(place);
  const { response } = await restarted.client.call({ action: "DescribeHaVips", parameters: { Limit: 1 } }, REGION);
  await restarted.emulator.kill();
  restarted.client.close();
  if (response.TotalCount !== HAVIPS) throw new Error(`The large folder has ${response.TotalCount} HAVIPs.`);
  return restarted.client.restart;
}
