/** What keepalived said of a configuration, or why it was not asked. */
export type Verdict = { checked: false; why: string } | { checked: true; accepted: boolean; output: string };

/** Has keepalived itself read a member's configuration, in a network namespace of its own that looks like the member. */
export function checkWithKeepalived(candidate: {
  text: string;
  privateIp: string;
  prefixLength?: number;
}): Promise<Verdict>;
