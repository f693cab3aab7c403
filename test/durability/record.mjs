import fs from "node:fs";
import path from "node:path";

/** Writes what was measured, and what it proves, to RESULTS.md. */
export function record(heading, table) {
  fs.writeFileSync(path.join(import.meta.dirname, "RESULTS.md"), `${INTRODUCTION}\n${heading}\n\n${table}\n`);
}

const INTRODUCTION = `# Durability

Written by \`npm run durability -- --kills 200 --record\`. Six clients write to \`havip emulator start --foreground --data\`,
each in a region of its own and each with a model of what was answered; every write goes through the signed API. The
process group is killed with SIGKILL at a random moment, or while the journal is folded into the snapshot, or the process
kills itself with SIGKILL at some file operation of the journal, half of a line written. Some of the starts that follow are
killed as well. Then the emulator is started on what is left and asked through the API:

- everything that was answered is there, field by field, and nothing else is;
- a write in flight is there whole or not at all, of however many rows: instances that go together with their network
  interfaces, EIPs, ranges and bindings; tags of things of several kinds; a reset, and the return to a snapshot;
- a ClientToken that was answered is answered the same again, and one that was not makes its thing once;
- ids and addresses are unique, EIPs and what they are bound to agree, nothing is inside something that is not there;
- tasks that were pending have ended well, and the store is the same.

Then one journal is damaged at its end in several ways: what was never a whole line is left out, and damage that no death
of a process explains is refused with the file and the line.

The same seed makes the same choices and the same plan of deaths; the moments themselves are up to the machine. Two things
are not as in the product, so that much happens in little time: the journal is folded after 20 batches, not after 5,000, and
tasks take up to 80 ms.

**Not proven:** that a power cut loses nothing. SIGKILL ends a process and leaves the system's page cache, so this proves the
order of writes and that none is answered early, not that fsync(2) reaches the disk. The emulator calls it before it answers;
what it is worth is up to the file system and the disk.

\`npm run durability -- --broken\` breaks copies of what was built, each in one way (an answer before the write, one change in
two records, a torn line left in place, ...), and shows that each is noticed.
`;
