import { shown } from "./numbers";
import type { Problem } from "./problems";

/**
 * Which texts of a user may stand in a configuration file. An allow-list, because escaping cannot be trusted:
 * keepalived (2.2.7, lib/parser.c and measured) knows no escapes in ordinary arguments, substitutes `${_PWD}` even inside
 * quotes, ends a block at a `}` in the middle of a word, and reads `@`, `~`, `$` at the start of a line as commands.
 */
const SAFE = "A-Za-z0-9_.:/@%+=,-";
const SAFE_WORD = new RegExp(`^(?!@)[${SAFE}]+$`);
const COMMAND = new RegExp(`^/[${SAFE}]*[A-Za-z0-9_](?: [${SAFE}]+)*$`);
const PATH = new RegExp(`^/[${SAFE}]*[A-Za-z0-9_]$`);
const SAFE_IN_WORDS = "letters, digits and _ . : / @ % + = , -";

/** Linux gives an interface name 16 bytes, the last of which is NUL (IFNAMSIZ). */
const INTERFACE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/;

/**
 * keepalived reads lines of up to 1023 bytes and takes the rest of a longer one for a new line, keyword and all.
 * A command shorter than this stays well below, with its keyword, quotes and indentation.
 */
const MAX_COMMAND_BYTES = 800;

export function interfaceProblems(where: string, name: string): Problem[] {
  // keepalived refuses it (measured, 2.2.7): nobody else would hear what is said there.
  if (name === "lo") {
    return [{ where, what: 'interface "lo" is the loopback', remedy: "give the one that has privateIp, such as eth0" }];
  }
  if (INTERFACE.test(name)) return [];
  return [
    {
      where,
      what: `interface ${shown(name)} is not a name of a network interface`,
      remedy: "give 1 to 15 letters, digits, _ . or -, beginning with a letter or digit, such as eth0 (see `ip link`)",
    },
  ];
}

/** A program with arguments, run without a shell. */
export function commandProblems(where: string, command: string): Problem[] {
  const problem = (what: string, remedy: string): Problem[] => [{ where, what, remedy }];
  if (Buffer.byteLength(command) > MAX_COMMAND_BYTES) {
    const bytes = String(Buffer.byteLength(command));
    return problem(
      `has ${bytes} bytes`,
      `keep it within ${String(MAX_COMMAND_BYTES)}; put a long command into a script`,
    );
  }
  if (!command.startsWith("/"))
    return problem(`${shown(command)} is no absolute path`, "begin it with /, as in /usr/bin/pgrep");
  if (COMMAND.test(command)) return [];
  return problem(
    `${shown(command)} has characters that a configuration file or a shell would interpret, or blanks not single`,
    `use a path to a program and arguments of ${SAFE_IN_WORDS}, one blank between them; put anything else into a script`,
  );
}

/** A file that is made there. */
export function pathProblems(where: string, path: string): Problem[] {
  if (PATH.test(path) && Buffer.byteLength(path) <= MAX_COMMAND_BYTES) return [];
  const remedy = `give an absolute path such as /run/keepalived.fifo, of ${SAFE_IN_WORDS}`;
  return [{ where, what: `${shown(path)} is not a path that a configuration file can hold`, remedy }];
}

/** A password of limited length. The value never appears in a message. */
export function passwordProblems(where: string, password: string, maxBytes: number): Problem[] {
  const bytes = Buffer.byteLength(password);
  if (bytes < 1 || bytes > maxBytes) {
    const limit = `1 to ${String(maxBytes)} bytes`;
    return [
      {
        where,
        what: `the password has ${String(bytes)} bytes`,
        remedy: `give ${limit}; more would be cut off silently`,
      },
    ];
  }
  if (SAFE_WORD.test(password)) return [];
  return [
    {
      where,
      what: "the password has characters that a configuration file would interpret",
      remedy: `use ${SAFE_IN_WORDS}, not beginning with @`,
    },
  ];
}
