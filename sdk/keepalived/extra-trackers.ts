import { shown } from "../ha/numbers";
import type { Problem } from "../ha/problems";
import { extraLines, wordsOf } from "./extra";
import type { Block, Line } from "./text";

/** Blocks that track something, or define what is tracked. Real servers have weights of another kind. */
const TRACKS = /^(track_|vrrp_track_|bfd_instance )/i;

/** What an instance may refer to, where it is defined: by its name. */
const DEFINES = /^((vrrp_)?track_file|bfd_instance) ./i;

/** The one tracker whose weight is not 0 if it says none (keepalived.conf(5), Track files), where it is defined: by its name. */
const DEFINES_FILE = /^(vrrp_)?track_file ./i;

/** keepalived ignores a reference to what it has not read before, and its `-t` fails (measured, 2.2.7). */
export function definesTracker(line: Line): boolean {
  return isBlock(line) && DEFINES.test(line.head);
}

/**
 * The weights of trackers in lines of a user, for a cluster without preemption: there they have the fault of a weighted health
 * check. The holder goes on as the weaker one, and nobody takes over from it.
 */
export function weightedTrackerProblems(where: string, text: string): Problem[] {
  return extraLines(text)
    .filter(isBlock)
    .flatMap(weightsIn)
    .map((weight) => ({
      where,
      what: `${weight} changes a priority, and without preempt the weaker holder keeps the HAVIP`,
      remedy: 'leave the weight out (a track_file: say "weight 0"), or set preempt: true',
    }));
}

/** What gives a tracker of the block a weight. */
function weightsIn(within: Block): string[] {
  const inner = within.lines.filter(isBlock).flatMap(weightsIn);
  if (!TRACKS.test(within.head)) return inner;
  const lines = textsIn(within);
  const weights = lines.filter(hasWeight).map((line) => `${shown(line)} in ${shown(within.head)}`);
  const isSilent = DEFINES_FILE.test(within.head) && !lines.some((line) => wordsOf(line)[0] === "weight");
  return isSilent ? [`${shown(within.head)} with its default weight of 1`] : weights;
}

/** With the heads and lines of the blocks in it: keepalived ignores the brace of a block that it does not know. */
export function textsIn({ lines }: Block): string[] {
  return lines.flatMap((line) => (isBlock(line) ? [line.head, ...textsIn(line)] : [line]));
}

function hasWeight(line: string): boolean {
  const words = wordsOf(line);
  const position = words.indexOf("weight");
  return position !== -1 && words[position + 1] !== "0";
}

export function isBlock(line: Line): line is Block {
  return typeof line !== "string";
}
