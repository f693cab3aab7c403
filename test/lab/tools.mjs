import { findTool, installCommand } from "../setup/tools.cjs";
import { openSpace } from "./space.mjs";

/** Beside util-linux, whose programs (unshare, nsenter, setpriv) come with every distribution. Only root can use tcpdump (ears.pl). */
const EARS = process.getuid?.() === 0 ? "tcpdump" : "perl";
const NEEDED = ["unshare", "ip", "nft", EARS, "fping", "keepalived", "pgrep"];

/** Why there can be no lab on this machine, with the remedy; undefined where there can. */
export async function whyNoLab() {
  if (process.platform !== "linux") return "The lab needs Linux: it is made of network namespaces.";
  const missing = NEEDED.filter((name) => findTool(name) === undefined);
  if (missing.length > 0) return `The lab needs ${missing.join(", ")}. As root: ${installCommand(missing)}`;
  try {
    await (await openSpace()).close();
    return undefined;
  } catch (error) {
    const remedy =
      "Run it as root (in a container: with --cap-add SYS_ADMIN --cap-add NET_ADMIN), or where unprivileged users may make namespaces";
    return `${error.message}\n${remedy}.`;
  }
}
