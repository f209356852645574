import { describeFix } from "../../src/lib/space/apply-fix.ts";
import { serializeSpace } from "../../src/lib/space/canonical.ts";
import { parseSpace } from "../../src/lib/space/document.ts";
import { type Fix, typeOf } from "../../src/lib/space/fix.ts";
import type { RunRow } from "../../src/lib/state/tables/runs.ts";
import { trashClones } from "../../src/runs/ending/clean-up.ts";
import type { ProductionWrite } from "../../src/runs/ending/production-write.ts";
import { promote } from "../../src/runs/ending/promote.ts";
import { rollback } from "../../src/runs/ending/rollback.ts";
import { catalogIntents } from "../../src/runs/effects/catalog-record.ts";
import { dropUnneededViews } from "../../src/runs/effects/drop-views.ts";
import { lookUp } from "../../src/runs/effects/write-catalog.ts";
import { openRun } from "../../src/runs/open-run.ts";
import type { RunContext } from "../../src/runs/run-context.ts";
import { keepFixes } from "../../src/runs/trials/keep-record.ts";
import { trialFixesOf, withFixes } from "../../src/runs/trials/trial-run.ts";
import { restoreWorking } from "../../src/runs/trials/trial-space.ts";
import { apply } from "../../src/stages/apply.ts";
import { orchestrator } from "../../src/stages/orchestrator.ts";
import { type Ground, pathOf, type Player, six } from "./fixture.ts";

export const transactions = "samples.bakehouse.sales_transactions";
/** Where people keep a metric view of theirs. */
export const theirs = "samples.bakehouse.their_figures";

export const figures = (measure = "SUM(totalPrice)"): string =>
  `version: 1.1\nsource: ${transactions}\ndimensions:\n  - name: product\n    expr: product\nmeasures:\n  - name: takings\n    expr: ${measure}\n`;

/** A run at the point where its plan is to be applied, on a space of its own. */
export type CatalogRun = AsyncDisposable & {
  readonly player: Player;
  readonly context: RunContext;
  readonly runId: string;
  readonly spaceId: string;
};

export async function beginRun(
  ground: Ground,
  settings: Readonly<Record<string, unknown>> = {},
  space_id?: string,
): Promise<CatalogRun> {
  const spaceId = space_id ?? (await ground.makeSpace(six.space));
  const player = await ground.connect({
    space_id: spaceId,
    benchmarks: pathOf(six.exam),
    catalog_comments: true,
    statement_timeout: 1,
    ...settings,
  });
  const { context } = player;
  const { run_id: runId } = await orchestrator(context, "", 1);
  return { player, context, runId, spaceId, [Symbol.asyncDispose]: () => player[Symbol.asyncDispose]() };
}

/** The schema in which the run makes its views. */
export function viewName({ context }: Pick<CatalogRun, "context">, name: string): string {
  return `${context.settings.catalog}.${context.settings.schema}.${name}`;
}

/** Puts fixes into the plan of loop 1 as the plan stage does. */
export async function propose(
  { context, runId }: CatalogRun,
  fixes: readonly Fix[],
  targets: readonly string[] = ["six_3"],
): Promise<string[]> {
  const ids = fixes.map(() => context.ids.hex32());
  await context.state.changes.insert(
    fixes.map((fix, index) => ({
      run_id: runId,
      iteration_number: 1,
      change_id: ids[index] ?? "",
      position: index + 1,
      change_type: fix.change_type,
      fix_category: typeOf(fix).category,
      change_value: describeFix(fix, "en"),
      fix_json: JSON.stringify(fix),
      targets_json: JSON.stringify(targets),
      evidence_json: "{}",
      status: "PROPOSED" as const,
      validation_status: "NOT_TESTED" as const,
    })),
  );
  return ids;
}

export async function applyPlan({ context, runId }: CatalogRun): Promise<void> {
  await apply(context, runId, 1);
}

/** What the gate's yes leaves: the applied fixes in dev-best. */
export async function keepAll({ context, runId }: CatalogRun): Promise<void> {
  const run = await openRun(context, runId, 1);
  const applied = (await run.state.changes.list({ run_id: runId, iteration_number: 1 })).filter(
    (row) => row.status === "APPLIED",
  );
  const best = await run.state.spaces.latest(runId, "dev_best");
  const { document } = withFixes(parseSpace(best?.serialized_space ?? ""), trialFixesOf(applied));
  const changes = applied.map(({ run_id, iteration_number, change_id }) => ({
    run_id,
    iteration_number,
    change_id,
    status: "KEPT" as const,
  }));
  await keepFixes(run, { steps: [{ document, reason: "kept" }], changes });
  await restoreWorking(run);
  await dropUnneededViews(run, run.run, { runId, loop: 1, actor: null });
}

