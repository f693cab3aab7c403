/** The SDK that the package is developed with. */
export const PULUMI_VERSION: string;
/** A folder with a copy of `examples/ha-pair`, installed from the packed tarball. */
export function exampleProject(options?: { pulumiVersion?: string }): Promise<string>;
