// What a demo that was killed would leave running: its emulator, which is in the background, and Pulumi's language hosts. Nothing
// of the demo runs after a SIGKILL, so a shell outside of it waits for its end.
import { spawn } from "node:child_process";

/** Ends every process that has the sandbox's home when its input ends: that is when this process does, however it ends. */
const WAIT_AND_KILL = 'cat; grep -lasF "HOME=$1/home" /proc/[0-9]*/environ | cut -d / -f 3 | xargs -r kill -KILL';

/** Guards the sandbox in `dir` until what this returns is called. Only Linux shows the environment of a process. */
export function guard({ dir }) {
  if (process.platform !== "linux") return () => {};
  // A process group of its own: Ctrl-C is for the demo, which cleans up by itself.
  const options = { stdio: ["pipe", "ignore", "ignore"], detached: true };
  const shell = spawn("sh", ["-c", WAIT_AND_KILL, "sh", dir], options);
  return () => shell.kill("SIGKILL");
}