/** What the gate's no leaves. */
export async function rejectAll({ context, runId }: CatalogRun): Promise<void> {
  const run = await openRun(context, runId, 1);
  const rows = await run.state.changes.list({ run_id: runId, iteration_number: 1, status: "APPLIED" });
  await run.state.changes.update(
    rows.map(({ run_id, iteration_number, change_id }) => ({
      run_id,
      iteration_number,
      change_id,
      status: "REVERTED",
    })),
  );
  await restoreWorking(run);
  await dropUnneededViews(run, run.run, { runId, loop: 1, actor: null });
}

/** Tables of the samples and of the state that no fix of these tests names: looking at them takes time. */
const untouched = /\.(?:enhancement_|vw_|genie_job_|schema_version|media_|sales_(?!transactions))/u;

/** Everything of Unity Catalog that these tests may change, in one value. */
export async function catalogNow({ context }: Pick<CatalogRun, "context">): Promise<unknown> {
  const schemas = ["samples.bakehouse", `${context.settings.catalog}.${context.settings.schema}`];
  const tables = await Promise.all(
    schemas.map(async (schema) => {
      const rows = await statement(context, `SHOW TABLES IN ${schema}`);
      return rows.map((row) => `${schema}.${row[1] ?? ""}`).filter((name) => !untouched.test(name));
    }),
  );
  const found = await Promise.all(tables.flat().map((name) => lookUp(context, name)));
  return found.map((table) => ({
    name: table?.fullName,
    type: table?.tableType,
    comment: table?.comment,
    definition: table?.definition,
    properties: table?.properties,
    columns: table?.columns.map(({ name, comment }) => [name, comment]),
  }));
}

export async function statement(
  { workspace, settings }: RunContext,
  sql: string,
): Promise<readonly (readonly (string | null)[])[]> {
  const outcome = await workspace.runStatement(sql, {
    warehouseId: settings.warehouse_id ?? "",
    timeoutMs: 10_000,
    repeatable: false,
  });
  if (outcome.kind === "rows") return outcome.result.rows;
  throw new Error(outcome.kind === "failed" ? outcome.message : "cancelled");
}

/** Announcements of the run whose outcome is not noted. */
export async function openIntents({ context, runId }: CatalogRun): Promise<string[]> {
  const open = await catalogIntents(context, runId, ["INTENDED", "UNVERIFIED"]);
  return open.map(({ kind, target, status }) => `${kind} ${target} ${status}`);
}

/** What people have before any run: a metric view in the space's schema, and a comment. */
export async function prepare(ground: Ground): Promise<void> {
  await using player = await ground.connect({});
  await statement(player.context, `CREATE VIEW ${theirs} WITH METRICS LANGUAGE YAML AS $$\n${figures()}$$`);
  await statement(player.context, `COMMENT ON TABLE ${transactions} IS 'Sales, one row each'`);
}

/** A space that has people's metric view already. */
export async function spaceWithTheirView(ground: Ground): Promise<string> {
  const spaceId = await ground.makeSpace(six.space);
  await using player = await ground.connect({});
  const { spaces } = player.context.workspace;
  const document = parseSpace((await spaces.get(spaceId)).serializedSpace);
  document.data_sources.metric_views = [{ identifier: theirs }];
  await spaces.update(spaceId, { serializedSpace: serializeSpace(document) });
  return spaceId;
}

/** Production's configuration in canonical form. */
export async function bytesOf({ context, spaceId }: CatalogRun): Promise<string> {
  return serializeSpace(parseSpace((await context.workspace.spaces.get(spaceId)).serializedSpace));
}

async function held<T>(run: CatalogRun, work: (context: RunContext, row: RunRow) => Promise<T>): Promise<T> {
  const open = await openRun(run.context, run.runId, 1);
  return work(open, open.run);
}

export function discard(run: CatalogRun): Promise<void> {
  return held(run, (context, own) => trashClones({ ...context, run: own, loop: 1 }));
}

export function promoted(run: CatalogRun): Promise<ProductionWrite> {
  return held(run, (context, own) => promote(context, own, { actor: "me" }));
}

export function takenBack(run: CatalogRun): Promise<ProductionWrite> {
  return held(run, (context, own) => rollback(context, own, { what: { kind: "run" }, actor: "me" }));
}

/** Their view with a measure more. */
export const wider = `${figures()}  - name: sales\n    expr: COUNT(*)\n`;

/** One fix of each type that writes to Unity Catalog. */
export function writingFixes(run: Pick<CatalogRun, "context">): Fix[] {
  return [
    { change_type: "create_metric_view", name: viewName(run, "receipts"), yaml: figures("AVG(totalPrice)") },
    { change_type: "update_metric_view", name: theirs, yaml: wider },
    { change_type: "set_table_comment", table: transactions, comment: "One row per sale; it's net \\ tax." },
    { change_type: "set_column_comment", table: transactions, column: "totalPrice", comment: "결제 금액" },
  ];
}
