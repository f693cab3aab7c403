/** The SDK that the package is developed with. */
export const PULUMI_VERSION: string;
/** A folder with a copy of `examples/ha-pair`, installed from the packed tarball. */
export function exampleProject(options?: { pulumiVersion?: string }): Promise<string>;
/** Copies the files of an example, `ha-pair` if none is named, into a folder. */
export function copyExample(dir: string, name?: string): void;
