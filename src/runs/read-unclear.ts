import { mineEvidence, type EvidenceInput } from "../lib/planning/mine-evidence.ts";
import { type PlanningModel } from "../lib/planning/propose-fixes.ts";
import { readFailures } from "../lib/planning/read-failures.ts";
import { failureCategories } from "../lib/scoring/verdict.ts";
import type { OpenRun } from "./open-run.ts";
import type { FoundFailure } from "./planning/visible-failures.ts";

/**
 * Failures with a category each: where the two queries' facts gave none, a model reads the failure. It names a kind of mistake; that the
 * answer is wrong was decided before and stays.
 */
export async function withReadings(
  run: OpenRun,
  input: Omit<EvidenceInput, "failures"> & { readonly failures: readonly FoundFailure[] },
  templates: ReadonlyMap<string, string>,
  model: PlanningModel,
): Promise<FoundFailure[]> {
  const unclear = input.failures.filter((failure) => !failure.settled);
  if (unclear.length === 0) return [...input.failures];
  const shown = [...mineEvidence({ ...input, failures: unclear }).values()].flatMap((request) => request.failures);
  const once = [...new Map(shown.map((failure) => [failure.question_id, failure])).values()];
  const { readings, problem } = await readFailures({ failures: once, categories: failureCategories, templates, model });
  if (problem !== null) run.report({ kind: "problem", message: `failure reading: ${problem}` });
  return input.failures.map((failure) => ({
    ...failure,
    category: readings.get(failure.questionId)?.category ?? failure.category,
  }));
}
