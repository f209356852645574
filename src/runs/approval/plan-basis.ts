import { digestOf } from "../../lib/core/digest.ts";
import { EnhancerError } from "../../lib/core/errors.ts";
import { spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace } from "../../lib/space/document.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
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
  const isOther = (name: keyof PlanBasis): boolean =>
    then[name] !== null && now[name] !== null && then[name] !== now[name];
  return [
    ...(isOther("production") ? (["production"] as const) : []),
    ...(isOther("dev_best") ? (["dev_best"] as const) : []),
    ...(isOther("exam") || isOther("exam_source") ? (["exam"] as const) : []),
  ];
}

type PlanRow = Pick<ChangeRow, "change_id" | "status" | "fix_json" | "targets_json">;

/** The fixes that were put to a person, in the plan's order: whatever became of them, but not what a check had stopped before. */
export function plannedRows<Row extends PlanRow>(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.status === "PROPOSED" || row.status === "APPROVED" || row.status === "REJECTED");
}

/** The digest that a person approves: of the fixes in their order, and of what they were planned for. */
export function planDigestOf(rows: readonly PlanRow[], basis: PlanBasis): string {
  const fixes = plannedRows(rows).map(({ change_id, fix_json, targets_json }) => [change_id, fix_json, targets_json]);
  return digestOf({ fixes, basis });
}
