import { seededIds } from "../../lib/core/random.ts";
import { EnhancerError } from "../../lib/core/errors.ts";
import { checkFixes, type BlockedFix } from "../../lib/planning/check-fixes.ts";
import { catalogFixesOf } from "./catalog-fixes-of.ts";
import { lookUp } from "../effects/write-catalog.ts";
import { makePlan } from "../../lib/planning/make-plan.ts";
import { type CatalogTable, mineEvidence } from "../../lib/planning/mine-evidence.ts";
import type { FailureEvidence } from "../../lib/planning/evidence.ts";
import type { PlannedFix } from "../../lib/planning/plan.ts";
import { type PlanningModel, proposeFixes } from "../../lib/planning/propose-fixes.ts";
import { loadTemplates } from "../../lib/planning/templates.ts";
import { applyFix, describeFix } from "../../lib/space/apply-fix.ts";
import { parseSpace, type SpaceDocument } from "../../lib/space/document.ts";
import type { Fix } from "../../lib/space/fix.ts";
import { limitProblems } from "../../lib/space/limits.ts";
import { tableEntries } from "../../lib/space/visit.ts";
import type { NewChangeRow } from "../../lib/state/tables/changes.ts";
import { visibleFailures } from "./visible-failures.ts";
import { beforeModelCall, endIfWithoutTokens, modelConcurrency } from "../budget/model-calls.ts";
import { lessonEvidence, rejectedFixes } from "./earlier-lessons.ts";
import { shareValuesOf } from "./share-values-of.ts";
import type { OpenRun } from "../open-run.ts";
import type { RunContext } from "../run-context.ts";
import { currentStanding } from "../trials/run-standing.ts";

/** Output tokens a planning reply may take: a long plan's worth; more would only be refused sooner by the platform's admission check. */
const maxTokens = 8_000;

/** From failures to stored changes: PROPOSED with their targets, or BLOCKED with the check that stopped them. */
export async function planLoop(run: OpenRun): Promise<{ proposed: number; blocked: number }> {
  const standing = await currentStanding(run);
  const document = parseSpace(standing.best.serialized_space);
  const visible = run.exam.questions.filter((question) => question.split === "visible");
  const heldOut = run.exam.questions.filter((question) => question.split === "held_out");
  const failures = visibleFailures(visible, standing.questions);
  const [catalog, rejected] = await Promise.all([catalogOf(run, document), rejectedFixes(run)]);
  const evidence = {
    failures,
    visible,
    heldOut,
    document,
    catalog,
    lessons: await lessonEvidence(run),
    metricViews: run.settings.enable_metric_views ? await metricViewsOf(run, document) : [],
    shareValues: shareValuesOf(run),
  };
  const templates = await loadTemplates();
  const model: PlanningModel = (request) => askModel(run, request);
  const requests = mineEvidence(evidence);
  const { proposals, offSchema, problems } = await proposeFixes({
    requests,
    enabled: {
      instructions: run.settings.enable_instructions,
      joins: run.settings.enable_joins,
      snippets: run.settings.enable_snippets,
      metadata: run.settings.enable_metadata,
      sampleQueries: run.settings.enable_sample_queries,
    },
    catalogFixes: catalogFixesOf(run.settings),
    templates,
    model,
    ...modelConcurrency(run),
  });
  for (const problem of problems) run.report({ kind: "problem", message: `${problem.category}: ${problem.reason}` });
  if (proposals.length === 0 && problems.length > 0) endIfWithoutTokens(run);
  if (problems.length > 0 && problems.length === requests.size) throw modelDown(run, problems[0]?.reason ?? "");
  // One maker for all: two fixes tried together must not get the same id.
  const ids = seededIds(run.run.run_id);
  const checked = await checkFixes({
    proposals,
    offSchema,
    document,
    catalog,
    applyFix: (from, fix) => applyFix(from, fix, ids),
    limitProblem: (from) => limitProblems(from)[0]?.message ?? null,
    explain: (sql) => explain(run, sql),
    rejectedBefore: rejected,
    catalogFixes: catalogFixesOf(run.settings),
    failingIds: new Set(failures.map((failure) => failure.questionId)),
    visible,
    heldOut,
  });
  const shown = [
    ...new Map(
      [...requests.values()].flatMap((request) => request.failures).map((one) => [one.question_id, one]),
    ).values(),
  ];
  const made = makePlan({
    proposals: checked.passed,
    failures: shown,
    maxChanges: run.settings.max_changes_per_iteration,
    ids: run.ids,
  });
  const words = (fix: Fix): string => describeFix(fix, run.settings.locale, document);
  const blocked = [...checked.blocked, ...made.blocked];
  await run.state.changes.insert([
    ...made.fixes.map((fix, index) => plannedRow(run, fix, index + 1, made.digest, words, shown)),
    ...blocked.map((fix, index) => blockedRow(run, fix, made.fixes.length + index + 1, made.digest, words, shown)),
  ]);
  return { proposed: made.fixes.length, blocked: blocked.length };
}

