import type { Stack } from "../../lifecycle/stack";

/** The program: Havips by their logical names, with these inputs. */
export function declare(stack: Stack, havips: Record<string, object> = { web: {} }): void {
  const place = { vpcId: "vpc-00000001", subnetId: "subnet-00000001" };
  const lines = Object.entries(havips).map(
    ([name, inputs]) => `new Havip(${JSON.stringify(name)}, ${JSON.stringify({ ...place, ...inputs })});`,
  );
  stack.program(`${lines.join("\n")}\n`);
}

/** What the next preview would change: nothing, or this fails. */
export async function expectNoChanges(stack: Stack): Promise<void> {
  const { code, text } = await stack.preview("--expect-no-changes");
  if (code !== 0) throw new Error(`The preview is not empty:\n${text}`);
}
