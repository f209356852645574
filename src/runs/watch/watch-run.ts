import { toEnhancerError } from "../../lib/core/errors.ts";
import { wilson } from "../../lib/scoring/interval.ts";
import { serializeSpace, spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace } from "../../lib/space/document.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { createAsker, type WantedAsk } from "../asking/asking.ts";
import { isIndecisive } from "../asking/baseline-trouble.ts";
import { type Exceeded, reasonOf } from "../../lib/forecast/limits.ts";
import { openBudget } from "../budget/budget.ts";
import { loadExamFor } from "../exam/exam-source.ts";
import { isWatch } from "./is-watch.ts";
import type { OpenRun } from "../open-run.ts";
import { underWay } from "../prepare-run.ts";
import type { RunContext } from "../run-context.ts";
import { standings } from "../trials/standing.ts";
import { tallyOf, topCategory } from "../trials/tally-rows.ts";
import { firstScore, hasDropped, scoreChange } from "./watch-score.ts";

/** What watching a space comes to. Scores are shares of the visible questions. */
export type Watched = {
  /** Null when too many answers were spoilt to say. */
  readonly score: number | null;
  readonly previous: number | null;
  readonly dropped: boolean;
  readonly sentence: string;
};

/** Beside a drop's being more than chance it must be this large, as a share. */
export type WatchOptions = { readonly leastDrop: number };

/**
 * Begins a watch, or takes up the one that this job run began. It is a run of its own, of one loop and no changes: nothing is cloned,
 * written or claimed. One that was killed is closed by the next of its space.
 * @returns its run id
 */
export async function openWatch(context: RunContext): Promise<string> {
  const { settings, state, ids, clock } = context;
  const job_run_id = context.job?.jobRunId ?? null;
  const begun = job_run_id === null ? null : await state.iterations.latestOfJobRun(job_run_id);
  const runId = begun?.run_id ?? ids.hex32();
  const space_id = settings.space_id ?? "";
  for (const open of await state.runs.list({ space_id, status: "RUNNING" })) {
    if (!isWatch(open) || open.run_id === runId) continue;
    await recordBrokenWatch(context, open.run_id, { code: "INTERNAL", message: "The watch did not finish" });
  }
  const started_at = clock.now().toISOString();
  if (begun === null) {
    await state.runs.insert({
      run_id: runId,
      space_id,
      status: "RUNNING",
      reason: "watch",
      target_score: settings.target_score,
      max_iterations: 0,
      benchmark_source: settings.benchmarks,
      product_version: context.productVersion,
      started_at,
      job_id: settings.job_id,
      settings_json: JSON.stringify(settings),
    });
  }
  await state.iterations.upsert({ run_id: runId, iteration_number: 1, status: "RUNNING", started_at, job_run_id });
  return runId;
}

/** Asks production's visible exam once and compares with the last time the same exam was put to the same space. */
export async function watchSpace(context: RunContext, runId: string, options: WatchOptions): Promise<Watched> {
  const run = await fixExam(context, runId);
  const rows = await askProduction(run);
  const n = visibleOf(run).length;
  const previousRows = await previousAsks(run);
  const score = isIndecisive(rows) ? null : firstScore(rows, n);
  const previous = previousRows === null ? null : firstScore(previousRows, n);
  const change = scoreChange(previousRows ?? [], rows);
  const dropped = score !== null && previous !== null && hasDropped(change, previous - score, options.leastDrop);
  const sentence = sentenceOf({ score, previous, dropped, n, lost: change.lost.length, won: change.won.length });
  await record(run, rows, { score, previous, dropped, sentence });
  return { score, previous, dropped, sentence };
}

/** Reads production and its exam as they are now. */
async function fixExam(context: RunContext, runId: string): Promise<OpenRun> {
  const { settings, state, workspace, ids, signal } = context;
  const identity = await workspace.whoAmI(signal);
  const space = await workspace.spaces.get(settings.space_id ?? "", signal);
  const document = parseSpace(space.serializedSpace);
  const exam = await loadExamFor(context, document);
  await state.questions.save(exam, String(settings.seed));
  const run = await state.runs.update(runId, {
    ...underWay,
    reason: "watch",
    exam_digest: exam.digest,
    benchmark_source: exam.source,
    space_name: space.title,
    triggered_by: identity.userName,
  });
  await state.spaces.insert([
    {
      snapshot_id: ids.hex32(),
      run_id: runId,
      iteration_number: 1,
      role: "production",
      space_id: space.spaceId,
      etag: space.etag,
      digest: spaceDigest(document),
      serialized_space: serializeSpace(document),
      reason: "as it was when it was watched",
    },
  ]);
  // Nothing of the space is written, and a run that works on its clones is in nobody's way.
  const lease = { lease_key: "", holder: runId, fence: 0, claim_id: "", expires_at: "", payload_json: null };
  return { ...context, run, loop: 1, lease, exam, deadline: null, budget: await openBudget(context, runId) };
}

