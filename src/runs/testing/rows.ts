import { type ApprovalRow, approvalsTable } from "../../lib/state/tables/approvals.ts";
import { type AttemptRow, attemptsTable } from "../../lib/state/tables/attempts.ts";
import { type ChangeRow, changesTable } from "../../lib/state/tables/changes.ts";

const at = "2026-01-05T09:00:00.000Z";

/** A row with every column of its table, null where nothing is given. */
export function emptyRow(columns: Readonly<Record<string, unknown>>): Record<string, null> {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, null]));
}

export function attemptRow(overrides: Partial<AttemptRow> = {}): AttemptRow {
  const verdict = overrides.verdict ?? "CORRECT";
  return {
    // The columns that may be null are all there; the others follow.
    ...(emptyRow(attemptsTable.columns) as unknown as AttemptRow),
    run_id: "r1",
    iteration_number: 1,
    arm: "baseline",
    attempt: 1,
    benchmark_id: "q1",
    space_digest: "d1",
    passed: verdict === "CORRECT",
    verdict,
    created_at: at,
    ...overrides,
  };
}

export function changeRow(overrides: Partial<ChangeRow> = {}): ChangeRow {
  return {
    // As above.
    ...(emptyRow(changesTable.columns) as unknown as ChangeRow),
    run_id: "r1",
    iteration_number: 1,
    change_id: "c1",
    change_type: "add_synonym",
    fix_category: "metadata_add",
    status: "KEPT",
    applied_successfully: true,
    validation_status: "PROVEN",
    effect: 1,
    fence: 1,
    created_at: at,
    updated_at: at,
    ...overrides,
  };
}

export function approvalRow(overrides: Partial<ApprovalRow> = {}): ApprovalRow {
  return {
    // As above.
    ...(emptyRow(approvalsTable.columns) as unknown as ApprovalRow),
    run_id: "r1",
    iteration_number: 1,
    plan_digest: "p1",
    decision: "APPROVE",
    decided_at: at,
    ...overrides,
  };
}
