import { manualClock } from "../../src/lib/core/clock.ts";
import { EnhancerError } from "../../src/lib/core/errors.ts";
import { seededIds } from "../../src/lib/core/random.ts";
import type { RunNow } from "../../src/lib/databricks/jobs.ts";
import { settingsSchema } from "../../src/lib/settings/settings.ts";
import type { StateSql } from "../../src/lib/state/sql-port.ts";
import { openState } from "../../src/lib/state/state.ts";
import type { RunRow } from "../../src/lib/state/tables/runs.ts";
import type { Decided, PlanDecision } from "../../src/runs/approval/plan-decision.ts";
import { decidePlan } from "../../src/runs/approval/decide-plan.ts";
import type { RunContext } from "../../src/runs/run-context.ts";
import { openDuckDbSql } from "../state/duckdb-sql.ts";

/** State tables for many runs: making them takes longer than what is tried on them. */
export async function openTables(): Promise<
  AsyncDisposable & { readonly waitingRun: (approvalsRequired?: number) => Promise<WaitingRun> }
> {
  const { sql, close } = await openDuckDbSql("c");
  await openState(sql, place, manualClock()).migrate();
  let runs = 0;
  return {
    waitingRun: (approvalsRequired = 1) => {
      runs += 1;
      return makeWaitingRun(sql, `r${String(runs)}`, approvalsRequired);
    },
    [Symbol.asyncDispose]: () => close(),
  };
}

/** A run that waits with a plan of three fixes and one that was blocked, and a job that takes what it is told. */
export type WaitingRun = {
  readonly runId: string;
  readonly spaceId: string;
  readonly context: RunContext;
  readonly clock: ReturnType<typeof manualClock>;
  /** What the job was started with, each job run once. */
  readonly started: RunNow[];
  /** Makes the job refuse, or take orders again. */
  readonly refuse: (why: string | null) => void;
  readonly run: () => Promise<RunRow>;
  readonly statuses: () => Promise<readonly string[]>;
  readonly decide: (order: Partial<PlanDecision>) => Promise<Decided>;
};

const place = { catalog: "c", schema: "s", coordinationSchema: "s" };

async function makeWaitingRun(sql: StateSql, runId: string, approvalsRequired: number): Promise<WaitingRun> {
  const spaceId = `space of ${runId}`;
  const key = { run_id: runId, iteration_number: 1 } as const;
  const clock = manualClock();
  const state = openState(sql, place, clock, seededIds(runId));
  const all = settingsSchema.parse({ approval: "manual" });
  await state.runs.insert({
    run_id: runId,
    space_id: spaceId,
    status: "AWAITING_APPROVAL",
    target_score: 0.9,
    max_iterations: 3,
    started_at: clock.now().toISOString(),
    settings_json: JSON.stringify(all),
  });
  await state.iterations.upsert({
    ...key,
    status: "RUNNING",
    job_run_id: "77",
    plan_digest: "p1",
    plan_basis_json: JSON.stringify({ approvals_required: approvalsRequired }),
    approval_expires_at: new Date(clock.now().getTime() + 14 * 86_400_000).toISOString(),
  });
  const fix = { ...key, change_type: "add_synonym", fix_category: "metadata_add", plan_digest: "p1" };
  await state.changes.insert([
    ...[1, 2, 3].map((position) => ({
      ...fix,
      position,
      change_id: `c${String(position)}`,
      status: "PROPOSED" as const,
    })),
    { ...fix, position: 4, change_id: "c4", status: "BLOCKED" },
  ]);
  await state.leases.acquire(`space:${spaceId}`, runId, 14 * 86_400);

  const started: RunNow[] = [];
  let refusal: string | null = null;
  const jobs = {
    runNow: async (order: RunNow) => {
      if (refusal !== null) throw new EnhancerError({ code: "PERMISSION_DENIED", message: refusal, remedy: "Ask." });
      const known = started.findIndex((one) => one.idempotencyToken === order.idempotencyToken);
      if (known < 0) started.push(order);
      return { runId: String(100 + (known < 0 ? started.length : known + 1)) };
    },
    getRun: async (id: string) => ({
      lifeCycleState: "QUEUED",
      pageUrl: `https://w/${id}`,
      parameters: { run_id: "", loop: "1", approval: "manual", locale: "ko" },
    }),
  };
  const context = {
    settings: all,
    clock,
    ids: seededIds("context"),
    // All that a decision asks of a workspace.
    workspace: { jobs } as unknown as RunContext["workspace"],
    workspaceName: "w",
    state,
    signal: new AbortController().signal,
    report: () => {},
    productVersion: "0",
    job: null,
  } satisfies RunContext;
  const run = async (): Promise<RunRow> => {
    const row = await state.runs.get(runId);
    if (row === null) throw new Error("no run");
    return row;
  };
  return {
    runId,
    spaceId,
    context,
    clock,
    started,
    refuse: (why) => {
      refusal = why;
    },
    run,
    statuses: async () => (await state.changes.list({ run_id: runId })).map((row) => row.status),
    decide: async (order) => {
      clock.advance(1_000);
      const whole = {
        decision: "APPROVE",
        fixes: [],
        comment: null,
        decidedBy: "ann",
        channel: "job",
        jobId: "9",
      } as const;
      return decidePlan(context, await run(), { ...whole, ...order });
    },
  };
}
