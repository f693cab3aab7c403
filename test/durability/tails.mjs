import fs from "node:fs";
import path from "node:path";
import { begin } from "./kills.mjs";
import { Lane } from "./lane.mjs";
import { randomOf } from "./random.mjs";
import { start } from "./emulator.mjs";
import { differences, readRegion } from "./world.mjs";

const REGION = "ap-guangzhou";
const NEVER = 1_000_000;

/**
 * What a power cut or a bad disk may do to the end of the journal, each done to a copy of one folder. Gives the violations,
 * as verify.mjs does, and calls `progress` after each.
 */
export async function damageTails({ seed, folder, dist, progress }) {
  const { data, lane, before, after } = await written({ folder, dist, seed });
  const context = { folder, dist, seed, data, lane };
  const wrong = [];
  for (const [name, damage, world] of [...cuts(data, before), ...additions(after)]) {
    wrong.push(...(await recovers(context, name, damage, world)).map((text) => `${name}: ${text}`));
    progress();
  }
  for (const [name, damage] of REFUSED) {
    wrong.push(...(await refuses(context, name, damage)).map((text) => `${name}: ${text}`));
    progress();
  }
  return wrong.map((text) => ({ kind: "lost", text }));
}

/** A folder with a journal whose last line is one write, and the world before and after it. */
async function written({ folder, dist, seed }) {
  const data = path.join(folder, "whole");
  const place = { data, runDir: path.join(folder, "run"), foldAfter: NEVER, dist };
  const { emulator, client } = await begin(place);
  // The end of a task would be a line of its own.
  await client.control("PATCH", "behaviour", { tasks: { stuck: true } });
  const lane = new Lane(REGION, { answered: 0, refused: 0, actions: new Set() });
  lane.adopt((await readRegion(client, REGION)).rows);
  const random = randomOf(seed, "tails");
  while (lane.counts.answered < 60) await write(lane, client, random);
  const before = lane.world;
  const written = fs.statSync(path.join(data, "journal.jsonl")).size;
  while (fs.statSync(path.join(data, "journal.jsonl")).size === written) await write(lane, client, random);
  await emulator.kill();
  client.close();
  return { data, lane, before, after: lane.world };
}

async function write(lane, client, random) {
  if (!(await lane.write(client, random))) throw new Error("An emulator that nobody killed does not answer.");
}

/** A line that is not whole was never answered, as far as the journal can tell. */
function cuts(data, before) {
  const journal = fs.readFileSync(path.join(data, "journal.jsonl"));
  const line = journal.length - (journal.lastIndexOf("\n", journal.length - 2) + 1);
  const cut = (bytes) => (file) => fs.truncateSync(file, journal.length - bytes);
  const lengths = { "its newline": 1, "half of the last line": line >> 1, "all but a byte of the last line": line - 1 };
  return Object.entries(lengths).map(([name, bytes]) => [`without ${name}`, cut(bytes), before]);
}

function additions(after) {
  const add = (content) => (file) => fs.appendFileSync(file, content);
  const bytes = Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 7919) % 256)).filter((byte) => byte !== 10);
  return [
    ["as it is", () => {}, after],
    ["with a line begun behind it", add('[{"table":"havips","id":"havip-torn'), after],
    ["with half a character behind it", add(Buffer.from('[{"名').subarray(0, 5)), after],
    ["with zeros behind it", add(Buffer.alloc(4_096)), after],
    ["with bytes behind it that are no text", add(Buffer.from(bytes)), after],
    [
      "beside a snapshot begun",
      (file) => fs.writeFileSync(path.join(path.dirname(file), "snapshot.json.tmp"), "{"),
      after,
    ],
  ];
}

/** Damage that no death of a process explains: the user is to decide. */
const REFUSED = [
  ["with zeros for its first line", (file) => overwrite(file, Buffer.alloc(40))],
  ["with a line behind it that is none", (file) => fs.appendFileSync(file, "garbage\n")],
];

function overwrite(file, bytes) {
  const handle = fs.openSync(file, "r+");
  fs.writeSync(handle, bytes, 0, bytes.length, 0);
  fs.closeSync(handle);
}

async function recovers({ folder, dist, seed, data, lane }, name, damage, world) {
  const place = copyOf({ folder, dist, data }, damage);
  const compare = async (client) => differences(lane.world, (await readRegion(client, REGION)).rows).map((d) => d.text);
  lane.world = world;
  const one = await begin(place);
  const found = await compare(one.client);
  const random = randomOf(seed, name);
  for (let i = 0; i < 5; i += 1) await write(lane, one.client, random);
  await one.emulator.kill();
  one.client.close();
  const other = await begin(place);
  found.push(...(await compare(other.client)).map((text) => `after writing on: ${text}`));
  await other.emulator.kill();
  other.client.close();
  return found;
}

async function refuses(context, name, damage) {
  const place = copyOf(context, damage);
  const journal = path.join(place.data, "journal.jsonl");
  const content = fs.readFileSync(journal);
  const emulator = start(place);
  const client = await emulator.ready;
  client?.close();
  if (client !== undefined) await emulator.kill();
  const { code, output } = await emulator.ended;
  return [
    ...(code === 1 && output.includes(`${journal} is damaged in line`) ? [] : [`not refused: ${code}, ${output}`]),
    ...(fs.readFileSync(journal).equals(content) ? [] : ["the damaged journal was changed"]),
  ];
}

function copyOf({ folder, dist, data }, damage) {
  const copy = path.join(folder, "damaged");
  fs.rmSync(copy, { recursive: true, force: true });
  fs.cpSync(data, copy, { recursive: true });
  damage(path.join(copy, "journal.jsonl"));
  return { data: copy, runDir: path.join(folder, "run"), foldAfter: NEVER, dist };
}
