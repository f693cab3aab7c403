import { readFileSync } from "node:fs";
import { extname, join } from "node:path";

/**
 * The page and its parts stand beside this file, in the sources and in what is published. Only these paths are served:
 * nothing of a request ever gets into the name of a file.
 */
export function readFileOf(path: string, token: string): { type: string; content: Buffer } | undefined {
  const name = FILES.get(path);
  if (name === undefined) return undefined;
  const type = TYPES[extname(name).slice(1)] ?? "";
  const content = readFileSync(join(__dirname, name));
  if (name !== PAGE) return { type, content };
  return { type, content: Buffer.from(content.toString("utf8").replace("{{token}}", token)) };
}

const PAGE = "page.html";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

const PARTS = ["icon.svg", "colours.css", "page.css", "table.css", "dialogs.css"].concat(
  ["page", "header", "dialogs", "link", "rows", "table", "texts"].map((name) => `${name}.js`),
);

const FILES: ReadonlyMap<string, string> = new Map([
  ["/console", PAGE],
  ...PARTS.map((name): [string, string] => [`/console/${name}`, name]),
]);
