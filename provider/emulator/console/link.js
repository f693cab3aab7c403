import { currentLanguage, text } from "./texts.js";

/** What the page and the emulator say to each other. */

const TOKEN = document.querySelector("meta[name=console-token]").content;

/** The emulator gives a sign of life every second. */
const SILENCE_MS = 5_000;
const PATIENCE_MS = 30_000;
const PAUSE_MS = 500;

/**
 * Calls an action of the API. Answers `{ response }`, or `{ error }` with a message, and with code and request id where
 * it was the API that refused.
 */
export async function call(action, parameters, region) {
  let status, body;
  try {
    const asked = { action, parameters, region, language: currentLanguage() };
    const reply = await post("/console/call", asked, AbortSignal.timeout(PATIENCE_MS));
    status = `HTTP ${reply.status}`;
    body = await reply.text();
  } catch (cause) {
    return { error: { message: text("noAnswer", { cause: cause.message }) } };
  }
  const { Response: answer, error: refusal } = parse(body) ?? {};
  if (refusal !== undefined) return { error: { code: status, message: refusal } };
  if (answer === undefined) return { error: { message: text("unreadable", { cause: status }) } };
  const { Error: error, RequestId: requestId, ...response } = answer;
  if (error === undefined) return { response };
  return { error: { code: error.Code, message: error.Message, requestId } };
}

/**
 * Has `tell` called with every message about a region, and `turn` with how the connection is, until the function that
 * this returns is called. A connection that is lost is made again.
 */
export function follow(region, tell, turn) {
  const stopped = new AbortController();
  const { signal } = stopped;
  // By itself, so that a mistake in the page is one of the page and no broken connection.
  const pass = (message) => queueMicrotask(() => signal.aborted || tell(message));
  const keepOn = async () => {
    while (!signal.aborted) {
      const refusal = await listen(region, pass, signal).catch(() => undefined);
      if (signal.aborted) return;
      turn("disconnected");
      if (refusal !== undefined && !(await isOutdated())) return turn("refused", refusal);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  void keepOn();
  return () => stopped.abort();
}

/** Passes on what comes until the connection ends. Answers the refusal, where there is one. */
async function listen(region, tell, stopped) {
  const silent = new AbortController();
  let timer;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silent.abort(), SILENCE_MS);
  };
  try {
    alive();
    const reply = await post("/console/live", { region }, AbortSignal.any([stopped, silent.signal]));
    if (reply.status === 403) return parse(await reply.text())?.error;
    if (!reply.ok) return undefined;
    await eachLine(reply.body, alive, (line) => tell(JSON.parse(line)));
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function eachLine(stream, alive, use) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line !== "") use(line);
  }
}

/** Another emulator process has another token; its page is loaded then. Else loading again would not help. */
async function isOutdated() {
  const page = await fetch("/console").then(
    (reply) => reply.text(),
    () => TOKEN,
  );
  if (page.includes(TOKEN)) return false;
  location.reload();
  return true;
}

function post(path, body, signal) {
  const headers = { "content-type": "application/json", "x-havip-console-token": TOKEN };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
