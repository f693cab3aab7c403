/** Where a system program is; undefined where it is not. */
export function findTool(name: string): string | undefined;

/** What a person types to install missing ones. */
export function installCommand(missing: readonly string[]): string;
