import type { ApprovalRow } from "../../lib/state/tables/approvals.ts";

/** What an EDIT row holds once this program has recorded it. */
export type RecordedEdit = {
  /** The fix before and after, as JSON has it. */
  readonly before: unknown;
  readonly after: unknown;
  /** The plan that the edit makes of the one it names. */
  readonly plan_digest: string;
};

/** The record in a row; null for a row that says no more than the fix somebody wishes for. */
export function recordedEdit({ decision, edit_json }: ApprovalRow): RecordedEdit | null {
  if (decision !== "EDIT") return null;
  const edit = parsed(edit_json) as Partial<RecordedEdit> | null;
  return typeof edit?.plan_digest === "string"
    ? { before: edit.before, after: edit.after, plan_digest: edit.plan_digest }
    : null;
}

/** The fix that a row wishes for: bare, or under `after`. Not checked in any way. */
export function wishedFix({ edit_json }: Pick<ApprovalRow, "edit_json">): unknown {
  const edit = parsed(edit_json);
  return typeof edit === "object" && edit !== null && "after" in edit ? edit.after : edit;
}

/** The plans that edits made this one of, each with the fixes that were edited since. */
export function earlierPlans(
  words: readonly ApprovalRow[],
  planDigest: string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const edits = words.flatMap((row) => {
    const edit = recordedEdit(row);
    return edit === null ? [] : [{ from: row.plan_digest, to: edit.plan_digest, changeId: row.change_id }];
  });
  const found = new Map<string, ReadonlySet<string>>();
  const edited = new Set<string>();
  for (let digest: string | null = planDigest; digest !== null;) {
    const made = edits.filter(({ to }) => to === digest);
    for (const { changeId } of made) if (changeId !== null) edited.add(changeId);
    const from: string | null = made[0]?.from ?? null;
    // Nothing makes a plan of itself, but rows can be written by anybody.
    if (from === null || from === planDigest || found.has(from)) break;
    found.set(from, new Set(edited));
    digest = from;
  }
  return found;
}

/** Null for text that is no JSON: people write these rows too. */
function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null") as unknown;
  } catch {
    return null;
  }
}
