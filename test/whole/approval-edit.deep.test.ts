import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ChangeRow } from "../../src/lib/state/tables/changes.ts";
import { fixSchema } from "../../src/lib/space/fix.ts";
import { recordEdits } from "../../src/runs/approval/carry-out-edits.ts";
import { decidePlan } from "../../src/runs/approval/decide-plan.ts";
import type { Decided, PlanDecision, SingleWord } from "../../src/runs/approval/plan-decision.ts";
import { apply } from "../../src/stages/apply.ts";
import { type Ground, openGround, pathOf, play, type Player, resume, six } from "./fixture.ts";
import { endingOf, expectSettled, rowOf } from "./sound-end.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground[Symbol.asyncDispose]());

async function connect(settings: Readonly<Record<string, unknown>> = {}): Promise<Player> {
  const space_id = await ground.makeSpace(six.space);
  return ground.connect({ space_id, benchmarks: pathOf(six.exam), approval: "manual", ...settings });
}

const noWord = { decision: null, fixes: [], comment: null, channel: "cli", jobId: null } as const;

async function say(player: Player, runId: string, by: string, order: Partial<PlanDecision>): Promise<Decided> {
  return decidePlan(player.context, await rowOf(player, runId), { ...noWord, decidedBy: by, ...order });
}

function planOf({ context }: Player, runId: string): Promise<ChangeRow[]> {
  return context.state.changes.list({ run_id: runId, iteration_number: 1, status: "PROPOSED" });
}

async function digestOf({ context }: Player, runId: string): Promise<string | null> {
  return (await context.state.iterations.get(runId, 1))?.plan_digest ?? null;
}

it("an edited fix goes through the planner's checks, makes another plan that two people must approve, and is what is tried", async () => {
  await using player = await connect({ approvals_required: 2, max_iterations: 1 });
  const { context } = player;
  const runId = await play(player);
  const rows = await planOf(player, runId);
  const synonym = rows.find((row) => row.change_type === "add_synonym");
  const planned = JSON.parse(synonym?.fix_json ?? "{}") as Record<string, string>;
  const edit = (to: unknown): SingleWord => ({
    decision: "EDIT",
    fix: synonym?.change_id ?? "",
    to,
    comment: "as people say it",
  });
  const first = await digestOf(player, runId);

  // What no planner could bring through, no person can either; and nothing is recorded.
  const answer = JSON.parse(await readFile(pathOf(six.exam), "utf8")) as { benchmarks: { expected_sql: string }[] };
  for (const [to, why] of [
    [{ ...planned, synonym: "" }, "synonym"],
    [{ ...planned, colour: "red" }, "colour"],
    [{ ...planned, column: "nowhere" }, "the catalog knows no column nowhere"],
    [{ ...planned, synonym: answer.benchmarks[0]?.expected_sql }, "it holds the expected SQL"],
    [
      { change_type: "add_filter", table: planned["table"], alias: "x", display_name: "x", sql: "no_such_column > 1" },
      "",
    ],
    [planned, "planned already"],
  ] as const) {
    await expect(say(player, runId, "ann", { singles: [edit(to)] })).rejects.toMatchObject({
      code: "FIX_INVALID",
      message: expect.stringContaining(why) as string,
    });
  }
  expect(await context.state.approvals.list(runId)).toEqual([]);

  // Bob has spoken already: his approval is of another plan now, his rejection stands.
  const rejected = rows.find((row) => row.change_type === "add_filter");
  await say(player, runId, "bob", {
    decision: "APPROVE",
    singles: [{ decision: "REJECT", fix: rejected?.change_id ?? "", comment: "too broad" }],
  });
  const to = { ...planned, synonym: "shop front" };
  expect(await say(player, runId, "ann", { decision: "APPROVE", singles: [edit(to)] })).toMatchObject({
    edited: 1,
    rejected: 1,
    undecided: rows.length - 1,
    approvals: { given: 1, required: 2 },
    next: { kind: "undecided" },
  });
  const digest = await digestOf(player, runId);
  expect(digest).not.toBe(first);
  const edited = (await planOf(player, runId)).find((row) => row.change_id === synonym?.change_id);
  expect(edited).toMatchObject({
    fix_json: JSON.stringify(to),
    decided_by: "ann",
    targets_json: synonym?.targets_json,
  });
  expect(JSON.parse(edited?.evidence_json ?? "{}")).toMatchObject({
    ...(JSON.parse(synonym?.evidence_json ?? "{}") as object),
    edits: [{ by: "ann", before: planned }],
  });
  const recorded = (await context.state.approvals.list(runId)).find((row) => row.decision === "EDIT");
  expect(recorded).toMatchObject({
    plan_digest: first,
    decided_by: "ann",
    channel: "cli",
    comment: "as people say it",
  });
  expect(JSON.parse(recorded?.edit_json ?? "{}")).toEqual({ before: planned, after: to, plan_digest: digest });

  // One of two: nothing goes on, and the plan in words says so.
  expect(await apply(context, runId, 1)).toMatchObject({ status: "SKIPPED" });
  await resume(player, runId);
  const plan = await readFile(join(ground.outDir, runId, "plan.md"), "utf8");
  for (const text of ["1 of 2 approvals", "Edited by ann", "Rejected by bob: too broad", "shop front"])
    expect(plan).toContain(text);

  await expect(say(player, runId, "bob", { decision: "APPROVE", seen: first })).rejects.toThrow("was edited since");
  expect(await say(player, runId, "bob", { decision: "APPROVE", seen: digest?.slice(0, 12) ?? "" })).toMatchObject({
    undecided: 0,
    approvals: { given: 2, required: 2 },
    next: { kind: "resume" },
  });
  const decided = await context.state.changes.list({ run_id: runId, iteration_number: 1, status: "APPROVED" });
  expect(new Set(decided.map((row) => row.decided_by))).toEqual(new Set(["ann, bob"]));
  await resume(player, runId);
  await expectSettled(player, runId);
  const after = await context.state.changes.list({ run_id: runId, iteration_number: 1 });
  expect(after.find((row) => row.change_id === rejected?.change_id)).toMatchObject({
    status: "REJECTED",
    decided_by: "bob",
  });
  const tried = after.find((row) => row.change_id === synonym?.change_id);
  expect(tried?.after_json).toContain("shop front");
  expect(tried?.characters).toBeGreaterThan("shop front".length);
  expect(JSON.parse(tried?.evidence_json ?? "{}")).toMatchObject({ edits: [{ by: "ann" }] });
  const report = await readFile(join(ground.outDir, runId, "report.md"), "utf8");
  expect(report).toMatch(/\| Effect \| Characters \|/u);
  expect((await endingOf(player, runId)).final).toBeGreaterThan(2 / 6);
}, 120_000);

