import { usuallyRight } from "../../lib/gate/calibration.ts";
import type { Question } from "../../lib/exam/question.ts";
import type { VisibleFailure } from "../../lib/planning/mine-evidence.ts";
import type { Difference, FailureCategory } from "../../lib/scoring/verdict.ts";
import type { Standing } from "../trials/standing.ts";

/** Visible questions that are not usually right, each with its newest wrong answer. What only the exam or the platform spoilt is no failure of the space. */
export function visibleFailures(
  visible: readonly Question[],
  standings: ReadonlyMap<string, Standing>,
): VisibleFailure[] {
  return visible.flatMap((question): VisibleFailure[] => {
    const standing = standings.get(question.id);
    if (standing === undefined || usuallyRight(standing)) return [];
    const wrong = standing.attempts.findLast((row) => row.verdict === "INCORRECT" || row.verdict === "NO_ANSWER");
    if (wrong === undefined) return [];
    return [
      {
        questionId: question.id,
        question: question.question,
        expectedSql: question.expectedSql,
        answeredSql: wrong.genie_sql,
        difference: differenceOf(wrong.difference_json),
        category: (wrong.failure_category ?? "wrong_calculation") as FailureCategory,
      },
    ];
  });
}

/** With `store_values: false` only the mechanism was kept, which is no difference to show. */
function differenceOf(json: string | null): Difference | null {
  const stored = JSON.parse(json ?? "null") as
    | (Partial<Difference> & { readonly mechanism: Difference["mechanism"] })
    | null;
  if (stored === null) return null;
  return { mechanism: stored.mechanism, words: stored.words ?? stored.mechanism, example: stored.example ?? {} };
}
