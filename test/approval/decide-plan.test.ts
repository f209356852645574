import { afterAll, beforeAll, expect, it } from "vitest";
import { approvalStanding } from "../../src/runs/approval/approval-standing.ts";
import { signed, wordsOf } from "../../src/runs/approval/approval-words.ts";
import { claimSpace } from "../../src/runs/claim-space.ts";
import { stopRequested } from "../../src/runs/asking/stop-request.ts";
import { decide } from "../../src/stages/decide.ts";
import { unlessWaiting } from "../../src/runs/approval/unless-waiting.ts";
import { openTables } from "./waiting-run.ts";

let tables: Awaited<ReturnType<typeof openTables>>;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables[Symbol.asyncDispose]());

it("an approval marks every fix, and starts one job run of the same loop with the parameters that the run had", async () => {
  const waiting = await tables.waitingRun();
  expect(await waiting.decide({})).toMatchObject({
    approved: 3,
    rejected: 0,
    undecided: 0,
    next: { kind: "job_run", job_run_id: "101" },
  });
  expect(waiting.started).toMatchObject([
    { jobId: "9", jobParameters: { run_id: waiting.runId, loop: "1", approval: "manual", locale: "ko" } },
  ]);
  expect(waiting.started[0]?.idempotencyToken).toMatch(/^[0-9a-f]{64}$/u);
  expect(await waiting.statuses()).toEqual(["APPROVED", "APPROVED", "APPROVED", "BLOCKED"]);
  expect((await waiting.context.state.changes.list({ run_id: waiting.runId })).map((row) => row.decided_by)).toEqual([
    "ann",
    "ann",
    "ann",
    null,
  ]);
  expect((await waiting.run()).status).toBe("NEEDS_ANOTHER_LOOP");
});

it("two people who approve at once start one job run; one who comes later is told that nothing waits", async () => {
  const waiting = await tables.waitingRun();
  await Promise.all([waiting.decide({}), waiting.decide({ decidedBy: "bob" })]);
  expect(waiting.started.length).toBe(1);
  await expect(waiting.decide({})).rejects.toThrow("does not wait for approval: its status is NEEDS_ANOTHER_LOOP");
  expect(waiting.started.length).toBe(1);
});

it("a word on single fixes leaves the run waiting until every fix has one", async () => {
  const waiting = await tables.waitingRun();
  expect(await waiting.decide({ decision: "REJECT", fixes: ["2"], comment: "too broad" })).toMatchObject({
    rejected: 1,
    undecided: 2,
    next: { kind: "undecided" },
  });
  expect([waiting.started.length, (await waiting.run()).status]).toEqual([0, "AWAITING_APPROVAL"]);
  expect(await waiting.decide({})).toMatchObject({ approved: 2, rejected: 1, next: { kind: "job_run" } });
  expect(await waiting.statuses()).toEqual(["APPROVED", "REJECTED", "APPROVED", "BLOCKED"]);
  const [, rejected] = await waiting.context.state.changes.list({ run_id: waiting.runId });
  expect(rejected).toMatchObject({ decided_by: "ann", error_message: "too broad", applied_successfully: false });
});

it("a person may think again as long as the run waits", async () => {
  const waiting = await tables.waitingRun();
  await waiting.decide({ decision: "REJECT", jobId: null });
  expect(await waiting.statuses()).toEqual(["REJECTED", "REJECTED", "REJECTED", "BLOCKED"]);
  expect(await waiting.decide({ jobId: null })).toMatchObject({ approved: 3, next: { kind: "resume" } });
  expect(await waiting.statuses()).toEqual(["APPROVED", "APPROVED", "APPROVED", "BLOCKED"]);
  expect((await waiting.run()).status).toBe("AWAITING_APPROVAL");
});

it.each([["4"], ["c4"], ["9"], ["nonsense"]])(
  "knows no fix %s, since only planned ones are to be decided on",
  async (fix) => {
    const waiting = await tables.waitingRun();
    await expect(waiting.decide({ fixes: ["1", fix] })).rejects.toThrow(`has no fix "${fix}"`);
    expect(await waiting.context.state.approvals.list(waiting.runId)).toEqual([]);
  },
);

it("where the job cannot be started the words stand, and the same decision again writes no second word", async () => {
  const waiting = await tables.waitingRun();
  waiting.refuse("You may not run it.");
  await expect(waiting.decide({})).rejects.toThrow(/is recorded, but job 9 could not be started: You may not run it/u);
  expect((await waiting.run()).status).toBe("AWAITING_APPROVAL");
  waiting.refuse(null);
  expect(await waiting.decide({})).toMatchObject({ next: { kind: "job_run" } });
  expect((await waiting.context.state.approvals.list(waiting.runId)).length).toBe(1);
});

