import { text } from "./texts.js";

/** The page's head: what this emulator is, and whether the page hears of it. */

const byId = (id) => document.getElementById(id);

let emulator;
let link = { state: "connecting" };

/** What the emulator said of itself. */
export function introduce(facts) {
  emulator = { ...facts, heardAt: performance.now() };
  showHeader();
}

/** How the connection is, with the emulator's words where it refuses. */
export function turnLink(state, message) {
  link = { state, message };
  showHeader();
}

/** Writes it all, as it is now and in the language of now. */
export function showHeader() {
  const words = text(link.state, { message: link.message });
  byId("link").dataset.state = link.state;
  // A text that is written again would be read out again.
  if (byId("link").textContent !== words) byId("link").textContent = words;
  if (emulator === undefined) return;
  byId("store").textContent = emulator.storeId;
  byId("kept").textContent = text(emulator.durable ? "keptOnDisk" : "keptInMemory");
  byId("profile").textContent = emulator.profile;
  byId("site").textContent = emulator.site;
  const seconds = emulator.uptimeSeconds + (performance.now() - emulator.heardAt) / 1000;
  byId("uptime").textContent = link.state === "live" ? duration(Math.floor(seconds)) : "-";
}

function duration(seconds) {
  if (seconds < 60) return text("seconds", { count: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return text("minutes", { count: minutes });
  return text("hours", { count: Math.floor(minutes / 60), minutes: minutes % 60 });
}
