/** The control API of a running emulator, in this or another process. */
export function controlOf({ url, token }) {
  const ask = async (method, path, body) => {
    const headers = { "X-Havip-Emulator-Token": token };
    const answer = await fetch(`${url}/_emulator/${path}`, { method, headers, body: body && JSON.stringify(body) });
    const content = await answer.json();
    if (!answer.ok) throw new Error(`${path} ${JSON.stringify(body)}: HTTP ${answer.status}: ${content.error}`);
    return content;
  };
  return {
    state: () => ask("GET", "state"),
    announce: (haVipId, instanceId) => ask("POST", "announce", { haVipId, instanceId }),
    release: (haVipId) => ask("POST", "release", { haVipId }),
  };
}
