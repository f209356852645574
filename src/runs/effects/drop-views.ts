import { madeByProperty } from "../../lib/databricks/catalog-ddl.ts";
import { parseSpace, type SpaceDocument } from "../../lib/space/document.ts";
import { tableEntries } from "../../lib/space/visit.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";
import { catalogIntents, viewsMade } from "./catalog-record.ts";
import { settleCatalog } from "./settle-catalog.ts";
import { isOurs } from "./trial-views.ts";
import { lookUp, writeCatalog, type Writer } from "./write-catalog.ts";

/**
 * Drops the views that this run made and that nothing needs: neither production as it is now nor the clones that are left. A view that
 * somebody changed since stays, and so does everything that the run's record does not say it made.
 */
export async function dropUnneededViews(
  context: RunContext,
  run: Pick<RunRow, "run_id" | "space_id">,
  writer: Writer,
): Promise<void> {
  if ((await catalogIntents(context, run.run_id)).length === 0) return;
  const made = viewsMade(await settleCatalog(context, run.run_id));
  if (made.size === 0) return;
  const needed = await neededNames(context, run);
  for (const [name, own] of made) {
    if (needed.has(name)) continue;
    const there = await lookUp(context, name);
    const before = there?.definition ?? null;
    const mark = there?.properties[madeByProperty];
    const isAnother = mark !== undefined && !own.some(({ intentId }) => intentId === mark);
    if (there !== null && (before === null || isAnother || !isOurs(before, own))) {
      const message = `The metric view ${name} was changed by somebody else since this run made it, and stays`;
      context.report({ kind: "problem", message });
      continue;
    }
    const write = { kind: "drop_view", target: name, column: null, before, after: null, change_id: null } as const;
    const dropped = await writeCatalog(context, writer, write);
    if (dropped.kind === "refused") {
      context.report({ kind: "problem", message: `The metric view ${name} could not be dropped: ${dropped.reason}` });
    }
  }
}

async function neededNames(
  context: RunContext,
  run: Pick<RunRow, "run_id" | "space_id">,
): Promise<ReadonlySet<string>> {
  const production = await context.workspace.spaces.get(run.space_id, context.signal);
  const documents: SpaceDocument[] = [parseSpace(production.serializedSpace)];
  const row = await context.state.runs.get(run.run_id);
  for (const role of ["dev_best", "dev_working"] as const) {
    if (row?.[`${role}_space_id`] == null) continue;
    const latest = await context.state.spaces.latest(run.run_id, role);
    if (latest !== null) documents.push(parseSpace(latest.serialized_space));
  }
  return new Set(documents.flatMap(tableEntries).map(({ table }) => table.identifier.toLowerCase()));
}