it("with trust_rows an edit that somebody inserted is made where it passes the checks, and its plan then needs a word", async () => {
  await using player = await connect({ trust_rows: true });
  const { context } = player;
  const runId = await play(player);
  const [synonym, ...others] = (await planOf(player, runId)).toSorted((one) =>
    one.change_type === "add_synonym" ? -1 : 1,
  );
  const plan_digest = await digestOf(player, runId);
  const planned = JSON.parse(synonym?.fix_json ?? "{}") as Record<string, string>;
  const row = { run_id: runId, iteration_number: 1, plan_digest, decision: "EDIT", decided_by: "carol" } as const;
  const wish = (id: string, change_id: string | undefined, fix: unknown) => ({
    ...row,
    approval_id: id,
    change_id: change_id ?? "",
    edit_json: JSON.stringify(fix),
  });
  await context.state.approvals.insert([
    wish("a", synonym?.change_id, { ...planned, synonym: "shop front" }),
    wish("b", others[0]?.change_id, { change_type: "no such type" }),
  ]);
  const mistrusting = { ...context, settings: { ...context.settings, trust_rows: false } };
  expect(await apply(mistrusting, runId, 1)).toMatchObject({ status: "SKIPPED" });
  expect(await digestOf(player, runId)).toBe(plan_digest);

  await resume(player, runId);
  expect(await rowOf(player, runId)).toMatchObject({ status: "AWAITING_APPROVAL" });
  const digest = await digestOf(player, runId);
  expect(digest).not.toBe(plan_digest);
  const rows = await planOf(player, runId);
  expect(rows.find((one) => one.change_id === synonym?.change_id)?.fix_json).toContain("shop front");
  expect(player.events).toContainEqual({
    kind: "problem",
    message: `The edit of fix ${others[0]?.change_id ?? ""} is left out: its edit_json is no fix`,
  });
  const words = await context.state.approvals.list(runId);
  expect(words.filter((one) => one.plan_digest === digest)).toMatchObject([
    { decision: "APPROVE", change_id: synonym?.change_id, decided_by: "carol", channel: "row" },
  ]);

  // Recorded and not made: whoever comes next makes it, of two at the same moment the first, and nobody approves it unseen.
  const iteration = await context.state.iterations.get(runId, 1);
  const run = await rowOf(player, runId);
  if (iteration === null) throw new Error("no loop");
  const [mine, theirs] = await Promise.all(
    ["till", "counter"].map((word) =>
      recordEdits(context, run, iteration, [
        {
          changeId: synonym?.change_id ?? "",
          fix: fixSchema.parse({ ...planned, synonym: word }),
          decided_by: word,
          channel: "cli",
          comment: null,
        },
      ]),
    ),
  );
  await expect(say(player, runId, "ann", { decision: "APPROVE" })).rejects.toThrow("was edited since");
  expect([mine, theirs]).toContain(await digestOf(player, runId));

  // A row that somebody changes behind everybody's back is not what was approved.
  await say(player, runId, "ann", { decision: "APPROVE" });
  await context.state
    .withFence((await rowOf(player, runId)).fence)
    .changes.update([
      { run_id: runId, iteration_number: 1, change_id: others[0]?.change_id ?? "", fix_json: synonym?.fix_json ?? "" },
    ]);
  await expect(resume(player, runId)).rejects.toThrow("the plan in the tables changed since");
}, 120_000);
