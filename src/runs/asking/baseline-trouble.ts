import type { OpenRun } from "../open-run.ts";

/** Why the first evaluation can carry no decision; the words stand in `enhancement_runs.reason`. */
export type BaselineTrouble = "too_few_valid_answers" | "exam_not_evaluable";

/** More spoilt answers than this make a whole evaluation indecisive (docs/gate.md). */
const spoiltShare = 0.1;

/** Looks whether the baseline asks of the run can be built on: enough of them reached Genie, and the exam can be judged by at all. */
export async function baselineTrouble(run: OpenRun): Promise<BaselineTrouble | null> {
  const rows = await run.state.attempts.list({ run_id: run.run.run_id, arms: ["baseline"] });
  if (rows.length === 0) return null;
  if (rows.every((row) => row.verdict === "NOT_EVALUABLE")) return "exam_not_evaluable";
  return isIndecisive(rows) ? "too_few_valid_answers" : null;
}

/** Whether infrastructure spoilt so much of an evaluation that its score says nothing. */
export function isIndecisive(rows: readonly { readonly verdict: string }[]): boolean {
  return rows.filter((row) => row.verdict === "INFRA").length > rows.length * spoiltShare;
}
