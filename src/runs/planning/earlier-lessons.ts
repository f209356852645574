import type { LessonEvidence } from "../../lib/planning/evidence.ts";
import { fixKey } from "../../lib/planning/fix-texts.ts";
import { fixSchema } from "../../lib/space/fix.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { LessonRow } from "../../lib/state/tables/lessons.ts";
import { changedCheck, isKept } from "../change-words.ts";
import { fixOf } from "../ending/lessons-of-run.ts";
import type { OpenRun } from "../open-run.ts";

/** What earlier loops of this run and earlier runs on this space taught, for the model. */
export async function lessonEvidence(run: OpenRun): Promise<LessonEvidence[]> {
  const lessons = await run.state.lessons.list({ space_id: run.run.space_id, status: "active" });
  const rejected = await rejectedRows(run);
  return [
    ...lessons.map((row) => ({ change_type: row.fix_type ?? "", value: row.description, outcome: outcomeOf(row) })),
    ...rejected.map((row) => ({
      change_type: row.change_type,
      value: row.fix_json ?? "",
      outcome: wordOf(row),
    })),
  ];
}

/** Fixes that are not to be proposed again unchanged, by key, with what the gate or a person said. */
export async function rejectedFixes(run: Pick<OpenRun, "state" | "run">): Promise<Map<string, string>> {
  const rejected = new Map<string, string>();
  for (const lesson of await run.state.lessons.list({ space_id: run.run.space_id, status: "active" })) {
    const { fix, outcome } = JSON.parse(lesson.evidence_json ?? "{}") as { fix?: unknown; outcome?: string };
    const parsed = fixSchema.safeParse(fix);
    if (parsed.success && outcome === "HARMFUL") rejected.set(fixKey(parsed.data), outcome);
  }
  for (const row of await rejectedRows(run)) {
    const fix = fixOf(row);
    if (fix !== null) rejected.set(fixKey(fix), wordOf(row));
  }
  return rejected;
}

/**
 * This run's fixes that stay rejected. What did harm does. What had no effect does as long as dev-best is the one it had none on: a fix may
 * need another one first, and gets a new try when something was kept. An indecisive test is held against nothing.
 */
async function rejectedRows(run: Pick<OpenRun, "state" | "run">): Promise<ChangeRow[]> {
  const changes = await run.state.changes.list({ run_id: run.run.run_id });
  const lastKept = Math.max(0, ...changes.filter(isKept).map((row) => row.iteration_number));
  return changes.filter((row) => {
    if (row.status === "REJECTED") return row.decided_by !== changedCheck;
    if (row.status !== "REVERTED") return false;
    switch (row.validation_status) {
      case "HARMFUL":
        return true;
      case "NO_CHANGE":
      case "UNDERPOWERED":
      case "PROVEN":
        return lastKept < row.iteration_number;
      case "INDECISIVE":
      case "NOT_TESTED":
      case null:
        return false;
    }
  });
}

/** One word on why a fix is not to come back as it was. */
function wordOf(row: ChangeRow): string {
  return row.status === "REJECTED" ? "REJECTED by a person" : (row.validation_status ?? "REVERTED");
}

function outcomeOf(row: LessonRow): string {
  const { outcome } = JSON.parse(row.evidence_json ?? "{}") as { outcome?: string };
  return outcome ?? (row.success_rate === 1 ? "PROVEN" : "REJECTED");
}
