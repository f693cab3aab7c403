// What a client is answered. By fping, because ping waits for its next packet in a loop where that is some milliseconds away: it
// takes a core, and in real time the kernel takes it that away for 50 ms of every second (sched_rt_runtime_us), which looks like
// an outage.
import { replyAt } from "./packets.cjs";

/** An outage is measured to within two of these. */
const INTERVAL_MS = 5;

const COUNT = 5;

/** Pings from a room until that is closed. Gives the times of the replies, in milliseconds since 1970; the list grows. */
export function keepPinging(room, address) {
  const replies = [];
  const heard = (line) => {
    const at = replyAt(line);
    if (at !== undefined) replies.push(at);
  };
  // -i is how far apart two packets must be at least.
  room.lines(heard, "fping", "--timestamp", "--loop", "-i", "1", "--period", String(INTERVAL_MS), address);
  return replies;
}

/** How many of five pings are answered. */
export async function pingFiveTimes(room, address) {
  const { stderr } = await room.run("fping", "-q", "-c", String(COUNT), "--period", "200", "-t", "1000", address);
  const received = new RegExp(`= ${COUNT}/(\\d+)/`).exec(stderr)?.[1];
  if (received === undefined) throw new Error(`fping did not say how many of ${COUNT} were answered: ${stderr}`);
  return Number(received);
}
