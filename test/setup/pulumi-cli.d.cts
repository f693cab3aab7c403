/** A folder with the real Pulumi CLI and its Node language host. */
export function obtainPulumi(options?: {
  log?: (text: string) => void;
  cacheDir?: string;
}): Promise<{ binDir: string; version: string; how: string }>;
