import type { Problem } from "../ha/problems";
import type { KeepalivedDraft } from "./draft";
import { type ExtraPlace, extraProblems } from "./extra";
import { trackFileProblems, trackFilesOf } from "./extra-track-files";
import { weightedTrackerProblems } from "./extra-trackers";

/** What is wrong with the lines that the inputs have no words for: those of each instance, and those of the cluster. */
export function extraConfigProblems({ instances, extraConfig, preempt }: KeepalivedDraft): Problem[] {
  const texts: { where: string; text: string; place: ExtraPlace }[] = [
    ...instances.map((instance) => ({
      where: `${instance.prefix}extraConfig.vrrpInstance`,
      text: instance.extraConfig,
      place: "vrrpInstance" as const,
    })),
    { where: "extraConfig.vrrpInstance", text: extraConfig.vrrpInstance, place: "vrrpInstance" },
    { where: "extraConfig.file", text: extraConfig.file, place: "file" },
  ];
  const trackFiles = trackFilesOf(extraConfig.file);
  return texts.flatMap(({ where, text, place }) => [
    ...extraProblems(where, text, place),
    ...trackFileProblems(where, text, place, trackFiles),
    ...(preempt ? [] : weightedTrackerProblems(where, text)),
  ]);
}
