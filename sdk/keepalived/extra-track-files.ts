import { shown } from "../ha/numbers";
import type { Problem } from "../ha/problems";
import { extraLines, type ExtraPlace, wordsOf } from "./extra";
import { definesTracker, isBlock, textsIn } from "./extra-trackers";
import type { Line } from "./text";

/**
 * The names of the track files that `file` defines. Without a line that names its path, or with a block that may end it early,
 * keepalived drops a definition.
 */
export function trackFilesOf(file: string): ReadonlySet<string> {
  const names = extraLines(file).flatMap((line) => {
    if (!isBlock(line) || !definesTracker(line) || line.lines.some(isBlock)) return [];
    const hasPath = textsIn(line).some((text) => {
      const [property, path = ""] = wordsOf(text);
      return property === "file" && path !== "";
    });
    const [keyword = "", name = ""] = wordsOf(line.head);
    return hasPath && keyword.endsWith("track_file") ? [name] : [];
  });
  return new Set(names);
}

/**
 * References to track files that are not defined. Where any is defined, keepalived 2.2.7 does not end its search for another: it
 * dies of it or runs on for ever, also with `-t` (measured).
 */
export function trackFileProblems(
  where: string,
  text: string,
  place: ExtraPlace,
  defined: ReadonlySet<string>,
): Problem[] {
  const lines = extraLines(text);
  // In an instance a definition is none: keepalived takes its lines for names.
  const references = place === "file" ? lines.filter((line) => !definesTracker(line)) : lines;
  return undefinedIn(references, defined).map((line) => ({
    where,
    what: `${shown(line)} names no track_file that extraConfig.file defines, and keepalived may die of it`,
    remedy:
      'define it there by a block "track_file NAME {" with a line "file PATH", and name it in a block "track_file {"',
  }));
}

function undefinedIn(lines: readonly Line[], defined: ReadonlySet<string>): string[] {
  return lines.flatMap((line) => {
    // Without a block, it takes the lines that follow for names.
    if (!isBlock(line)) return wordsOf(line)[0] === "track_file" ? [line] : [];
    if (wordsOf(line.head)[0] !== "track_file") return undefinedIn(line.lines, defined);
    return textsIn(line).filter((text) => !defined.has(wordsOf(text)[0] ?? ""));
  });
}
