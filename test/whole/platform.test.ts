import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseSpace } from "../../src/lib/space/document.ts";
import { type Ground, openGround, pathOf, play, type Player, resume, six } from "./fixture.ts";
import { type Ending, endingOf, expectSettled, rowOf } from "./sound-end.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
beforeEach(() => ground.reset());
afterAll(() => ground[Symbol.asyncDispose]());

const evaluations = "/api/2.0/genie/spaces/*/eval-runs";
const both = { scorer: "both", max_iterations: 1, promote: "auto" };

function problems(player: Player): string[] {
  return player.events.flatMap((event) => (event.kind === "problem" ? [event.message] : []));
}

/** The six questions, with an order asked of one and one column of another not wanted: there the platform rates otherwise than we do. */
async function disputableExam(): Promise<string> {
  const text = await readFile(pathOf(six.exam), "utf8");
  const { benchmarks } = JSON.parse(text) as { benchmarks: { id: string; expected_sql: string }[] };
  for (const question of benchmarks) {
    if (question.id === "six_1") question.expected_sql += " ORDER BY COUNT(*) DESC, c.continent";
    if (question.id === "six_2") question.expected_sql = question.expected_sql.replace("SELECT t.product, ", "SELECT ");
  }
  const path = join(ground.outDir, "disputable.exam.json");
  await writeFile(path, JSON.stringify({ benchmarks }));
  return path;
}

describe("with two judges", () => {
  /** How the run with both judges ended, and what it asked, for the run that has one. */
  let withBoth: { readonly ending: Ending; readonly asked: number };

  const asked = async (player: Player, runId: string): Promise<number> =>
    (await player.context.state.iterations.list(runId)).reduce((sum, row) => sum + (row.questions_asked ?? 0), 0);

  it("each disagreement is told with its difference, and nothing of the evaluation comes near the other spaces", async () => {
    const space_id = await ground.makeSpace(six.space);
    await using player = await ground.connect({ ...both, space_id, benchmarks: await disputableExam() });
    const runId = await play(player);
    expect(problems(player)).toEqual([]);
    await expectSettled(player, runId);

    const rows = await player.context.state.attempts.list({ run_id: runId });
    const judged = rows.filter((row) => row.arm === "platform");
    expect(judged.map((row) => row.benchmark_id).toSorted()).toEqual(
      [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6].map((number) => `six_${String(number)}`),
    );
    expect(rows.filter((row) => (row.platform_verdict !== null) !== judged.includes(row))).toEqual([]);

    const folder = join(ground.outDir, runId);
    const document = JSON.parse(await readFile(join(folder, "disagreements.json"), "utf8")) as {
      evaluations: { of: string; counts: Record<string, number>; questions: unknown[] }[];
    };
    expect(document.evaluations.map((one) => one.of)).toEqual(["start", "end"]);
    for (const { counts } of document.evaluations) {
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(6);
      expect(counts).toMatchObject({ we_wrong_platform_right: 1, we_right_platform_wrong: 1 });
    }
    expect(document.evaluations[0]?.questions).toMatchObject([
      { benchmark_id: "six_1", mechanism: "order", difference: expect.stringContaining("another order") as unknown },
      { benchmark_id: "six_2", platform_reasons: ["RESULT_EXTRA_COLUMNS"] },
    ]);
    expect(await readFile(join(folder, "report.html"), "utf8")).toContain("We say wrong, Genie says right");

    const snapshots = await player.context.state.spaces.list({ run_id: runId });
    const production = await player.context.workspace.spaces.get(space_id);
    const spaces = [...snapshots.map((row) => row.serialized_space), production.serializedSpace];
    expect(spaces.map((text) => parseSpace(text).benchmarks)).toEqual(spaces.map(() => undefined));
    withBoth = { ending: await endingOf(player, runId), asked: await asked(player, runId) };
  });

  it("our comparison decides: where the workspace has no such evaluations the run ends the same", async () => {
    const space_id = await ground.makeSpace(six.space);
    await using player = await ground.connect({ ...both, space_id, benchmarks: await disputableExam() });
    await ground.fault({ method: "POST", route: evaluations, kind: "status", status: 501, times: 9 });
    const runId = await play(player);
    expect(await endingOf(player, runId)).toEqual(withBoth.ending);
    // Two evaluations of six questions less.
    expect(await asked(player, runId)).toBe(withBoth.asked - 12);
    expect(problems(player)[0]).toContain("HTTP 501");
    expect(await player.context.state.attempts.list({ run_id: runId, arms: ["platform"] })).toEqual([]);
    await expectSettled(player, runId);
  });
});

describe("with Genie as its own judge", () => {
  const starts = (): number =>
    ground.requests().find(({ method, route }) => method === "POST" && route.endsWith("/eval-runs"))?.count ?? 0;

  it("its assessments are the verdicts, no evaluation is made twice for a lost answer or a resume, and the last exam is compared", async () => {
    const space_id = await ground.makeSpace(six.space);
    const before = new Set(ground.spaceIds());
    const settings = { space_id, benchmarks: pathOf(six.exam), scorer: "platform", max_iterations: 1 };
    await using player = await ground.connect(settings);
    await ground.fault({ method: "POST", route: evaluations, kind: "cut_after" });
    // Not worth a second try: the stage ends while the platform works.
    await ground.fault({ method: "GET", route: `${evaluations}/*`, nth: 2, kind: "status", status: 403 });
    await expect(play(player)).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
    expect(starts()).toBe(1);
    const runId = (await player.context.state.runs.latest(space_id))?.run_id ?? "";
    await resume(player, runId);
    await expectSettled(player, runId);
    expect(problems(player)).toEqual([]);

    const made = await player.context.state.intents.list({ run_id: runId, kind: "evaluate" });
    expect(new Set(made.map((one) => one.request_digest)).size).toBe(made.length);
    expect(new Set(made.map((one) => one.result_json)).size).toBe(made.length);
    expect(starts()).toBe(made.length);

    const rows = await player.context.state.attempts.list({ run_id: runId });
    const [last = [], judged = []] = [true, false].map((holdout) =>
      rows.filter((row) => row.arm.startsWith("holdout_") === holdout),
    );
    expect(last.length).toBeGreaterThan(0);
    expect(last.filter((row) => row.platform_verdict !== null)).toEqual([]);
    expect(judged.filter((row) => row.platform_verdict === null)).toEqual([]);
    expect(judged.filter((row) => row.passed !== (row.platform_verdict === "GOOD"))).toEqual([]);

    const run = await rowOf(player, runId);
    expect(run.evaluation_space_id).toBeNull();
    const left = ground.spaceIds().filter((id) => !before.has(id));
    expect(new Set(left)).toEqual(new Set([run.dev_best_space_id, run.dev_working_space_id]));
    expect(await readFile(join(ground.outDir, runId, "report.md"), "utf8")).toContain("scorer: platform");
  });
});
