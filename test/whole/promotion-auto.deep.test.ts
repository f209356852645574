import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { historyOfSpace } from "../../src/runs/ending/history-of-space.ts";
import { digestOfSpace, openGround, pathOf, play, six } from "./fixture.ts";
import { endingOf, rowOf } from "./sound-end.ts";

/** Enough questions more that some are held out; the poor space has them right. */
const counts = [
  ["sales_customers", "c", "country"],
  ["sales_customers", "c", "gender"],
  ["sales_customers", "c", "state"],
  ["sales_franchises", "f", "country"],
  ["sales_franchises", "f", "city"],
  ["sales_suppliers", "s", "continent"],
  ["sales_suppliers", "s", "city"],
  ["sales_suppliers", "s", "approved"],
  ["sales_transactions", "t", "product"],
].map(([table = "", alias = "", column = ""], index) => ({
  id: `more_${String(index)}`,
  question: `How many ${table.replace("sales_", "")} are there in each ${column}?`,
  expected_sql: `SELECT ${alias}.${column}, COUNT(*) AS n FROM samples.bakehouse.${table} ${alias} GROUP BY ${alias}.${column}`,
  category: "counted",
}));

type Exam = { readonly benchmarks: readonly Readonly<Record<string, unknown>>[] };

it("a run that may promote by itself does so once held-out questions back it, with its clones where and for whom the settings say", async () => {
  await using ground = await openGround();
  const exam = JSON.parse(await readFile(pathOf(six.exam), "utf8")) as Exam;
  const benchmarks = join(ground.outDir, "larger.exam.json");
  await writeFile(benchmarks, JSON.stringify({ benchmarks: [...exam.benchmarks, ...counts] }));
  const space_id = await ground.makeSpace(six.space);
  const clone_folder = "/Shared/genie clones/trials";
  await using player = await ground.connect({
    space_id,
    benchmarks,
    promote: "auto",
    target_score: 0.8,
    clone_folder,
    reviewers: "ann@example.com, analysts",
  });
  const { context } = player;
  const runId = await play(player);
  expect(await endingOf(player, runId)).toMatchObject({ status: "TARGET_REACHED", outcome: "IMPROVED" });
  const best = await context.state.spaces.latest(runId, "dev_best");
  expect(await digestOfSpace(player, space_id)).toBe(best?.digest);
  const [entry, ...more] = await historyOfSpace(context, space_id);
  expect(more).toEqual([]);
  expect(entry).toMatchObject({ kind: "promote", run_id: runId, why: "promote: auto", after: best?.digest });
  expect(entry?.by).toBe((await rowOf(player, runId)).triggered_by);
  const lines = await context.state.promotions.list(runId);
  expect(lines.find((line) => line.rule === "held_out_not_worse")).toMatchObject({ verdict: "PASS" });
  expect(await readFile(join(ground.outDir, runId, "decision.md"), "utf8")).toContain("rollback --run");

  const run = await rowOf(player, runId);
  for (const id of [run.dev_best_space_id, run.dev_working_space_id]) {
    expect(await context.workspace.spaces.describe(id ?? "")).toMatchObject({ parentPath: clone_folder });
    const granted = (await context.workspace.spaces.permissions(id ?? "")).filter((one) => !one.inherited);
    expect(granted.filter((one) => one.level === "CAN_RUN").map((one) => one.principal)).toEqual([
      "ann@example.com",
      "analysts",
    ]);
    expect(granted.filter((one) => one.level !== "CAN_RUN")).toHaveLength(1);
  }
  expect(await context.workspace.spaces.permissions(space_id)).not.toContainEqual(
    expect.objectContaining({ principal: "ann@example.com" }),
  );
}, 60_000);

it("without held-out questions it holds, and a refused grant is told and costs the run nothing", async () => {
  await using ground = await openGround();
  const space_id = await ground.makeSpace(six.space);
  await using player = await ground.connect({
    space_id,
    benchmarks: pathOf(six.exam),
    promote: "auto",
    reviewers: "ann@example.com",
  });
  const before = await digestOfSpace(player, space_id);
  await ground.fault({
    method: "PATCH",
    route: "/api/2.0/permissions/genie/{id}",
    kind: "status",
    status: 403,
    times: 9,
  });
  const runId = await play(player);
  expect(await endingOf(player, runId)).toMatchObject({ status: "TARGET_REACHED", outcome: "IMPROVED" });
  expect(await digestOfSpace(player, space_id)).toBe(before);
  const told = player.events.flatMap((event) => (event.kind === "problem" ? event.message : []));
  expect(told.filter((message) => message.includes("reviewers"))).toHaveLength(2);
  const decision = await readFile(join(ground.outDir, runId, "decision.md"), "utf8");
  expect(decision).toContain("**Hold:");
  expect(decision).toContain("Held-out questions not worse: –");
  for (const choice of ["promote", "continue", "keep", "discard"]) {
    expect(decision).toContain(`\`npx genie-enhancer ${choice} --run ${runId} --local\``);
  }
}, 60_000);
