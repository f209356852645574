import { EnhancerError } from "../../lib/core/errors.ts";
import type { FixReport } from "../../lib/report/plan-report.ts";
import { describeFix } from "../../lib/space/apply-fix.ts";
import { addedCharacters } from "../../lib/space/canonical.ts";
import { diffSpaces } from "../../lib/space/diff.ts";
import { parseSpace } from "../../lib/space/document.ts";
import { type Fix, fixSchema } from "../../lib/space/fix.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";
import { carryOutEdits, recordEdits } from "./carry-out-edits.ts";
import { checkEdits } from "./check-edits.ts";
import { plannedRows } from "./plan-basis.ts";
import type { PlanDecision, SingleWord } from "./plan-decision.ts";
import { trialFixesOf, withFixes } from "../trials/trial-run.ts";

type Edits = {
  readonly order: Pick<PlanDecision, "decidedBy" | "channel" | "comment">;
  /** Fixes named by their ids. */
  readonly edits: readonly Extract<SingleWord, { decision: "EDIT" }>[];
};

/**
 * Puts edited fixes in the place of those planned: all of them, or none.
 * @returns the loop with the plan that this makes
 * @throws EnhancerError FIX_INVALID for what is no fix or what a check refuses; CONFLICT when somebody else edited at the same moment
 */
export async function editPlan(
  context: RunContext,
  run: RunRow,
  iteration: IterationRow,
  { order, edits }: Edits,
): Promise<IterationRow> {
  const { run_id } = run;
  const { iteration_number } = iteration;
  const planned = plannedRows(await context.state.changes.list({ run_id, iteration_number }));
  const fixes = await checkedFixes(context, run, planned, edits);
  const { decidedBy: decided_by, channel } = order;
  const wanted = edits.flatMap(({ fix: changeId, comment }) => {
    const fix = fixes.get(changeId);
    return fix === undefined ? [] : [{ changeId, fix, decided_by, channel, comment: comment ?? order.comment }];
  });
  const digest = await recordEdits(context, run, iteration, wanted);
  const made = await carryOutEdits(context, run, iteration);
  if (made.plan_digest === digest) return made;
  throw new EnhancerError({
    code: "CONFLICT",
    message: `Somebody else edited the plan of run ${run_id} at the same moment; this edit was not made`,
    remedy: "Look at the plan again with `genie-enhancer review`, then edit it.",
  });
}

/** An edit as it would be, before anybody records it. */
export type EditPreview = Pick<FixReport, "words" | "diff" | "characters">;

/**
 * Tries edits of the waiting plan without recording anything. @returns what the last of them comes to
 * @throws EnhancerError FIX_INVALID as {@link editPlan}
 */
export async function previewEdit(
  context: RunContext,
  run: RunRow,
  loop: number,
  edits: Edits["edits"],
): Promise<EditPreview> {
  const planned = plannedRows(await context.state.changes.list({ run_id: run.run_id, iteration_number: loop }));
  const fixes = await checkedFixes(context, run, planned, edits);
  const best = await context.state.spaces.latest(run.run_id, "dev_best");
  const changeId = edits.at(-1)?.fix ?? "";
  const fix = fixes.get(changeId);
  if (best === null || fix === undefined) throw new Error(`run ${run.run_id} has no snapshot of dev-best, or no edit`);
  const document = parseSpace(best.serialized_space);
  const trial = trialFixesOf(planned).map((one) => ({ ...one, fix: fixes.get(one.changeId) ?? one.fix }));
  const step = withFixes(document, trial).steps.get(changeId);
  return {
    words: { en: describeFix(fix, "en", document), ko: describeFix(fix, "ko", document) },
    diff: step === undefined ? [] : diffSpaces(step.before, step.after),
    characters: step === undefined ? null : addedCharacters(step.before, step.after),
  };
}

async function checkedFixes(
  context: RunContext,
  run: RunRow,
  planned: readonly ChangeRow[],
  edits: Edits["edits"],
): Promise<ReadonlyMap<string, Fix>> {
  const fixes = new Map(edits.map(({ fix, to }) => [fix, readFix(planned, fix, to)]));
  const [problem] = await checkEdits(context, run, planned, fixes);
  if (problem !== undefined) throw refused(planned, problem.changeId, problem.reason, problem.check);
  return fixes;
}

function readFix(planned: readonly ChangeRow[], changeId: string, to: unknown): Fix {
  const read = fixSchema.safeParse(to);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join(".") ?? "";
    throw refused(planned, changeId, `${where === "" ? "" : `${where}: `}${issue?.message ?? "it is no fix"}`);
  }
  const old = planned.find((row) => row.change_id === changeId)?.fix_json ?? "null";
  if (JSON.stringify(fixSchema.safeParse(JSON.parse(old)).data) === JSON.stringify(read.data)) {
    throw refused(planned, changeId, "it is the fix that is planned already");
  }
  return read.data;
}

function refused(planned: readonly ChangeRow[], changeId: string, reason: string, check?: string): EnhancerError {
  const number = planned.find((row) => row.change_id === changeId)?.position;
  return new EnhancerError({
    code: "FIX_INVALID",
    message: `Fix ${String(number ?? changeId)} cannot be edited so: ${reason}`,
    remedy: "An edited fix goes through the planner's own checks; nothing was recorded. Correct it and try again.",
    context: { change_id: changeId, ...(check === undefined ? {} : { check }) },
  });
}
