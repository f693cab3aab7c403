import { havipProblems } from "./havips";
import { memberProblems } from "./members";
import type { HaGroupDraft } from "./model";
import type { Problem } from "./problems";
import { placementProblems } from "./placement";

/** Everything wrong with a group, as far as its values are known. What is `LATER` is not complained about. */
export function groupProblems(group: HaGroupDraft): Problem[] {
  return [...memberProblems(group.members), ...havipProblems(group.havips), ...placementProblems(group)];
}
