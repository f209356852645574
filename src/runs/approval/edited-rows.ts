import { describeFix } from "../../lib/space/apply-fix.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import { categoryOf, type Fix, fixSchema } from "../../lib/space/fix.ts";
import type { Locale } from "../../lib/report/locale.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import { type EditNote, editNotes } from "./plan-basis.ts";

/** One fix of a plan in another form, and who wants it so. */
export type FixEdit = { readonly changeId: string; readonly fix: Fix } & Omit<EditNote, "before">;

type Telling = { readonly locale: Locale; readonly document: SpaceDocument | null };

/**
 * The rows of a plan with edits made: targets and evidence stay, the edit is noted beside them, and the fix waits for a word again. The same
 * edit made twice is made once.
 */
export function editedRows(
  rows: readonly ChangeRow[],
  edits: readonly FixEdit[],
  { locale, document }: Telling,
): readonly ChangeRow[] {
  return rows.map((row) => {
    const edit = edits.find(({ changeId }) => changeId === row.change_id);
    if (edit === undefined) return row;
    const notes = editNotes(row);
    if (notes.some(({ by, at }) => by === edit.by && at === edit.at)) return row;
    const fix = fixSchema.parse(edit.fix);
    const evidence = JSON.parse(row.evidence_json ?? "{}") as Readonly<Record<string, unknown>>;
    const note: EditNote = { by: edit.by, at: edit.at, before: JSON.parse(row.fix_json ?? "null") as unknown };
    return {
      ...row,
      status: "PROPOSED",
      applied_successfully: null,
      error_message: null,
      decided_by: edit.by,
      change_type: fix.change_type,
      fix_category: categoryOf(fix.change_type),
      target_table: "table" in fix ? fix.table : null,
      target_column: "column" in fix ? fix.column : null,
      change_value: describeFix(fix, locale, document),
      fix_json: JSON.stringify(fix),
      evidence_json: JSON.stringify({ ...evidence, edits: [...notes, note] }),
    };
  });
}
