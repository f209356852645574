import { EnhancerError } from "../../lib/core/errors.ts";
import { type Exceeded, readReason, reasonOf } from "../../lib/forecast/limits.ts";
import type { StageRow } from "../../lib/state/tables/stages.ts";
import { type StageName, stageNumbers } from "../../lib/state/words.ts";
import { newestRow } from "../asking/time-limit.ts";
import { nextCommand } from "../ending/next-command.ts";
import type { OpenRun } from "../open-run.ts";

/** Ends a stage between two questions because a limit of the run is used up. What was asked is stored. */
export function outOfBudget(run: Pick<OpenRun, "run" | "workspaceName">, exceeded: Exceeded): EnhancerError {
  const reason = reasonOf(exceeded);
  return new EnhancerError({
    code: "INTERRUPTED",
    message: `Run ${run.run.run_id} has used up what it may use (${reason}); what was asked is stored`,
    remedy: `Raise ${exceeded.limit} and go on with \`${nextCommand("resume", run.run.run_id, run.workspaceName)}\`.`,
    context: { run_id: run.run.run_id, outOfBudget: reason },
  });
}

/** The limit that ended a stage, or null when something else did. */
export function budgetEnd(thrown: unknown): Exceeded | null {
  const reason = thrown instanceof EnhancerError ? thrown.context["outOfBudget"] : null;
  return typeof reason === "string" ? readReason(reason) : null;
}

/** What the record of a stage says that a limit ended, or kept from beginning. */
export function budgetValues(exceeded: Exceeded): { readonly out_of_budget: string } {
  return { out_of_budget: reasonOf(exceeded) };
}

/**
 * The limit that ended this loop before `stage`, or null.
 * @param rows of the loop, in order of beginning
 */
export function budgetEndBefore(rows: readonly StageRow[], stage: StageName): Exceeded | null {
  for (const earlier of ["orchestrator", "score", "plan", "apply", "validate"] as const) {
    if (stageNumbers[earlier] >= stageNumbers[stage]) break;
    const { out_of_budget: reason } = JSON.parse(newestRow(rows, earlier)?.output_json ?? "{}") as {
      out_of_budget?: unknown;
    };
    const exceeded = typeof reason === "string" ? readReason(reason) : null;
    if (exceeded !== null) return exceeded;
  }
  return null;
}
