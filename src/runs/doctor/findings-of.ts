import type { Locale } from "../../lib/report/locale.ts";
import { type CheckName, checkLabels, doctorWords, type Who } from "../../lib/report/texts/doctor-texts.ts";
import type { Examined } from "./examine.ts";

/** One line of `doctor --json`: checks that had nothing to look at, or wait for another, are not among them. */
export type Finding = {
  readonly check: CheckName;
  readonly ok: boolean;
  readonly detail: string;
  /** The exact command, GRANT or setting; null where nothing is to be done. */
  readonly remedy: string | null;
  readonly who: Who | null;
  readonly severity: "blocks" | "warns";
  /** Ids of questions that cannot be judged because of it. */
  readonly spoils: readonly string[];
};

export function findingsOf(examined: readonly Examined[], locale: Locale): readonly Finding[] {
  return examined.flatMap(({ name, severity, outcome }): Finding[] => {
    const common = { check: name, severity };
    switch (outcome.kind) {
      case "skipped":
        return [];
      case "ok":
        return [{ ...common, ok: true, detail: outcome.detail[locale], remedy: null, who: null, spoils: [] }];
      case "failing": {
        const { detail, remedy, who, spoils = [] } = outcome;
        return [{ ...common, ok: false, detail: detail[locale], remedy: remedy[locale], who, spoils }];
      }
    }
  });
}

/** Checks that were not looked at because another is not in order. */
export function waiting(examined: readonly Examined[]): readonly CheckName[] {
  return examined.flatMap(({ name, outcome }) => (outcome.kind === "skipped" ? name : []));
}

/** How many findings there are of each weight. */
export function weigh(examined: readonly Examined[]): { readonly blocking: number; readonly warning: number } {
  const failed = examined.filter(({ outcome }) => outcome.kind === "failing");
  const blocking = failed.filter(({ severity }) => severity === "blocks").length;
  return { blocking, warning: failed.length - blocking };
}

/** One line a check for people, and a last one that sums up; what is to be done stands behind what was found. */
export function linesOf(examined: readonly Examined[], locale: Locale): readonly string[] {
  const lines = examined.map(({ name, severity, outcome }) => {
    const mark = doctorWords.marks[outcome.kind === "failing" ? severity : outcome.kind][locale];
    const found = `${mark.padEnd(locale === "ko" ? 4 : 6)} ${checkLabels[name][locale]}: ${outcome.detail[locale]}`;
    if (outcome.kind !== "failing") return found;
    const spoils = outcome.spoils ?? [];
    const spoiled = spoils.length === 0 ? "" : ` ${doctorWords.spoils(spoils.join(", "))[locale]}`;
    return `${found}${/[.!?]$/u.test(found) ? "" : "."}${spoiled} [${doctorWords.who[outcome.who][locale]}] ${outcome.remedy[locale]}`;
  });
  const { blocking, warning } = weigh(examined);
  const looked = examined.filter(({ outcome }) => outcome.kind === "ok").length;
  const sum = blocking + warning === 0 ? doctorWords.healthy(looked) : doctorWords.found(blocking, warning);
  return [...lines, sum[locale]];
}
