import { openApply, openRelease } from "./dialogs.js";
import { introduce, showHeader, turnLink } from "./header.js";
import { follow } from "./link.js";
import { Knowledge, differences, matches } from "./rows.js";
import { Rows, showColumns } from "./table.js";
import { LANGUAGES, currentLanguage, speak, text } from "./texts.js";

const byId = (id) => document.getElementById(id);

/** More lines at once would make the browser slow, and not the reader wiser. */
const PAGE = 100;
/** Changes at once that are told one by one. */
const TOLD = 3;
/** Where the emulator listens unless told otherwise; its commands then need no --port. */
const DEFAULT_PORT = "7215";

/** What is chosen stands in the address, so that it outlives a reload and can be bookmarked. */
const address = new URLSearchParams(location.hash.slice(1));
const knowledge = new Knowledge();
const list = new Rows(byId("rows"), release, byId("apply"));
let region = address.get("region") ?? "ap-guangzhou";
let regions = [];
/** Undefined until the emulator has told them. */
let rows;
let limit = PAGE;
let stop = () => {};

/** Hears of the region from now on, and of no other. */
function listen() {
  stop();
  stop = follow(region, hear, turnLink);
}

function hear(message) {
  turnLink("live");
  if (message.emulator !== undefined) {
    introduce(message.emulator);
    return;
  }
  regions = message.regions;
  showRegions();
  knowledge.learn(message);
  const before = rows;
  rows = knowledge.rows();
  showRows();
  if (before !== undefined) showNews(before);
}

function showNews(before) {
  const words = differences(before, rows);
  if (words.length > 0) say(words.length > TOLD ? text("nowMany", { count: words.length }) : words.join(" "));
  const old = new Map(before.map(({ id, cells }) => [id, JSON.stringify(cells)]));
  list.highlight(rows.filter(({ id, cells }) => old.get(id) !== JSON.stringify(cells)).map(({ id }) => id));
}

function say(words) {
  byId("news").textContent = words;
}

function showRows() {
  const search = byId("search").value;
  const known = rows ?? [];
  const found = known.filter((row) => matches(row, search));
  list.show(found.slice(0, limit));
  const [count, all] = [found.length, known.length];
  byId("count").textContent = text(count === all ? "all" : "found", { count, all });
  byId("empty").hidden = count > 0 || rows === undefined;
  byId("empty").textContent = text(all === 0 ? "none" : "noneFound", { region, search });
  byId("more").hidden = count <= limit;
  byId("more").textContent = text("more", { count: count - limit });
}

function showRegions() {
  const names = [...new Set([...regions, region])].sort();
  const select = byId("region");
  if (names.join() !== [...select.options].map(({ value }) => value).join()) {
    select.replaceChildren(...names.map((name) => new Option(name, name)));
  }
  select.value = region;
}

function release(id) {
  const row = rows.find((each) => each.id === id);
  openRelease(row, region, say);
}

function remember(name, value) {
  if (value === "") address.delete(name);
  else address.set(name, value);
  history.replaceState(null, "", `#${address}`);
}

function chooseLanguage(language) {
  speak(language);
  document.title = `${text("title")} - ${text("emulator")}`;
  byId("language").textContent = text("otherLanguage");
  byId("language").lang = LANGUAGES.find((each) => each !== language);
  say("");
  showColumns(byId("columns"));
  rows = rows && knowledge.rows();
  showRows();
  showHeader();
}

byId("apply").addEventListener("click", () => openApply(knowledge.tables, region, say));
byId("region").addEventListener("change", ({ target }) => {
  region = target.value;
  remember("region", region);
  rows = undefined;
  limit = PAGE;
  knowledge.clear();
  say("");
  showRows();
  listen();
});
byId("search").addEventListener("input", () => {
  limit = PAGE;
  showRows();
});
byId("search").addEventListener("change", ({ target }) => remember("search", target.value));
byId("more").addEventListener("click", () => {
  limit += PAGE;
  showRows();
});
byId("language").addEventListener("click", () => {
  const other = LANGUAGES.find((each) => each !== currentLanguage());
  remember("language", other);
  chooseLanguage(other);
});
// A browser has few connections to one host: pages that nobody sees shall not hold them all.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) stop();
  else listen();
});
setInterval(showHeader, 1_000);

byId("search").value = address.get("search") ?? "";
if (location.port !== DEFAULT_PORT) byId("port").textContent = ` --port ${location.port}`;
const wanted = address.get("language") ?? navigator.language;
chooseLanguage(wanted.toLowerCase().startsWith("zh") ? "zh-CN" : "en-US");
showRegions();
if (!document.hidden) listen();
