import { digestOf } from "../../lib/core/digest.ts";
import type { Reason } from "../../lib/gate/trial.ts";
import { describeFix } from "../../lib/space/apply-fix.ts";
import { type Fix, fixSchema } from "../../lib/space/fix.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { NewLessonRow } from "../../lib/state/tables/lessons.ts";
import { isKept } from "../change-words.ts";
import type { OpenRun } from "../open-run.ts";

/** A fix as it was stored, or null in a row of an edit that this version does not know. */
export function fixOf(row: ChangeRow): Fix | null {
  const parsed = fixSchema.safeParse(JSON.parse(row.fix_json ?? "null"));
  return parsed.success ? parsed.data : null;
}

/** The gate's facts as stored beside a decided change. */
export function reasonOf(row: ChangeRow): Reason | null {
  const evidence = JSON.parse(row.evidence_json ?? "{}") as { readonly gate?: Reason };
  return evidence.gate ?? null;
}

/** What the fix's own questions failed by, before it. */
export function failureOf(row: ChangeRow, attempts: readonly AttemptRow[]): string | null {
  const failed = attempts.find(
    (one) => one.benchmark_id === row.source_failure_benchmark_id && one.failure_category !== null,
  );
  return failed?.failure_category ?? null;
}

/** Writes what this run taught: one lesson a fix that was tested, the same lesson however often it is written. */
export async function storeLessons(run: OpenRun): Promise<void> {
  const runId = run.run.run_id;
  const tested = (await run.state.changes.list({ run_id: runId })).filter(
    (row) => isKept(row) || row.status === "REVERTED",
  );
  if (tested.length === 0) return;
  const attempts = await run.state.attempts.list({ run_id: runId, arms: ["baseline", "candidate", "confirm_working"] });
  await run.state.lessons.insert(
    tested.map((row): NewLessonRow => {
      const fix = fixOf(row);
      const kept = isKept(row);
      const questionId = row.source_failure_benchmark_id;
      const before = attempts.find((one) => one.benchmark_id === questionId && !one.passed && one.arm === "baseline");
      const after = attempts.findLast((one) => one.benchmark_id === questionId && one.passed);
      return {
        lesson_id: digestOf([run.run.space_id, row.fix_json]).slice(0, 32),
        run_id: runId,
        iteration_number: row.iteration_number,
        space_id: run.run.space_id,
        pattern: failureOf(row, attempts) ?? row.fix_category,
        description: fix === null ? (row.change_value ?? "") : describeFix(fix, "en"),
        fix_type: row.change_type,
        example_question: row.source_failure_question,
        before_sql: before?.genie_sql ?? null,
        after_sql: kept ? (after?.genie_sql ?? null) : null,
        times_encountered: 1,
        success_rate: kept ? 1 : 0,
        average_effect: row.effect,
        status: "active",
        evidence_json: JSON.stringify({
          fix,
          outcome: row.validation_status,
          targets: JSON.parse(row.targets_json ?? "[]"),
        }),
      };
    }),
  );
}
