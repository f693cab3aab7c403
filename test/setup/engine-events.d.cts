/** How many resources of all types were created, updated ... */
export function changesOf(stdout: string): Record<string, number>;
