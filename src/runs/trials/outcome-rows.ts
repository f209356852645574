import type { ChangeRow, ChangePatch } from "../../lib/state/tables/changes.ts";
import { isKept } from "../change-words.ts";
import { reasonOf } from "../ending/lessons-of-run.ts";
import type { OpenRun } from "../open-run.ts";
import type { TrialGroup } from "./trial-groups.ts";
import { type GroupOutcome, trialFixesOf } from "./trial-run.ts";

/**
 * What a trial settled, and the groups it leaves, as changes of rows.
 * @param number the trial's, or null where the fixes keep the number they have
 */
export function outcomePatches(
  run: OpenRun,
  outcomes: readonly GroupOutcome[],
  number: number | null,
  again: readonly TrialGroup[],
): ChangePatch[] {
  const key = { run_id: run.run.run_id, iteration_number: run.loop };
  const settled = outcomes.map(({ fix, status, validation, reason, effect }): ChangePatch => {
    return {
      ...key,
      change_id: fix.changeId,
      ...(number === null ? {} : { group_id: String(number) }),
      status,
      validation_status: validation,
      effect,
      error_message: status === "KEPT" ? null : JSON.stringify(reason),
      evidence_json: JSON.stringify({ ...fix.evidence, gate: reason }),
      decided_by: "gate",
    };
  });
  const waiting = again.flatMap((group) =>
    group.fixes.map((fix): ChangePatch => ({ ...key, change_id: fix.changeId, group_id: String(group.number) })),
  );
  return [...settled, ...waiting];
}

/** Kept fixes of the rows, as the trials left them. */
export function keptOutcomes(rows: readonly ChangeRow[]): GroupOutcome[] {
  return rows.filter(isKept).flatMap((row): GroupOutcome[] => {
    const [fix] = trialFixesOf([row]);
    const reason = reasonOf(row);
    const validation = row.validation_status;
    if (fix === undefined || reason === null || validation === null) return [];
    return [{ fix, status: "KEPT", validation, reason, effect: row.effect }];
  });
}