async function askModel(
  run: OpenRun,
  request: Parameters<PlanningModel>[0],
): Promise<{ text: string; tokens: number }> {
  beforeModelCall(run);
  const endpoint = run.settings.llm_endpoint ?? "";
  const { text, tokens } = await run.workspace.serving.chat({ ...request, endpoint, maxTokens, signal: run.signal });
  run.budget.warn();
  return { text, tokens: tokens.prompt + tokens.completion };
}

/** The warehouse reads the query and returns no row: names and types are checked, nothing is computed. */
export async function explain(
  run: Pick<RunContext, "workspace" | "settings" | "signal">,
  sql: string,
): Promise<{ ok: true } | { ok: false; reason: string }> {
  const outcome = await run.workspace.runStatement(`SELECT * FROM (${sql.replace(/;\s*$/u, "")}) LIMIT 0`, {
    warehouseId: run.settings.warehouse_id ?? "",
    timeoutMs: run.settings.statement_timeout * 1000,
    signal: run.signal,
  });
  if (outcome.kind === "rows") return { ok: true };
  return { ok: false, reason: outcome.kind === "failed" ? outcome.message : "the warehouse cancelled it" };
}

/** The space's metric views with their definitions, as far as they may be read. */
async function metricViewsOf(run: OpenRun, document: SpaceDocument): Promise<{ name: string; yaml: string }[]> {
  const found = await Promise.all(
    (document.data_sources.metric_views ?? []).map(async ({ identifier: name }) => {
      const yaml = (await lookUp(run, name).catch(() => null))?.definition ?? null;
      return yaml === null ? [] : [{ name, yaml }];
    }),
  );
  return found.flat();
}

/** Columns of the space's tables. A table that may not be read is left out: no fix may name its columns. */
export async function catalogOf(
  run: Pick<RunContext, "workspace" | "signal" | "report">,
  document: SpaceDocument,
): Promise<CatalogTable[]> {
  const identifiers = tableEntries(document).map(({ table }) => table.identifier);
  const tables = await Promise.all(
    identifiers.map(async (identifier): Promise<CatalogTable[]> => {
      try {
        const { columns } = await run.workspace.catalog.table(identifier, run.signal);
        return [{ identifier, columns: columns.map(({ name, typeText }) => ({ name, type: typeText })) }];
      } catch (error) {
        if (!(error instanceof EnhancerError) || !["NOT_FOUND", "PERMISSION_DENIED"].includes(error.code)) throw error;
        run.report({ kind: "problem", message: error.message });
        return [];
      }
    }),
  );
  return tables.flat();
}

type Words = (fix: Fix) => string;

function plannedRow(
  run: OpenRun,
  planned: PlannedFix,
  position: number,
  digest: string,
  words: Words,
  failures: readonly FailureEvidence[],
): NewChangeRow {
  const { fix, targets, reasoning, evidence } = planned;
  return {
    ...common(run, fix, targets, failures, words),
    change_id: planned.changeId,
    position,
    plan_digest: digest,
    fix_category: planned.category,
    evidence_json: JSON.stringify({ reasoning, failures: evidence }),
    status: "PROPOSED",
    validation_status: "NOT_TESTED",
  };
}

function blockedRow(
  run: OpenRun,
  blocked: Omit<BlockedFix, "check"> & { readonly check: string },
  position: number,
  digest: string,
  words: Words,
  failures: readonly FailureEvidence[],
): NewChangeRow {
  const { fix, targets, reasoning, check, raw } = blocked;
  return {
    ...common(run, fix, targets, failures, words),
    change_id: run.ids.hex32(),
    position,
    plan_digest: digest,
    fix_category: blocked.category,
    evidence_json: JSON.stringify({ reasoning, check, ...(fix === null ? { raw } : {}) }),
    status: "BLOCKED",
    applied_successfully: false,
    validation_status: "NOT_TESTED",
    error_message: blocked.reason,
    decided_by: `check: ${check}`,
  };
}

function common(
  run: OpenRun,
  fix: Fix | null,
  targets: readonly string[],
  failures: readonly FailureEvidence[],
  words: Words,
): Pick<
  NewChangeRow,
  | "run_id"
  | "iteration_number"
  | "change_type"
  | "target_table"
  | "target_column"
  | "change_value"
  | "fix_json"
  | "source_failure_benchmark_id"
  | "source_failure_question"
  | "targets_json"
> {
  const source = failures.find((failure) => failure.question_id === targets[0]);
  return {
    run_id: run.run.run_id,
    iteration_number: run.loop,
    change_type: fix?.change_type ?? "unreadable",
    target_table: fix !== null && "table" in fix ? fix.table : null,
    target_column: fix !== null && "column" in fix ? fix.column : null,
    change_value: fix === null ? null : words(fix),
    fix_json: fix === null ? null : JSON.stringify(fix),
    source_failure_benchmark_id: source?.question_id ?? null,
    source_failure_question: source?.question ?? null,
    targets_json: JSON.stringify(targets),
  };
}

function modelDown(run: OpenRun, reason: string): EnhancerError {
  return new EnhancerError({
    code: "BAD_RESPONSE",
    message: `No plan: the model endpoint "${run.settings.llm_endpoint ?? ""}" gave no usable answer for any category (${reason})`,
    remedy:
      "Check the endpoint with `genie-enhancer score --llm-endpoint …` or choose another model, then resume the run.",
  });
}
