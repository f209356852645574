import type { LessonEvidence } from "../../lib/planning/evidence.ts";
import { fixKey } from "../../lib/planning/fix-texts.ts";
import { fixSchema } from "../../lib/space/fix.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { LessonRow } from "../../lib/state/tables/lessons.ts";
import { changedCheck } from "../change-words.ts";
import { fixOf, lastLoopKept, type LessonBasis } from "../ending/lessons-of-run.ts";
import type { OpenRun } from "../open-run.ts";

const byPerson = "REJECTED by a person";

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
export async function rejectedFixes(run: Pick<OpenRun, "state" | "run" | "settings">): Promise<Map<string, string>> {
  const rejected = new Map<string, string>();
  const lessons = await run.state.lessons.list({ space_id: run.run.space_id, status: "active" });
  const best = lessons.length === 0 ? null : await run.state.spaces.latest(run.run.run_id, "dev_best");
  for (const lesson of lessons) {
    const basis = basisOf(lesson);
    const parsed = fixSchema.safeParse(basis.fix);
    if (parsed.success && holds(basis, best?.digest ?? null, run)) {
      rejected.set(fixKey(parsed.data), basis.outcome === "REJECTED" ? byPerson : (basis.outcome ?? "REVERTED"));
    }
  }
  for (const row of await rejectedRows(run)) {
    const fix = fixOf(row);
    if (fix !== null) rejected.set(fixKey(fix), wordOf(row));
  }
  return rejected;
}

/**
 * Whether what an earlier run found still speaks against its fix. Harm does, and a person's word; that it had no effect does on the
 * configuration and exam that it had none on, and a test that was too small as long as the next one would be no larger.
 */
function holds(
  { outcome, on, exam, pairs }: Partial<LessonBasis>,
  best: string | null,
  { run, settings }: Pick<OpenRun, "run" | "settings">,
): boolean {
  if (outcome == null) return false;
  switch (outcome) {
    case "HARMFUL":
    case "REJECTED":
      return true;
    case "NO_CHANGE":
    case "UNDERPOWERED":
    case "PROVEN":
      if (on == null || on !== best || exam !== run.exam_digest) return false;
      return outcome !== "UNDERPOWERED" || settings.confirm_pairs <= (pairs ?? 0);
    case "INDECISIVE":
    case "NOT_TESTED":
      return false;
  }
}

/**
 * This run's fixes that stay rejected. What did harm does. What had no effect does as long as dev-best is the one it had none on: a fix may
 * need another one first, and gets a new try when something was kept. An indecisive test is held against nothing.
 */
async function rejectedRows(run: Pick<OpenRun, "state" | "run">): Promise<ChangeRow[]> {
  const changes = await run.state.changes.list({ run_id: run.run.run_id });
  const lastKept = lastLoopKept(changes);
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
  return row.status === "REJECTED" ? byPerson : (row.validation_status ?? "REVERTED");
}

function outcomeOf(row: LessonRow): string {
  const { outcome } = basisOf(row);
  return outcome ?? (row.success_rate === 1 ? "PROVEN" : "REJECTED");
}

/** As this or an earlier version wrote it; that one knew fewer members. */
function basisOf(row: LessonRow): Partial<LessonBasis> {
  return JSON.parse(row.evidence_json ?? "{}") as Partial<LessonBasis>;
}
