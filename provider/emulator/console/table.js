import { COLUMNS } from "./rows.js";
import { text } from "./texts.js";

const HIGHLIGHT_MS = 3_000;

/** Everything is written as text: a HAVIP's name may be anything, markup too. */
function element(name, content, className) {
  const made = document.createElement(name);
  if (content !== undefined) made.textContent = content;
  if (className !== undefined) made.className = className;
  return made;
}

export function showColumns(head) {
  const columns = [...COLUMNS, "Operation"].map((column) => {
    const cell = element("th", text(`column${column}`));
    cell.scope = "col";
    return cell;
  });
  head.replaceChildren(...columns);
}

/**
 * The table's body. Rows stay the same elements while their content changes, so that neither the focus nor the place
 * where somebody reads is lost.
 */
export class Rows {
  /** By id: the element, and the content that it shows. */
  shown = new Map();

  constructor(body, release, focusElsewhere) {
    this.body = body;
    this.release = release;
    this.focusElsewhere = focusElsewhere;
  }

  show(rows) {
    const wanted = new Set(rows.map((row) => row.id));
    for (const [id, { line }] of this.shown) if (!wanted.has(id)) this.remove(id, line);
    for (const [index, row] of rows.entries()) {
      const line = this.shown.get(row.id)?.line ?? element("tr");
      this.fill(line, row);
      if (this.body.children[index] !== line) this.body.insertBefore(line, this.body.children[index] ?? null);
    }
  }

  fill(line, row) {
    const content = JSON.stringify([row.status, row.cells, text("release")]);
    const before = this.shown.get(row.id)?.content;
    this.shown.set(row.id, { line, content });
    if (before === content) return;
    if (before === undefined) line.append(...this.newCells(row));
    for (const [index, [main = "", below = ""]] of row.cells.entries()) {
      const [first, second] = line.children[index].children;
      first.textContent = main === "" ? "-" : main;
      second.textContent = below;
    }
    line.children[COLUMNS.indexOf("Status")].firstChild.dataset.status = row.status;
    const button = line.lastChild.firstChild;
    button.textContent = text("release");
    button.ariaLabel = text("releaseOne", row);
    // Not `disabled`: that would take the focus away from whoever has just released it.
    button.ariaDisabled = String(row.status === "deleting");
  }

  newCells({ id, cells }) {
    const shown = cells.map((_, index) => {
      const cell = element(index === 0 ? "th" : "td", undefined, `column-${COLUMNS[index].toLowerCase()}`);
      if (index === 0) cell.scope = "row";
      cell.append(element("div"), element("div", undefined, "below"));
      return cell;
    });
    const button = element("button");
    button.type = "button";
    button.addEventListener("click", () => {
      if (button.ariaDisabled !== "true") this.release(id);
    });
    const operation = element("td", undefined, "column-operation");
    operation.append(button);
    return [...shown, operation];
  }

  remove(id, line) {
    const next = line.nextElementSibling ?? line.previousElementSibling;
    const hadFocus = line.contains(document.activeElement);
    line.remove();
    this.shown.delete(id);
    if (hadFocus) (next?.lastChild.firstChild ?? this.focusElsewhere).focus();
  }

  /** Draws the eye to rows for a moment. */
  highlight(ids) {
    for (const id of ids) {
      const line = this.shown.get(id)?.line;
      if (line === undefined) continue;
      clearTimeout(Number(line.dataset.timer));
      line.classList.add("changed");
      line.dataset.timer = String(setTimeout(() => line.classList.remove("changed"), HIGHLIGHT_MS));
    }
  }
}
