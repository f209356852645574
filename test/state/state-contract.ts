import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manualClock } from "../../src/lib/core/clock.ts";
import { EnhancerError } from "../../src/lib/core/errors.ts";
import { seededIds } from "../../src/lib/core/random.ts";
import type { Exam } from "../../src/lib/exam/question.ts";
import type { StateSql } from "../../src/lib/state/sql-port.ts";
import { openState, type State } from "../../src/lib/state/state.ts";
import type { NewAttemptRow } from "../../src/lib/state/tables/attempts.ts";
import type { NewRunRow } from "../../src/lib/state/tables/runs.ts";

/** Text that breaks whoever builds statements out of values. */
const hostile = "매출 'quoted' \"double\" \\back\\ `tick` \n line :name ? -- ; ${x} 😀 \t end";

export type OpenedSql = { readonly sql: StateSql; readonly close: () => Promise<void> };

/** What every warehouse must do for the state tables. */
export function describeState(name: string, catalog: string, open: () => Promise<OpenedSql>): void {
  describe(`state tables on ${name}`, () => {
    const at = { catalog, schema: "genie_enhancement", coordinationSchema: "genie_coordination" };
    const clock = manualClock();
    let opened: OpenedSql;
    let state: State;
    let statements = 0;

    beforeAll(async () => {
      opened = await open();
      const counting: StateSql = {
        query: (sql, parameters) => {
          statements += 1;
          return opened.sql.query(sql, parameters);
        },
      };
      state = openState(counting, at, clock, seededIds("contract"));
      const first = await state.migrate();
      expect(first.applied).toEqual(["tables", "views"]);
    }, 240_000);
    afterAll(() => opened.close());

    const run = (run_id: string, more: Partial<NewRunRow> = {}): NewRunRow => ({
      run_id,
      space_id: `space-of-${run_id}`,
      status: "RUNNING",
      target_score: 0.9,
      max_iterations: 5,
      started_at: clock.now().toISOString(),
      ...more,
    });
    const attempt = (run_id: string, benchmark_id: string, more: Partial<NewAttemptRow> = {}): NewAttemptRow => ({
      run_id,
      iteration_number: 1,
      arm: "baseline",
      attempt: 1,
      benchmark_id,
      passed: false,
      verdict: "INCORRECT",
      space_digest: "d1",
      ...more,
    });

    it("says what is missing where there is no schema", async () => {
      const elsewhere = openState(opened.sql, { ...at, schema: "nowhere" }, clock, seededIds("elsewhere"));
      const found = await elsewhere.check();
      expect(found.version).toBe(0);
      expect(found.problems.map((problem) => problem.table)).toContain("enhancement_runs");
    });

    it("migrates once, and then finds nothing to do and nothing wrong", async () => {
      expect(await state.migrate()).toEqual({ version: 2, applied: [] });
      expect(await state.check()).toEqual({ version: 2, expected: 2, problems: [] });
    });

    it("keeps a run as it was written, byte for byte", async () => {
      await state.runs.insert(run("r1", { space_name: hostile, settings_json: JSON.stringify({ hostile }) }));
      await state.runs.insert(run("r1", { space_name: "a second time" }));
      const row = await state.runs.get("r1");
      expect(row).toMatchObject({ space_name: hostile, target_score: 0.9, max_iterations: 5, outcome: null, fence: 0 });
      expect(JSON.parse(row?.settings_json ?? "")).toEqual({ hostile });
      expect(row?.started_at).toBe("2026-01-05T09:00:00.000Z");
      expect(await state.runs.get("nobody")).toBeNull();
    });

    it("changes only what an update gives, and null is a value", async () => {
      await state.runs.insert(run("r2", { best_score: 0.5, reason: "first" }));
      const row = await state.runs.update("r2", { status: "TARGET_REACHED", reason: null, final_score: 1 });
      expect(row).toMatchObject({ status: "TARGET_REACHED", reason: null, best_score: 0.5, final_score: 1 });
      await expect(state.runs.update("nobody", { status: "FAILED" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    });

    it("lists runs newest first, by space and status", async () => {
      clock.advance(60_000);
      await state.runs.insert(run("r3", { space_id: "s-list" }));
      clock.advance(60_000);
      await state.runs.insert(run("r4", { space_id: "s-list", status: "STOPPED" }));
      expect((await state.runs.list({ space_id: "s-list" })).map((row) => row.run_id)).toEqual(["r4", "r3"]);
      expect((await state.runs.list({ space_id: "s-list", status: ["RUNNING", "FAILED"] })).length).toBe(1);
      expect((await state.runs.latest("s-list"))?.run_id).toBe("r4");
      expect(await state.runs.list({ limit: 2 })).toHaveLength(2);
    });

    it("refuses the writes of a holder that was overtaken", async () => {
      await state.runs.insert(run("r5"));
      await state.withFence(2).runs.update("r5", { reason: "newer" });
      await expect(state.withFence(1).runs.update("r5", { reason: "older" })).rejects.toMatchObject({
        code: "LEASE_HELD",
      });
      expect((await state.runs.get("r5"))?.reason).toBe("newer");
    });

    it("adds a loop and then fills it in column by column", async () => {
      const key = { run_id: "r6", iteration_number: 1 };
      await state.iterations.upsert({ ...key, status: "PENDING", job_run_id: "1234567890123456789" });
      await state.iterations.upsert({ ...key, status: "RUNNING", score: 1, passed: 3 });
      await state.iterations.upsert({ ...key, iteration_number: 2, status: "PENDING" });
      const [first, second] = await state.iterations.list("r6");
      expect(first).toMatchObject({ status: "RUNNING", score: 1, passed: 3, job_run_id: "1234567890123456789" });
      expect(second?.iteration_number).toBe(2);
      expect(await state.iterations.get("r6", 3)).toBeNull();
    });

    it("counts the attempts at a stage and ends each", async () => {
      const start = { run_id: "r7", iteration_number: 1, stage_name: "score" } as const;
      const first = await state.stages.start({ ...start, input_json: hostile });
      clock.advance(1500);
      await state.stages.finish(first, { status: "FAILED", error_code: "TIMEOUT", error_message: hostile });
      await state.stages.start(start);
      const rows = await state.stages.list("r7");
      expect(rows.map((row) => [row.attempt, row.status, row.stage_number])).toEqual([
        [1, "FAILED", 1],
        [2, "RUNNING", 1],
      ]);
      expect(rows[0]).toMatchObject({ input_json: hostile, error_message: hostile });
      expect(rows[0]?.duration_seconds).toBeCloseTo(1.5, 1);
    });

    it("stores any number of attempts in one statement, and each of them once", async () => {
      const rows = Array.from({ length: 200 }, (_, index) => attempt("r8", `q${String(index)}`, { question: hostile }));
      const before = statements;
      await state.attempts.insert(rows);
      expect(statements - before).toBe(1);
      await state.attempts.insert(rows.slice(0, 50));
      await state.attempts.insert([attempt("r8", "q0", { arm: "candidate", passed: true, verdict: "CORRECT" })]);
      expect(await state.attempts.list({ run_id: "r8" })).toHaveLength(201);
      const [only, ...more] = await state.attempts.list({ run_id: "r8", iteration_number: 1, arms: ["candidate"] });
      expect(more).toEqual([]);
      expect(only).toMatchObject({ benchmark_id: "q0", passed: true, verdict: "CORRECT", response_time_seconds: null });
      expect(await state.attempts.list({ run_id: "r8", arms: [] })).toEqual([]);
    });

    it("changes many fixes, each in its own columns, in one statement", async () => {
      const key = { run_id: "r9", iteration_number: 1 };
      const fix = { ...key, change_type: "add_synonym", fix_category: "metadata_add", status: "PROPOSED" } as const;
      await state.changes.insert([
        { ...fix, change_id: "b", position: 2, change_value: "kept" },
        { ...fix, change_id: "a", position: 1, effect: 5 },
      ]);
      const before = statements;
      await state.changes.update([
        { ...key, change_id: "a", status: "KEPT", effect: 2, applied_successfully: true, validation_status: "PROVEN" },
        { ...key, change_id: "b", status: "BLOCKED", error_message: hostile },
      ]);
      expect(statements - before).toBe(1);
      const [first, second] = await state.changes.list({ run_id: "r9" });
      expect(first).toMatchObject({
        change_id: "a",
        status: "KEPT",
        effect: 2,
        applied_successfully: true,
        error_message: null,
      });
      expect(second).toMatchObject({ change_id: "b", status: "BLOCKED", error_message: hostile, change_value: "kept" });
      expect(await state.changes.list({ run_id: "r9", status: "KEPT" })).toHaveLength(1);
    });

    it("gives an exam back as it was", async () => {
      const question = { alternates: [], policy: { round: 2 }, mustPass: true, expectedSql: "SELECT '\\n'" };
      const exam: Exam = {
        digest: "e1",
        source: "a file",
        questions: [
          { ...question, id: "q2", question: hostile, split: "held_out" },
          { ...question, id: "q1", question: "two", split: "visible", koreanQuestion: "둘" },
        ],
      };
      await state.questions.save(exam, "1");
      await state.questions.save(exam, "1");
      expect(await state.questions.load("e1", "1")).toEqual(exam);
      expect(await state.questions.load("e2", "1")).toBeNull();
      expect(await state.questions.load("e1", "2")).toBeNull();
    });

    it("keeps lessons by run and by space", async () => {
      const lesson = { pattern: "p", description: hostile, status: "active" } as const;
      await state.lessons.insert([
        { ...lesson, lesson_id: "l1", run_id: "r10", space_id: "s10", times_encountered: 1 },
        { ...lesson, lesson_id: "l2", run_id: "r11", space_id: "s10" },
      ]);
      await state.lessons.insert([{ ...lesson, lesson_id: "l1", times_encountered: 2, status: "deprecated" }]);
      expect((await state.lessons.list({ run_id: "r10" }))[0]).toMatchObject({ times_encountered: 2, space_id: "s10" });
      expect((await state.lessons.list({ space_id: "s10", status: "active" })).map((row) => row.lesson_id)).toEqual([
        "l2",
      ]);
    });

    it("knows the newest snapshot of a role, also within one millisecond", async () => {
      const big = JSON.stringify({ version: 2, text: hostile.repeat(4000) });
      const snapshot = { run_id: "r12", role: "dev_best", space_id: "s", iteration_number: 0, digest: "d" } as const;
      await state.spaces.insert([{ ...snapshot, snapshot_id: "z", serialized_space: big }]);
      await state.spaces.insert([{ ...snapshot, snapshot_id: "a", serialized_space: "{}" }]);
      expect((await state.spaces.latest("r12", "dev_best"))?.snapshot_id).toBe("a");
      expect((await state.spaces.get("z"))?.serialized_space).toBe(big);
      expect((await state.spaces.list({ run_id: "r12" })).map((row) => row.snapshot_id)).toEqual(["z", "a"]);
      expect(await state.spaces.latest("r12", "production")).toBeNull();
    });

    it("notes external writes before and after", async () => {
      const intent = { run_id: "r13", kind: "update_space", target: "s13" };
      await state.intents.begin({ ...intent, intent_id: "i1" });
      await state.intents.begin({ ...intent, intent_id: "i2", kind: "promote" });
      await state.intents.finish("i1", { status: "DONE", response_digest: "d" });
      await state.intents.begin({ ...intent, intent_id: "i1" });
      expect((await state.intents.open("r13")).map((row) => row.intent_id)).toEqual(["i2"]);
      await state.intents.finish("i2", { status: "UNVERIFIED", reason: hostile });
      expect((await state.intents.open("r13"))[0]).toMatchObject({ status: "UNVERIFIED", reason: hostile });
      expect((await state.intents.get("i1"))?.completed_at).toMatch(/Z$/u);
      expect(await state.intents.list({ target: "s13", kind: ["promote", "rollback"] })).toHaveLength(1);
    });

    it("gives a lease to one holder at a time", async () => {
      const lease = await state.leases.acquire("space:1", "run-a", 60, { payload_json: hostile });
      expect(lease.fence).toBe(1);
      const refused = await state.leases.acquire("space:1", "run-b", 60).catch((thrown: unknown) => thrown);
      expect(refused).toBeInstanceOf(EnhancerError);
      expect(refused).toMatchObject({ code: "LEASE_HELD", context: { holder: "run-a", expires_at: lease.expires_at } });
      const resumed = await state.leases.acquire("space:1", "run-a", 60);
      expect(resumed).toMatchObject({ fence: 2, payload_json: hostile });
      await expect(state.leases.renew(lease, 60)).rejects.toMatchObject({ code: "LEASE_HELD" });
      const renewed = await state.leases.renew(resumed, 600, { payload_json: null });
      clock.advance(300_000);
      await expect(state.leases.acquire("space:1", "run-b", 60)).rejects.toMatchObject({ code: "LEASE_HELD" });
      await state.leases.release(renewed);
      expect(await state.leases.acquire("space:1", "run-b", 60)).toMatchObject({ fence: 3, holder: "run-b" });
      expect(await state.leases.get("space:1")).toMatchObject({ holder: "run-b", payload_json: null });
    });

    it("takes over an expired lease", async () => {
      await state.leases.acquire("space:2", "run-a", 60);
      clock.advance(61_000);
      expect(await state.leases.acquire("space:2", "run-b", 60)).toMatchObject({ fence: 2 });
    });

    it("lets one of many contenders win", async () => {
      const contenders = Array.from({ length: 4 }, (_, index) =>
        openState(opened.sql, at, clock, seededIds(`contender ${String(index)}`)),
      );
      const outcomes = await Promise.allSettled(
        contenders.map((each, index) => each.leases.acquire("space:3", `run-${String(index)}`, 60)),
      );
      expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
      const winner = outcomes.findIndex((outcome) => outcome.status === "fulfilled");
      expect((await state.leases.get("space:3"))?.holder).toBe(`run-${String(winner)}`);
    });

    it("reads what people insert themselves", async () => {
      const approval = { run_id: "r14", iteration_number: 1, decision: "APPROVE", decided_by: "someone" } as const;
      await state.approvals.insert([{ ...approval, approval_id: "a1", channel: "cli", comment: hostile }]);
      await state.approvals.insert([{ ...approval, approval_id: "a1", channel: "cli" }]);
      await opened.sql.query(
        `INSERT INTO ${catalog}.genie_enhancement.enhancement_approvals (run_id, iteration_number, decision, decided_by, decided_at)
         VALUES ('r14', 1, 'REJECT', 'a person', current_timestamp()), ('r14', 1, 'STOP', 'a person', current_timestamp())`,
      );
      const rows = await state.approvals.list("r14", 1);
      expect(rows.map((row) => row.decision).toSorted()).toEqual(["APPROVE", "REJECT", "STOP"]);
      expect(rows.find((row) => row.approval_id === "a1")?.comment).toBe(hostile);
    });

    it("replaces a run's decision table and no other run's", async () => {
      const line = { required: "1", observed: hostile, note: null };
      await state.promotions.replace("r15", [{ ...line, rule: "other", verdict: "PASS" }]);
      await state.promotions.replace("r16", [
        { ...line, rule: "one", verdict: "PASS" },
        { ...line, rule: "two", verdict: "FAIL" },
        { ...line, rule: "whole", verdict: "HOLD" },
      ]);
      await state.promotions.replace("r16", [
        { ...line, rule: "one", verdict: "WARN" },
        { ...line, rule: "whole", verdict: "PROMOTE" },
      ]);
      expect((await state.promotions.list("r16")).map((row) => [row.rule, row.verdict])).toEqual([
        ["one", "WARN"],
        ["whole", "PROMOTE"],
      ]);
      expect(await state.promotions.list("r15")).toHaveLength(1);
    });

    it("answers the queries that were published long ago", async () => {
      await state.runs.insert(run("r17", { current_stage: "plan", settings_json: '{"target_score":0.9}' }));
      await state.stages.start({ run_id: "r17", iteration_number: 1, stage_name: "plan" });
      const jobs = await opened.sql.query(`SELECT * FROM ${catalog}.genie_enhancement.genie_job_runs`);
      const columns = [
        "run_id",
        "space_id",
        "status",
        "current_stage",
        "config",
        "created_at",
        "updated_at",
        "completed_at",
      ];
      expect(Object.keys(jobs[0] ?? {})).toEqual(columns);
      expect(jobs.find((row) => row["run_id"] === "r17")).toMatchObject({ current_stage: "plan" });
      const stages = await opened.sql.query(
        `SELECT * FROM ${catalog}.genie_enhancement.genie_job_stage_results WHERE run_id = 'r17'`,
      );
      expect(stages).toHaveLength(1);
      expect(stages[0]).toMatchObject({ stage_name: "plan", status: "RUNNING", error_message: null });
      await opened.sql.query(
        "SELECT * FROM genie_enhancement.enhancement_runs WHERE started_at >= current_date() - INTERVAL 7 DAYS ORDER BY started_at DESC",
      );
      const scores = await opened.sql.query(
        "SELECT iteration_number, AVG(score) AS avg_score FROM genie_enhancement.enhancement_iterations GROUP BY iteration_number ORDER BY iteration_number",
      );
      expect(scores.map((row) => Number(row["iteration_number"]))).toEqual([1, 2]);
      const counts = await opened.sql.query(
        "SELECT change_type, COUNT(*) AS count FROM genie_enhancement.enhancement_changes WHERE applied_successfully = TRUE GROUP BY change_type ORDER BY count DESC",
      );
      expect(counts.map((row) => [row["change_type"], Number(row["count"])])).toEqual([["add_synonym", 1]]);
    });

    it("draws the views from the rows", async () => {
      const view = (of: string, run_id: string) =>
        opened.sql.query(`SELECT * FROM ${catalog}.genie_enhancement.${of} WHERE run_id = '${run_id}'`);
      await state.runs.insert(run("r18", { initial_score: 0.25, best_score: 0.5 }));
      await state.iterations.upsert({ run_id: "r18", iteration_number: 1, status: "COMPLETED", score: 0.5 });
      await state.iterations.upsert({
        run_id: "r18",
        iteration_number: 2,
        status: "COMPLETED",
        score: 0.75,
        score_low: 0.5,
      });
      const snapshot = { run_id: "r18", role: "dev_best", space_id: "s", digest: "d", serialized_space: "{}" } as const;
      await state.spaces.insert([{ ...snapshot, snapshot_id: "s18", iteration_number: 2 }]);
      await state.attempts.insert([
        attempt("r18", "q1", { question: "나", failure_category: "wrong_join" }),
        attempt("r18", "q2", { question: "가", failure_category: "wrong_join" }),
        attempt("r18", "q1", { attempt: 2, passed: true, verdict: "CORRECT", question: "나" }),
      ]);
      const [progress, ...more] = await view("vw_current_progress", "r18");
      expect(more).toEqual([]);
      expect([progress?.["current_score"], progress?.["improvement"], Number(progress?.["iteration_number"])]).toEqual([
        0.75, 0.5, 2,
      ]);
      expect(Number(progress?.["minutes"])).not.toBeNaN();
      const [failures] = await view("vw_failure_patterns", "r18");
      expect(failures).toMatchObject({ failure_category: "wrong_join", questions: "가 | 나" });
      expect(Number(failures?.["failure_count"])).toBe(2);
      const history = await view("vw_question_history", "r18");
      const first = history.find((row) => row["benchmark_id"] === "q1");
      expect([Number(first?.["attempts"]), Number(first?.["correct"]), first?.["pass_rate"]]).toEqual([2, 1, 0.5]);
      expect((await view("vw_score_trend", "r18")).length).toBe(2);
      expect((await view("vw_rollback_points", "r18"))[0]).toMatchObject({ label: "dev_best at loop 2", score: 0.75 });
      const [distribution] = await view("vw_change_distribution", "r9");
      expect([Number(distribution?.["change_count"]), Number(distribution?.["kept"])]).toEqual([2, 1]);
      const effects = await opened.sql.query(`SELECT * FROM ${catalog}.genie_enhancement.vw_fix_effectiveness`);
      expect(effects[0]).toMatchObject({ change_type: "add_synonym", keep_rate: 1, average_effect: 2 });
    });

    it("purges what ended long ago, but not what a promotion can be undone from", async () => {
      const completed_at = "2020-02-01T00:00:00.000Z";
      const snapshot = { role: "production", space_id: "s", digest: "d", serialized_space: "{}" } as const;
      for (const run_id of ["old", "promoted", "refused"]) {
        await state.runs.insert(run(run_id, { completed_at }));
        await state.spaces.insert([{ ...snapshot, run_id, snapshot_id: `of ${run_id}` }]);
        await state.attempts.insert([attempt(run_id, "q")]);
      }
      for (const [run_id, status] of [
        ["promoted", "DONE"],
        ["refused", "FAILED"],
      ] as const) {
        await state.intents.begin({ intent_id: `promote ${run_id}`, run_id, kind: "promote" });
        await state.intents.finish(`promote ${run_id}`, { status });
      }
      await state.purge("2021-01-01T00:00:00.000Z");
      for (const run_id of ["old", "refused"]) {
        expect(await state.runs.get(run_id)).toBeNull();
        expect(await state.spaces.get(`of ${run_id}`)).toBeNull();
      }
      expect(await state.spaces.get("of promoted")).not.toBeNull();
      expect(await state.attempts.list({ run_id: "promoted" })).toEqual([]);
      expect(await state.runs.get("r18")).not.toBeNull();
      expect(await state.attempts.list({ run_id: "r18" })).toHaveLength(3);
    });
  });
}
