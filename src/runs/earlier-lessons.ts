import type { LessonEvidence } from "../lib/planning/evidence.ts";
import { fixKey } from "../lib/planning/fix-texts.ts";
import { fixSchema } from "../lib/space/fix.ts";
import type { LessonRow } from "../lib/state/tables/lessons.ts";
import { isKept } from "./change-words.ts";
import { fixOf } from "./lessons-of-run.ts";
import type { OpenRun } from "./open-run.ts";

/** What earlier loops of this run and earlier runs on this space taught, for the model. */
export async function lessonEvidence(run: OpenRun): Promise<LessonEvidence[]> {
  const lessons = await run.state.lessons.list({ space_id: run.run.space_id, status: "active" });
  const reverted = await run.state.changes.list({ run_id: run.run.run_id, status: "REVERTED" });
  return [
    ...lessons.map((row) => ({ change_type: row.fix_type ?? "", value: row.description, outcome: outcomeOf(row) })),
    ...reverted.map((row) => ({
      change_type: row.change_type,
      value: row.fix_json ?? "",
      outcome: row.validation_status ?? "REVERTED",
    })),
  ];
}

/** Tries after which a fix without effect is believed to have none, whatever stands around it. */
const triesWithoutEffect = 2;

/**
 * Fixes that are not to be tried again unchanged, by key, with what the gate said. What did harm never is. What had no effect is not as long
 * as dev-best is the one it had none on; since a fix may need another one first, it gets one more try when something was kept. An
 * indecisive test is held against nothing.
 */
export async function rejectedFixes(run: OpenRun): Promise<Map<string, string>> {
  const rejected = new Map<string, string>();
  for (const lesson of await run.state.lessons.list({ space_id: run.run.space_id, status: "active" })) {
    const { fix, outcome } = JSON.parse(lesson.evidence_json ?? "{}") as { fix?: unknown; outcome?: string };
    const parsed = fixSchema.safeParse(fix);
    if (parsed.success && outcome === "HARMFUL") rejected.set(fixKey(parsed.data), outcome);
  }
  const changes = await run.state.changes.list({ run_id: run.run.run_id });
  const lastKept = Math.max(0, ...changes.filter(isKept).map((row) => row.iteration_number));
  const tries = new Map<string, number>();
  for (const row of changes.filter((change) => change.status === "REVERTED")) {
    const fix = fixOf(row);
    const said = row.validation_status;
    if (fix === null || said === null || said === "INDECISIVE" || said === "NOT_TESTED") continue;
    const key = fixKey(fix);
    tries.set(key, (tries.get(key) ?? 0) + 1);
    const mayTryAgain =
      said !== "HARMFUL" && lastKept >= row.iteration_number && (tries.get(key) ?? 0) < triesWithoutEffect;
    if (!mayTryAgain) rejected.set(key, said);
  }
  return rejected;
}

function outcomeOf(row: LessonRow): string {
  const { outcome } = JSON.parse(row.evidence_json ?? "{}") as { outcome?: string };
  return outcome ?? (row.success_rate === 1 ? "PROVEN" : "REJECTED");
}