it("STOP starts the job too, whose loop stage then ends the run", async () => {
  const waiting = await tables.waitingRun();
  expect(await waiting.decide({ decision: "STOP" })).toMatchObject({ next: { kind: "job_run" } });
  expect(await stopRequested({ ...waiting.context, run: { run_id: waiting.runId } })).toBe(true);
  expect(await waiting.statuses()).toEqual(["PROPOSED", "PROPOSED", "PROPOSED", "BLOCKED"]);
});

it("a plan that expired cannot be approved: the run is ended, and its space is free for the next one", async () => {
  const waiting = await tables.waitingRun();
  await expect(claimSpace(waiting.context, waiting.spaceId, "another")).rejects.toThrow(
    `held by ${waiting.runId} until`,
  );
  waiting.clock.advance(14 * 86_400_000);
  await expect(waiting.decide({})).rejects.toThrow("expired before anybody decided");
  expect(await waiting.run()).toMatchObject({ status: "STOPPED", reason: "approval_expired" });
  expect(waiting.started).toEqual([]);
  expect((await claimSpace(waiting.context, waiting.spaceId, "another")).holder).toBe("another");
});

it("a run that wants the space ends one whose plan expired", async () => {
  const waiting = await tables.waitingRun();
  waiting.clock.advance(14 * 86_400_000);
  expect((await claimSpace(waiting.context, waiting.spaceId, "another")).holder).toBe("another");
  expect(await waiting.run()).toMatchObject({ status: "STOPPED", reason: "approval_expired" });
});

const byHand = (run_id: string) =>
  ({
    run_id,
    iteration_number: 1,
    plan_digest: "p1",
    decision: "APPROVE",
    approval_id: `by hand on ${run_id}`,
  }) as const;
const rejection = (run_id: string) =>
  signed(
    { ...byHand(run_id), decision: "REJECT", decided_by: "boss", comment: null, change_id: null, channel: "cli" },
    new Date("2026-01-05T09:00:01.000Z"),
  );

it.each([
  ["says nothing of where it came from", byHand],
  ["says that the job wrote it", (id: string) => ({ ...byHand(id), channel: "job", decided_by: "boss" }) as const],
  ["turns a true one round", (id: string) => ({ ...rejection(id), decision: "APPROVE" }) as const],
])("a row by hand that %s counts with trust_rows alone", async (_what, row) => {
  const waiting = await tables.waitingRun();
  const { context, runId } = waiting;
  await context.state.approvals.insert([row(runId)]);
  expect(await wordsOf(context, runId)).toEqual([]);
  expect((await approvalStanding(context, runId, 1)).kind).toBe("waiting");
  const trusting = { ...context, settings: { ...context.settings, trust_rows: true } };
  expect((await approvalStanding(trusting, runId, 1)).kind).toBe("decided");
});

it("a STOP by hand stops nothing without trust_rows", async () => {
  const waiting = await tables.waitingRun();
  const { context } = waiting;
  await context.state.approvals.insert([{ ...byHand(waiting.runId), decision: "STOP" }]);
  const run = { run_id: waiting.runId };
  expect(await stopRequested({ ...context, run })).toBe(false);
  expect(await stopRequested({ ...context, run, settings: { ...context.settings, trust_rows: true } })).toBe(true);
});

it.each(["apply", "validate", "loop"] as const)(
  "%s does nothing while the plan waits, says so, and leaves no row",
  async (stage) => {
    const waiting = await tables.waitingRun();
    const { context } = waiting;
    const work = (): never => {
      throw new Error("it worked");
    };
    const result = await unlessWaiting(context, stage, waiting.runId, 1, work);
    expect(result).toMatchObject({ status: "SKIPPED", task_values: { run_status: "AWAITING_APPROVAL", undecided: 3 } });
    expect(result.message).toBe("Nothing done: 3 fixes wait for a person's word.");
    expect(await context.state.stages.list(waiting.runId)).toEqual([]);
    // A later setting approval: auto is no word of a person.
    const lenient = { ...context, settings: { ...context.settings, approval: "auto" as const } };
    expect(await unlessWaiting(lenient, stage, waiting.runId, 1, work)).toMatchObject({ status: "SKIPPED" });
    await waiting.decide({ jobId: null });
    await expect(unlessWaiting(context, stage, waiting.runId, 1, async () => work())).rejects.toThrow("it worked");
  },
);

it.each(["RUNNING", "FAILED"] as const)(
  "the loop stage ends a run that is %s, whether its plan was put to anybody or not",
  async (status) => {
    const { context, runId } = await tables.waitingRun();
    await context.state.runs.update(runId, { status });
    const work = async (): Promise<never> => {
      throw new Error("it worked");
    };
    await expect(unlessWaiting(context, "loop", runId, 1, work)).rejects.toThrow("it worked");
    expect(await unlessWaiting(context, "apply", runId, 1, work)).toMatchObject({ status: "SKIPPED" });
  },
);

