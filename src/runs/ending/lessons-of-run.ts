import { digestOf } from "../../lib/core/digest.ts";
import type { Reason } from "../../lib/gate/trial.ts";
import { describeFix } from "../../lib/space/apply-fix.ts";
import { type Fix, fixSchema } from "../../lib/space/fix.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { NewLessonRow } from "../../lib/state/tables/lessons.ts";
import { changedCheck, isKept } from "../change-words.ts";
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

/** The last loop that kept a fix, or 0. What an earlier one found without effect was tried on another configuration than today's. */
export function lastLoopKept(changes: readonly ChangeRow[]): number {
  return Math.max(0, ...changes.filter(isKept).map((row) => row.iteration_number));
}

function pairsOf(row: ChangeRow): number | null {
  const reason = reasonOf(row);
  return reason?.kind === "not_proven" ? reason.pairs : null;
}

/** What the fix's own questions failed by, before it. */
export function failureOf(row: ChangeRow, attempts: readonly AttemptRow[]): string | null {
  const failed = attempts.find(
    (one) => one.benchmark_id === row.source_failure_benchmark_id && one.failure_category !== null,
  );
  return failed?.failure_category ?? null;
}

/** What a lesson rests on, and how long it keeps its fix from being proposed again: the shape of `evidence_json`. */
export type LessonBasis = {
  readonly fix: Fix | null;
  /** What the gate said; REJECTED is a person's word. */
  readonly outcome: ChangeRow["validation_status"] | "REJECTED";
  readonly targets: readonly string[];
  /** Digest of dev-best as the run left it, where the fix had been tried on just that; else null. */
  readonly on: string | null;
  /** Digest of the exam that it was tried with. */
  readonly exam: string;
  /** Confirming pairs of a test that was too small; null for every other lesson. */
  readonly pairs: number | null;
};

/** A fix that a test or a person decided on. What a stop left untested, or too few valid answers undecided, teaches nothing. */
function isTaught(row: ChangeRow): boolean {
  if (row.status === "REJECTED") return row.decided_by !== changedCheck;
  if (row.status !== "REVERTED") return isKept(row);
  return row.validation_status !== "NOT_TESTED" && row.validation_status !== "INDECISIVE";
}

/** Writes what this run taught: one lesson a fix that was decided on, the same lesson however often it is written. */
export async function storeLessons(run: OpenRun): Promise<void> {
  const runId = run.run.run_id;
  const changes = await run.state.changes.list({ run_id: runId });
  const taught = changes.filter(isTaught);
  if (taught.length === 0) return;
  const best = await run.state.spaces.latest(runId, "dev_best");
  const lastKept = lastLoopKept(changes);
  const attempts = await run.state.attempts.list({ run_id: runId, arms: ["baseline", "candidate", "confirm_working"] });
  await run.state.lessons.insert(
    taught.map((row): NewLessonRow => {
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
          outcome: row.status === "REJECTED" ? "REJECTED" : row.validation_status,
          // Written by the plan, as a list of ids.
          targets: JSON.parse(row.targets_json ?? "[]") as string[],
          on: !kept && lastKept < row.iteration_number ? (best?.digest ?? null) : null,
          exam: run.exam.digest,
          pairs: row.validation_status === "UNDERPOWERED" ? pairsOf(row) : null,
        } satisfies LessonBasis),
      };
    }),
  );
}
