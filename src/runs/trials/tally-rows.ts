import { usuallyRight } from "../../lib/gate/calibration.ts";
import type { AttemptVerdict } from "../../lib/state/words.ts";
import type { Standing } from "./standing.ts";

/** Questions by what became of them; the five add up to all. */
export type Tally = {
  readonly passed: number;
  readonly failed: number;
  readonly no_answer: number;
  readonly not_evaluable: number;
  readonly infra: number;
};

const columnOf: Readonly<Record<Exclude<AttemptVerdict, "CORRECT">, keyof Tally>> = {
  INCORRECT: "failed",
  NO_ANSWER: "no_answer",
  NOT_EVALUABLE: "not_evaluable",
  INFRA: "infra",
};

/** A question that is not usually right counts under its most frequent other verdict. */
export function tallyOf(questions: ReadonlyMap<string, Standing>): Tally {
  const tally = { passed: 0, failed: 0, no_answer: 0, not_evaluable: 0, infra: 0 };
  for (const standing of questions.values()) {
    if (usuallyRight(standing)) tally.passed += 1;
    else {
      const verdicts = standing.attempts.map((row) => row.verdict).filter((verdict) => verdict !== "CORRECT");
      tally[columnOf[mostFrequent(verdicts) ?? "INFRA"]] += 1;
    }
  }
  return tally;
}

/** The failure category of most questions that are not usually right, or null when none has one. */
export function topCategory(questions: ReadonlyMap<string, Standing>): string | null {
  const categories = [...questions.values()]
    .filter((standing) => !usuallyRight(standing))
    .flatMap((standing) => mostFrequent(standing.attempts.flatMap((row) => row.failure_category ?? [])) ?? []);
  return mostFrequent(categories) ?? null;
}

/** The value that occurs most often; of several, the first to occur. */
function mostFrequent<T>(values: readonly T[]): T | undefined {
  const groups = [...Map.groupBy(values, (value) => value)];
  return groups.toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0];
}
