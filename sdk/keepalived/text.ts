/** A line of keepalived.conf, or a block of them in braces. */
export type Line = string | Block;

export interface Block {
  readonly head: string;
  readonly lines: readonly Line[];
}

export function block(head: string, lines: readonly Line[]): Block {
  return { head, lines };
}

/** Lines that stand only if there is something to say. */
export function when(condition: boolean, ...lines: Line[]): Line[] {
  return condition ? lines : [];
}

export function print(lines: readonly Line[], indent = ""): string {
  return lines.map((line) => printLine(line, indent)).join("");
}

function printLine(line: Line, indent: string): string {
  if (typeof line !== "string") {
    return `${indent}${line.head} {\n${print(line.lines, `${indent}    `)}${indent}}\n`;
  }
  return line === "" ? "\n" : `${indent}${line}\n`;
}
