import type { Exam } from "../../lib/exam/question.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import { type Standing, standings } from "../trials/standing.ts";

/** How each visible question stood before any change. Empty where the baseline was broken off: what was not asked is not wrong. */
export function baselineStandings(
  exam: Exam,
  attempts: readonly AttemptRow[],
  repeats: number,
): ReadonlyMap<string, Standing> {
  const baseline = attempts.filter((row) => row.arm === "baseline");
  const ids = exam.questions.filter((question) => question.split === "visible").map((question) => question.id);
  if (baseline.length < ids.length * repeats) return new Map();
  return standings(ids, baseline, [baseline[0]?.space_digest ?? ""]);
}
