/** This process's Node, or one of that release line from npm. */
export function nodeBinary(major: number): Promise<string>;
