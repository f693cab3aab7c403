import { portOption } from "./control-client";
import type { Io } from "./io";
import { mannerText, presentManner } from "./manner";
import { portIn } from "./port";
import type { RunFile } from "./run-file";

/** Says where an emulator answers and what can be done with it. */
export async function introduce(file: RunFile, { out }: Io): Promise<void> {
  const option = portOption(portIn(file.url));
  out(`The emulator of Tencent Cloud's HAVIP API answers at ${file.url} (process id ${String(file.pid)}).`);
  out(file.data === undefined ? "Its state is in memory: gone when it stops." : `Its state is kept in ${file.data}.`);
  out(`It behaves as: ${mannerText(await presentManner(file))}.`);
  out(`  use it:      eval "$(npx havip emulator env${option})"`);
  out(`  look at it:  ${file.url}/console`);
  out(`  stop it:     npx havip emulator stop${option}`);
}