function visibleOf({ exam }: OpenRun): OpenRun["exam"]["questions"] {
  return exam.questions.filter((question) => question.split === "visible");
}

async function askProduction(run: OpenRun): Promise<AttemptRow[]> {
  const space = await run.state.spaces.latest(run.run.run_id, "production");
  if (space === null) throw new Error("no snapshot of production");
  const asks = visibleOf(run).map((question): WantedAsk => ({
    question,
    spaceId: space.space_id,
    spaceDigest: space.digest,
    arm: "baseline",
    attempt: 1,
  }));
  return createAsker(run)(asks);
}

/** Earlier runs looked at before the space counts as never scored with this exam. */
const looksBack = 20;

/** The asks of production in the newest earlier run on the same space and exam, or null. */
async function previousAsks(run: OpenRun): Promise<AttemptRow[] | null> {
  const { run_id, space_id, exam_digest } = run.run;
  const earlier = (await run.state.runs.list({ space_id, limit: looksBack + 1 })).filter(
    (row) => row.run_id !== run_id && row.exam_digest === exam_digest,
  );
  for (const row of earlier) {
    const asks = await run.state.attempts.list({ run_id: row.run_id, iteration_number: 1, arms: ["baseline"] });
    const first = asks.filter((ask) => ask.attempt === 1);
    if (first.length === visibleOf(run).length && !isIndecisive(first)) return first;
  }
  return null;
}

async function record(
  run: OpenRun,
  rows: readonly AttemptRow[],
  { score, previous, dropped, sentence }: Watched,
): Promise<void> {
  const runId = run.run.run_id;
  const ids = visibleOf(run).map((question) => question.id);
  const questions = standings(ids, rows, [rows[0]?.space_digest ?? ""]);
  const [low, high] = score === null ? [null, null] : wilson(Math.round(score * ids.length), ids.length);
  const completed = run.clock.now();
  const completed_at = completed.toISOString();
  const duration_seconds = (completed.getTime() - new Date(run.run.started_at).getTime()) / 1000;
  const used = run.workspace.usage();
  await run.state.iterations.upsert({
    run_id: runId,
    iteration_number: 1,
    status: "COMPLETED",
    completed_at,
    duration_seconds,
    score,
    score_delta: score === null || previous === null ? null : score - previous,
    score_low: low,
    score_high: high,
    total_benchmarks: ids.length,
    ...tallyOf(questions),
    repeats: 1,
    questions_asked: used.questions,
    statements_run: used.statements,
    retries: used.retries,
    throttled: used.throttled,
    top_failure_category: topCategory(questions),
    decision: "NONE",
    decision_reason: sentence,
  });
  await run.state.runs.update(runId, {
    status: statusOf(run.run, score),
    reason: score === null ? "too_few_valid_answers" : dropped ? "watch_dropped" : "watch",
    initial_score: score,
    iterations_completed: 1,
    total_changes_applied: 0,
    completed_at,
    duration_seconds,
  });
}

/** A run that may take no loop has used all it has, unless the target is met as it is. */
function statusOf(run: RunRow, score: number | null): RunRow["status"] {
  if (score === null) return "BLOCKED";
  return score >= run.target_score ? "TARGET_REACHED" : "MAX_LOOPS";
}

function sentenceOf(found: {
  readonly score: number | null;
  readonly previous: number | null;
  readonly dropped: boolean;
  readonly n: number;
  readonly lost: number;
  readonly won: number;
}): string {
  const { score, previous, dropped, n, lost, won } = found;
  if (score === null)
    return "More than one answer in ten was spoilt by the platform: nothing can be said of the score.";
  const now = `${percent(score)} of ${String(n)} visible questions right`;
  if (previous === null) return `${now}; the exam was not put to this space before.`;
  const moved = `${String(lost)} fell, ${String(won)} rose`;
  return dropped
    ? `The score dropped: ${now}, ${percent(previous)} the time before (${moved}); chance alone rarely does this.`
    : `${now}, ${percent(previous)} the time before (${moved}): no drop that chance does not explain.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Ends the rows of a watch that failed, or that a person stopped. What cannot be written any more must not hide the first error. */
export async function recordBrokenWatch(
  context: RunContext,
  runId: string,
  error: { readonly code: string; readonly message: string },
  exceeded: Exceeded | null = null,
): Promise<void> {
  const isStop = error.code === "INTERRUPTED";
  const completed_at = context.clock.now().toISOString();
  const ended = { completed_at, error_code: error.code, error_message: error.message };
  try {
    await context.state.iterations.upsert({ run_id: runId, iteration_number: 1, status: "FAILED", ...ended });
    await context.state.runs.update(runId, {
      status: exceeded !== null ? "BUDGET_EXHAUSTED" : isStop ? "STOPPED" : "FAILED",
      reason: exceeded !== null ? reasonOf(exceeded) : isStop ? "interrupted" : "stage_failed",
      ...ended,
    });
  } catch (second) {
    const message = `The failure could not be recorded: ${toEnhancerError(second).message}`;
    context.report({ kind: "problem", message });
  }
}