it("a plan that two must approve waits for the second of them, however often the first one speaks", async () => {
  const waiting = await tables.waitingRun(2);
  const one = { approvals: { given: 1, required: 2 }, approved: 0, undecided: 3, next: { kind: "undecided" } };
  expect(await waiting.decide({})).toMatchObject(one);
  expect(await waiting.decide({ channel: "cli", decidedBy: "Ann " })).toMatchObject(one);
  expect(waiting.started).toEqual([]);
  // A setting given later makes it no fewer.
  const lenient = { ...waiting.context, settings: { ...waiting.context.settings, approvals_required: 1 } };
  expect((await approvalStanding(lenient, waiting.runId, 1)).kind).toBe("waiting");
  expect(await waiting.decide({ decidedBy: "bob" })).toMatchObject({
    approvals: { given: 2, required: 2 },
    approved: 3,
    next: { kind: "job_run" },
  });
  const rows = await waiting.context.state.changes.list({ run_id: waiting.runId });
  expect(rows.map((row) => row.decided_by)).toEqual(["ann, bob", "ann, bob", "ann, bob", null]);
});

it("one person who rejects the whole plan is enough, whoever else approved it", async () => {
  const waiting = await tables.waitingRun(2);
  await waiting.decide({});
  expect(await waiting.decide({ decidedBy: "bob", decision: "REJECT", comment: "not now" })).toMatchObject({
    rejected: 3,
    undecided: 0,
    next: { kind: "job_run" },
  });
  expect(await waiting.statuses()).toEqual(["REJECTED", "REJECTED", "REJECTED", "BLOCKED"]);
});

it("with trust_rows a row counts as one person", async () => {
  const waiting = await tables.waitingRun(2);
  const { context, runId } = waiting;
  const trusting = { ...context, settings: { ...context.settings, trust_rows: true } };
  await context.state.approvals.insert([{ ...byHand(runId), decided_by: "carol", channel: "row" }]);
  expect((await approvalStanding(trusting, runId, 1)).kind).toBe("waiting");
  await waiting.decide({});
  expect((await approvalStanding(trusting, runId, 1)).kind).toBe("decided");
  expect((await approvalStanding(context, runId, 1)).kind).toBe("waiting");
});

it("words on several fixes at once leave the others waiting, and name each fix once", async () => {
  const waiting = await tables.waitingRun();
  const single = (decision: "APPROVE" | "REJECT", fix: string, comment: string | null = null) =>
    ({ decision, fix, comment }) as const;
  await expect(
    waiting.decide({ decision: null, singles: [single("APPROVE", "1"), single("REJECT", "c1")] }),
  ).rejects.toThrow("decided on twice");
  await expect(waiting.decide({ seen: "p2" })).rejects.toThrow("was edited since");
  expect(await waiting.context.state.approvals.list(waiting.runId)).toEqual([]);
  const both = [single("APPROVE", "1"), single("REJECT", "3", "too broad")];
  expect(await waiting.decide({ decision: null, seen: "p1", singles: both })).toMatchObject({
    approved: 1,
    rejected: 1,
    undecided: 1,
    next: { kind: "undecided" },
  });
});

it("the decide job takes lists of single fixes, and says how many approved", async () => {
  const waiting = await tables.waitingRun(2);
  const jobs = { ...waiting.context.workspace.jobs, getRun: async () => ({ creator: "ann" }) };
  const parameters = { approve_changes: "1, 2", reject_changes: "c3", comment: "as agreed", enhance_job_id: "9" };
  const context = {
    ...waiting.context,
    // All that the stage asks of a workspace here.
    workspace: { jobs } as unknown as typeof waiting.context.workspace,
    job: { jobId: "8", jobRunId: "1", parameters },
  };
  expect(await decide(context, waiting.runId)).toMatchObject({
    task_values: {
      decision: "",
      approved: 0,
      rejected: 1,
      undecided: 2,
      edited: 0,
      approvals: 1,
      approvals_required: 2,
    },
    message: "The word is recorded (1 of 2 approvals); 2 fixes still wait to be decided.",
  });
  const said = await waiting.context.state.approvals.list(waiting.runId);
  expect(said.map((row) => [row.change_id, row.decision, row.decided_by, row.comment])).toEqual([
    ["c1", "APPROVE", "ann", "as agreed"],
    ["c2", "APPROVE", "ann", "as agreed"],
    ["c3", "REJECT", "ann", "as agreed"],
  ]);
});

it.each([
  ["edits that are no JSON", "r1", { edit_changes: "{" }, "Parameter edit_changes"],
  ["edits that name no fix", "r1", { edit_changes: "[1]" }, "Parameter edit_changes"],
  ["no decision", "r1", {}, "Parameter decision"],
  ["a decision that is none", "r1", { decision: "MAYBE" }, "Parameter decision"],
  ["no run", "", { decision: "APPROVE" }, "Parameter run_id"],
  ["a run that is not there", "r0", { decision: "APPROVE" }, "There is no run r0"],
])("the decide job refuses %s", async (_what, runId, parameters, message) => {
  const { context } = await tables.waitingRun();
  const job = { jobId: "8", jobRunId: "1", parameters };
  await expect(decide({ ...context, job }, runId)).rejects.toThrow(message);
});
