import { expect, it } from "vitest";
import { manualClock } from "../lib/core/clock.ts";
import type { JobRun } from "../lib/databricks/jobs.ts";
import { settingsSchema } from "../lib/settings/settings.ts";
import type { IterationRow } from "../lib/state/tables/iterations.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";
import type { StageRow } from "../lib/state/tables/stages.ts";
import type { RunContext } from "../runs/run-context.ts";
import { followRun, runOfJobRun } from "./follow-run.ts";
import { createFollowing } from "./following.ts";

/** What one look at a run finds. */
type Look = {
  readonly run: Partial<RunRow>;
  readonly loops?: readonly Partial<IterationRow>[];
  readonly stages?: readonly Partial<StageRow>[];
  readonly jobRun?: Partial<JobRun>;
  readonly lease?: { readonly holder: string; readonly expires_at: string };
};

/** A workspace that shows the next look after every pause, and the last one for ever. */
function scripted(looks: readonly Look[]): { context: RunContext; lines: string[]; follow: typeof follow } {
  const clock = manualClock();
  let at = 0;
  const look = (): Look => looks[Math.min(at, looks.length - 1)] ?? { run: {} };
  const jobRun = { lifeCycleState: "RUNNING", resultState: null, stateMessage: "", ended: false, runId: "7" };
  const context = {
    clock: {
      ...clock,
      sleep: async (ms: number) => {
        at += 1;
        await clock.sleep(ms);
      },
    },
    settings: settingsSchema.parse({}),
    signal: new AbortController().signal,
    workspace: { host: "adb.example", jobs: { getRun: () => Promise.resolve({ ...jobRun, ...look().jobRun }) } },
    state: {
      runs: { get: () => Promise.resolve({ run_id: "r", space_id: "s", job_id: "6", reason: null, ...look().run }) },
      iterations: {
        list: () => Promise.resolve(look().loops ?? []),
        latestOfJobRun: () => Promise.resolve(look().loops?.[0] ?? null),
      },
      stages: { list: () => Promise.resolve(look().stages ?? []), latestOf: () => Promise.resolve(null) },
      leases: { get: () => Promise.resolve(look().lease ?? null) },
    },
    // Of a whole context these members are all that following looks at.
  } as unknown as RunContext;
  const lines: string[] = [];
  const console = { out: () => {}, err: (text: string) => void lines.push(text.trimEnd()), isTerminal: false };
  const follow = (timeoutSeconds: number | null = null): ReturnType<typeof followRun> =>
    followRun(context, "r", { onEvent: createFollowing(console, "en"), timeoutSeconds });
  return { context, lines, follow };
}

const loop = (iteration_number: number, job_run_id: string | null): Partial<IterationRow> => ({
  iteration_number,
  job_run_id,
});
const stage = (stage_name: StageRow["stage_name"], values: unknown, iteration_number = 1): Partial<StageRow> => ({
  stage_name,
  iteration_number,
  attempt: 1,
  status: "COMPLETED",
  output_json: JSON.stringify(values),
  duration_seconds: 61,
});

it("tells each thing once, loop after loop, until the run ends", async () => {
  const first = [stage("score", { correct: 2, n: 6 }), stage("plan", { proposed: 3, blocked: 1 })];
  const { follow, lines } = scripted([
    { run: { status: "RUNNING" }, loops: [loop(1, "70")], jobRun: { lifeCycleState: "QUEUED" } },
    { run: { status: "RUNNING" }, loops: [loop(1, "70")], stages: first },
    {
      run: { status: "RUNNING" },
      loops: [loop(1, "70"), loop(2, "71")],
      stages: [...first, stage("validate", { kept: 2, reverted: 1 })],
    },
    {
      run: { status: "TARGET_REACHED", reason: "target_reached" },
      loops: [loop(1, "70"), loop(2, "71")],
      jobRun: { ended: true, resultState: "SUCCESS" },
    },
  ]);
  expect((await follow()).kind).toBe("ended");
  expect(lines).toEqual([
    "  job run of loop 1: https://adb.example/jobs/6/runs/70",
    "  the job run waits for its turn",
    "\nLoop 1",
    "    2 of 6 right (33.3%, 95% interval 9.7%–70.0%)",
    "  score 61.0 s",
    "    3 fixes planned, 1 blocked by checks",
    "  plan 61.0 s",
    "    2 kept, 1 rolled back",
    "  validate 61.0 s",
    "  job run of loop 2: https://adb.example/jobs/6/runs/71",
    "\nRun ended: target reached (a full evaluation reached the target)",
  ]);
});

it("stops at a plan that waits for a person", async () => {
  const { follow } = scripted([{ run: { status: "RUNNING" } }, { run: { status: "AWAITING_APPROVAL" } }]);
  expect((await follow()).kind).toBe("awaits_approval");
});

it.each<{ name: string; looks: Look[]; kind: string }>([
  {
    name: "whose job run was cancelled",
    looks: [{ run: { status: "RUNNING" }, loops: [loop(1, "70")], jobRun: { ended: true, resultState: "CANCELED" } }],
    kind: "left",
  },
  {
    name: "whose process gave its space back",
    looks: [{ run: { status: "RUNNING" }, lease: { holder: "r", expires_at: "2026-01-05T08:00:00.000Z" } }],
    kind: "left",
  },
  {
    name: "whose next job run starts a moment after the one before ended",
    looks: [
      { run: { status: "NEEDS_ANOTHER_LOOP" }, loops: [loop(1, "70")], jobRun: { ended: true } },
      { run: { status: "RUNNING" }, loops: [loop(1, "70"), loop(2, "71")] },
      { run: { status: "MAX_LOOPS" } },
    ],
    kind: "ended",
  },
])("sees a run $name as $kind", async ({ looks, kind }) => {
  expect((await scripted(looks).follow()).kind).toBe(kind);
});

it("waits for a stopped run that a job run takes up again", async () => {
  const { follow, lines } = scripted([
    { run: { status: "STOPPED" }, loops: [loop(1, "71")] },
    { run: { status: "RUNNING" }, loops: [loop(1, "71")] },
    { run: { status: "TARGET_REACHED" }, loops: [loop(1, "71")], jobRun: { ended: true } },
  ]);
  expect(await follow()).toMatchObject({ kind: "ended", run: { status: "TARGET_REACHED" } });
  expect(lines.at(-1)).toContain("target reached");
});

it("gives up after its time, and says that the run goes on", async () => {
  const { follow } = scripted([
    { run: { status: "RUNNING" }, lease: { holder: "r", expires_at: "2026-01-06T00:00:00.000Z" } },
  ]);
  await expect(follow(95)).rejects.toMatchObject({ code: "TIMEOUT", message: expect.stringContaining("it goes on") });
});

it("names the job run that ended before it recorded a run", async () => {
  const { context } = scripted([
    { run: {} },
    { run: {}, jobRun: { ended: true, resultState: "FAILED", stateMessage: "no compute", pageUrl: "https://page" } },
  ]);
  const following = { onEvent: () => {}, timeoutSeconds: null };
  await expect(runOfJobRun(context, "70", following)).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: "Job run 70 ended (FAILED: no compute) before it recorded a run",
    remedy: "Its orchestrator task says why: https://page.",
  });
});
