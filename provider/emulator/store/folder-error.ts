import { isRecord } from "../words/parameters";

/** The folder that keeps the state cannot be used, or not at present. */
export class FolderError extends Error {
  override readonly name: string = "FolderError";
}

/** Another emulator of this machine has the folder. */
export class FolderInUse extends FolderError {
  override readonly name = "FolderInUse";

  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(
      `The folder ${folder} is in use by the emulator with process id ${String(pid)}. ` +
        "Stop that one first, or give this one another folder.",
    );
  }
}

/** The same error, or, if the operating system refused something, one that names the folder and a remedy. */
export function explained(folder: string, error: unknown): unknown {
  if (!isRecord(error) || typeof error["syscall"] !== "string" || typeof error["code"] !== "string") return error;
  const reason = `The emulator cannot keep its state in ${folder}: ${String(error["message"])}.`;
  return new FolderError(`${reason} ${remedy(error["code"])}`, { cause: error });
}

/** By the codes of errno(3). */
function remedy(code: string): string {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return "Make room there; nothing that was answered is lost.";
    case "EROFS":
      return "It is on a file system that can only be read: make that writable, or give another folder.";
    case "EACCES":
    case "EPERM":
      return "Let this user write to it, or give another folder.";
    default:
      return "Give another folder.";
  }
}
