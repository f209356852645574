import { describe, expect, it } from "vitest";
import { after, jobBench, type JobBench, notebook, raised, results, untilStopped } from "./job-bench.fixture.ts";

type Repair = Readonly<Record<string, unknown>>;

const tasks = [
  notebook("a"),
  notebook("b", after("a")),
  notebook("c", after("b")),
  notebook("loop", { ...after("c"), run_if: "ALL_DONE" }),
];

/** A run of the chain a, b, c, loop in which b failed. */
async function broken(): Promise<{ bench: JobBench; run: string; mend: () => void }> {
  let well = false;
  const bench = await jobBench({
    a: ({ onTaskValue }) => onTaskValue("v", "kept"),
    b: () => (well ? undefined : raised),
    c: () => {},
    loop: () => {},
  });
  const run = await bench.run(tasks, {
    parameters: [
      { name: "p", default: "1" },
      { name: "q", default: "{{job.repair_count}}" },
    ],
  });
  expect(results(run)).toEqual({ a: "SUCCESS", b: "FAILED", c: "UPSTREAM_FAILED", loop: "SUCCESS" });
  return {
    bench,
    run: run.run_id,
    mend: () => {
      well = true;
    },
  };
}

const repair = async ({ bench, run }: { bench: JobBench; run: string }, more: Repair): ReturnType<JobBench["call"]> =>
  await bench.call("POST", "runs/repair", { run_id: run, ...more });

describe("a repair", () => {
  it.each([
    [{ rerun_all_failed_tasks: true }, "bc"],
    [{ rerun_all_failed_tasks: true, rerun_dependent_tasks: true }, "bcloop"],
    [{ rerun_tasks: ["b"] }, "b"],
    [{ rerun_tasks: ["a"], rerun_dependent_tasks: true }, "abcloop"],
  ])("by %j runs the tasks %s again", async (more, expected) => {
    const ground = await broken();
    ground.mend();
    const before = ground.bench.started.length;
    expect((await repair(ground, more)).status).toBe(200);
    await ground.bench.ended(ground.run);
    expect(
      ground.bench.started
        .slice(before)
        .map(({ context }) => context.taskKey)
        .join(""),
    ).toBe(expected);
  });

  it("stays in the run: its tasks have new run ids, and its history tells both passes", async () => {
    const ground = await broken();
    ground.mend();
    const first = await ground.bench.get(ground.run);
    const reply = await repair(ground, { rerun_all_failed_tasks: true, job_parameters: { p: "2" } });
    const run = await ground.bench.ended(ground.run);
    expect(results(run)).toEqual({ a: "SUCCESS", b: "SUCCESS", c: "SUCCESS", loop: "SUCCESS" });
    expect(run.state.result_state).toBe("SUCCESS");
    const ids = run.tasks.map((task: { run_id: string }) => task.run_id);
    expect(new Set(ids).size).toBe(6);
    expect(run.repair_history).toMatchObject([
      { type: "ORIGINAL", state: { result_state: "SUCCESS_WITH_FAILURES" }, task_run_ids: ids.slice(0, 4) },
      { type: "REPAIR", id: reply.body.repair_id, state: { result_state: "SUCCESS" }, task_run_ids: ids.slice(4) },
    ]);
    expect(first.state.result_state).toBe("SUCCESS_WITH_FAILURES");
    // The platform tells of repairs in the history only.
    expect(Object.keys(reply.body)).toEqual(["repair_id"]);
    expect(run).not.toHaveProperty("latest_repair_id");
    expect(ground.bench.started.at(-1)?.parameters).toMatchObject({ p: "2" });
    expect(ground.bench.started.at(-1)?.taskValue("a", "v")).toBe("kept");
  });

  it("has to know the latest one, and of tasks that are there", async () => {
    const ground = await broken();
    const first = (await repair(ground, { rerun_tasks: ["b"] })).body.repair_id;
    const again = { rerun_tasks: ["b"], latest_repair_id: first };
    await ground.bench.ended(ground.run);
    const refused = [
      { rerun_tasks: ["b"] },
      { rerun_tasks: ["b"], latest_repair_id: "7" },
      { latest_repair_id: first },
      { rerun_tasks: ["z"], latest_repair_id: first },
      { rerun_tasks: ["b"], rerun_all_failed_tasks: true, latest_repair_id: first },
      { ...again, job_parameters: { none: "1" } },
    ];
    for (const each of refused) expect((await repair(ground, each)).status).toBe(400);
    expect((await repair(ground, again)).body.repair_id).not.toBe(first);
    expect((await ground.bench.ended(ground.run)).repair_history).toHaveLength(3);
    expect((await repair({ ...ground, run: "7" }, again)).status).toBe(404);
  });

  it("waits for the run to end, and for room among the job's runs", async () => {
    const bench = await jobBench({ a: untilStopped });
    const job = await bench.create({ tasks: [notebook("a")] });
    const run = await bench.runNow(job);
    expect((await repair({ bench, run }, { rerun_tasks: ["a"] })).body.message).toContain("active");
    await bench.call("POST", "runs/cancel", { run_id: run });
    await bench.ended(run);
    const other = await bench.runNow(job);
    expect((await repair({ bench, run }, { rerun_tasks: ["a"] })).body.message).toContain("maximum of concurrent runs");
    await bench.call("POST", "update", { job_id: job, new_settings: { queue: { enabled: true } } });
    expect((await repair({ bench, run }, { rerun_tasks: ["a"] })).status).toBe(200);
    expect((await bench.get(run)).state.life_cycle_state).toBe("QUEUED");
    await bench.stop();
    expect((await bench.get(other)).state.life_cycle_state).toBe("INTERNAL_ERROR");
  });
});
