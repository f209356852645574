import { digestOf } from "../../lib/core/digest.ts";
import { EnhancerError } from "../../lib/core/errors.ts";
import { spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace } from "../../lib/space/document.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import { loadExamFor } from "../exam/exam-source.ts";
import type { OpenRun } from "../open-run.ts";

/** What a plan was made for, as digests. A person approves a plan together with these. */
export type PlanBasis = {
  readonly production: string;
  readonly dev_best: string;
  /** The run's own exam. */
  readonly exam: string;
  /** The exam as it stands where it came from; null where it cannot be read from here. */
  readonly exam_source: string | null;
  /** How many different people must approve the plan. Fixed when it is put to them: no later setting makes it fewer. */
  readonly approvals_required?: number;
};

/** Reads what stands now: production and the exam where people edit them, the rest from the run. */
export async function measureBasis(run: OpenRun): Promise<PlanBasis> {
  const production = await run.workspace.spaces.get(run.run.space_id, run.signal);
  const document = parseSpace(production.serializedSpace);
  const best = await run.state.spaces.latest(run.run.run_id, "dev_best");
  if (best === null) throw new Error(`run ${run.run.run_id} has no snapshot of dev-best`);
  const source = await loadExamFor(run, document).catch((thrown: unknown) => {
    // The run has its own copy: a file that lies on another machine stops nobody.
    if (thrown instanceof EnhancerError && thrown.code === "EXAM_INVALID") return null;
    throw thrown;
  });
  return {
    production: spaceDigest(document),
    dev_best: best.digest,
    exam: run.exam.digest,
    exam_source: source?.digest ?? null,
  };
}

/** The parts of the basis that are another one now. What could not be read either time is left open. */
export function changedSince(then: PlanBasis, now: PlanBasis): ("production" | "dev_best" | "exam")[] {
  const isOther = (name: Exclude<keyof PlanBasis, "approvals_required">): boolean =>
    then[name] !== null && now[name] !== null && then[name] !== now[name];
  return [
    ...(isOther("production") ? (["production"] as const) : []),
    ...(isOther("dev_best") ? (["dev_best"] as const) : []),
    ...(isOther("exam") || isOther("exam_source") ? (["exam"] as const) : []),
  ];
}

/** What a loop's plan was put to people for; null before that. */
export function storedBasis(iteration: Pick<IterationRow, "plan_basis_json"> | null): PlanBasis | null {
  // Written when the plan was put to a person, and by nothing else.
  return JSON.parse(iteration?.plan_basis_json ?? "null") as PlanBasis | null;
}

/** How many different people must approve a loop's plan. */
export function requiredOf(iteration: Pick<IterationRow, "plan_basis_json"> | null): number {
  return storedBasis(iteration)?.approvals_required ?? 1;
}

type PlanRow = Pick<ChangeRow, "change_id" | "status" | "fix_json" | "targets_json" | "evidence_json">;

/** The fixes that were put to a person, in the plan's order: whatever became of them, but not what a check had stopped before. */
export function plannedRows<Row extends PlanRow>(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.status === "PROPOSED" || row.status === "APPROVED" || row.status === "REJECTED");
}

/** Who edited a fix and when, each time, oldest first. */
export type EditNote = { readonly by: string | null; readonly at: string | null; readonly before: unknown };

/** The edits that a planned fix went through. */
export function editNotes({ evidence_json }: Pick<ChangeRow, "evidence_json">): readonly EditNote[] {
  return (JSON.parse(evidence_json ?? "{}") as { readonly edits?: readonly EditNote[] }).edits ?? [];
}

/**
 * The digest that a person approves: of the fixes in their order, and of what they were planned for. Edits are part of it, so that a fix
 * which was edited there and back again is another plan: no word given before comes to life.
 */
export function planDigestOf(rows: readonly PlanRow[], basis: PlanBasis): string {
  const fixes = plannedRows(rows).map((row) => {
    const edits = editNotes(row).map(({ by, at }) => [by, at]);
    return [row.change_id, row.fix_json, row.targets_json, ...(edits.length === 0 ? [] : [edits])];
  });
  return digestOf({ fixes, basis });
}
