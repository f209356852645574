import type { CatalogTable } from "../../lib/databricks/catalog.ts";
import { isSameMetricView } from "../../lib/space/metric-view/definition.ts";
import type { IntentRow } from "../../lib/state/tables/intents.ts";
import type { RunContext } from "../run-context.ts";

/** A change in Unity Catalog with what stood there before: what an undo goes back to. */
export type CatalogWrite = {
  readonly kind: "create_view" | "alter_view" | "drop_view" | "comment";
  readonly target: string;
  /** Null where it is about the table or view itself. */
  readonly column: string | null;
  /** YAML of a view or a comment's text; null where there was, or is to be, none. */
  readonly before: string | null;
  readonly after: string | null;
  /** The run's change that it belongs to; null for tidying up. */
  readonly change_id: string | null;
};

/** The intents' kinds, by which these writes are found again. */
export const catalogKinds = ["create_view", "alter_view", "drop_view", "comment"] as const;

export type CatalogIntent = CatalogWrite & { readonly intentId: string; readonly status: IntentRow["status"] };

/** Changes in Unity Catalog that the run announced, oldest first. */
export async function catalogIntents(
  { state }: Pick<RunContext, "state">,
  runId: string,
  status?: readonly IntentRow["status"][],
): Promise<CatalogIntent[]> {
  const rows = await state.intents.list({ run_id: runId, kind: catalogKinds, status });
  return rows.map((row) => ({
    // Written with its announcement and never changed.
    ...(JSON.parse(row.result_json ?? "{}") as CatalogWrite),
    intentId: row.intent_id,
    status: row.status,
  }));
}

/** Views that the run made and did not drop again, by name in lower case, with every definition that it gave them. */
export function viewsMade(intents: readonly CatalogIntent[]): ReadonlyMap<string, readonly CatalogIntent[]> {
  const made = new Map<string, CatalogIntent[]>();
  for (const [name, own] of Map.groupBy(intents, ({ target }) => target.toLowerCase())) {
    const done = own.filter(({ status }) => status === "DONE");
    const count = (kind: CatalogWrite["kind"]): number => done.filter((each) => each.kind === kind).length;
    if (count("create_view") > count("drop_view"))
      made.set(
        name,
        done.filter(({ kind }) => kind !== "drop_view"),
      );
  }
  return made;
}

/** How what stands there compares with a write. */
export type Standing = "after" | "before" | "other";

export function standingOf(write: CatalogWrite, there: CatalogTable | null): Standing {
  if (write.kind === "comment") {
    const now = commentOf(there, write.column);
    if (there === null) return "other";
    return now === write.after ? "after" : now === write.before ? "before" : "other";
  }
  const is = (yaml: string | null): boolean =>
    yaml === null ? there === null : there?.definition != null && isSameMetricView(yaml, there.definition);
  return is(write.after) ? "after" : is(write.before) ? "before" : "other";
}

/** The comment of a table or of one column; none and an empty one are the same. */
export function commentOf(there: CatalogTable | null, column: string | null): string | null {
  const wanted = column?.toLowerCase();
  const found = wanted === undefined ? there : there?.columns.find(({ name }) => name.toLowerCase() === wanted);
  const text = found?.comment ?? null;
  return text === "" ? null : text;
}
