/**
 * A reader of keepalived.conf that shares nothing with the renderer: the words of every line and how deep the line lies.
 * Lines that hold only a comment are left out.
 */
export interface ReadLine {
  readonly depth: number;
  readonly block: string;
  readonly words: readonly string[];
}

export function readLines(text: string): ReadLine[] {
  const open: string[] = [];
  const lines: ReadLine[] = [];
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith("!")) continue;
    if (line === "}") {
      open.pop();
      continue;
    }
    const opens = line.endsWith("{");
    const words = wordsOf(opens ? line.slice(0, -1) : line);
    lines.push({ depth: open.length, block: open.at(-1) ?? "", words });
    if (opens) open.push(words.join(" "));
  }
  if (open.length > 0) throw new Error(`unbalanced braces: ${open.join(", ")}`);
  return lines;
}

/** As keepalived 2.2.7 splits a line (lib/parser.c): at blanks, and at quotes, which may be glued to a word. */
function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/"([^"]*)"?|[^\s"]+/g), ([word, quoted]) => quoted ?? word);
}

/** The lines of the blocks with this head. */
export function linesIn(text: string, head: string): string[] {
  return readLines(text)
    .filter(({ block }) => block === head)
    .map(({ words }) => words.join(" "));
}

const LISTS = ["unicast_peer", "virtual_ipaddress", "track_script", "track_process", "track_file"];

const DEFINITIONS = ["track_file", "vrrp_track_file", "bfd_instance"];

/** Lines outside of the VRRP instances: first what an instance may refer to, with what is in it, and then the others. */
export function definitionsAndOthers(lines: readonly ReadLine[]): [definitions: ReadLine[], others: ReadLine[]] {
  const definitions: ReadLine[] = [];
  const others: ReadLine[] = [];
  let target = others;
  for (const line of lines) {
    if (line.depth === 0) target = DEFINITIONS.includes(line.words[0] ?? "") ? definitions : others;
    target.push(line);
  }
  return [definitions, others];
}

/** The keyword of every line, with its depth; addresses, which stand without one, as `<address>`. */
export function keywords(text: string): string[] {
  return keywordsOf(readLines(text));
}

export function keywordsOf(lines: readonly ReadLine[]): string[] {
  return lines.map(({ depth, block, words }) => {
    const listed = LISTS.includes(block);
    return `${"  ".repeat(depth)}${listed ? "<entry>" : (words[0] ?? "")}`;
  });
}
