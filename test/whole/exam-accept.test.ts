import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/lib/core/json.ts";
import { loadQuestions } from "../../src/lib/exam/load-exam.ts";
import { commands } from "../../src/cli/commands.ts";
import { runProgram } from "../../src/cli/program.ts";
import { orchestrator } from "../../src/stages/orchestrator.ts";
import { score } from "../../src/stages/score.ts";
import { reportOf } from "../../src/runs/ending/report-of-run.ts";
import { openGround, pathOf, type Ground, type Player, six } from "./fixture.ts";

/** The command line against a workspace in this process. */
async function told(
  ground: Ground,
  words: readonly string[],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { ready, workspace } = ground.serving;
  const caFile = join(ground.outDir, "ca.pem");
  await writeFile(caFile, workspace.caPem);
  const said = { stdout: "", stderr: "" };
  const where = [
    "--host",
    ready.host,
    "--warehouse-id",
    ready.warehouse_id,
    "--catalog",
    ready.catalog,
    "--schema",
    ready.schema,
  ];
  const machine = {
    env: { DATABRICKS_TOKEN: workspace.token, GENIE_LOCAL_CA_FILE: caFile },
    on: () => {},
    exit: () => {},
    stdout: { write: (text: string) => void (said.stdout += text) },
    stderr: { write: (text: string) => void (said.stderr += text), isTTY: false },
  };
  // Of a whole process the program uses these members.
  const code = await runProgram(commands, [...words, ...where], machine as unknown as NodeJS.Process);
  return { code, ...said };
}

/** Everything stored that a run's verdicts rest on. */
async function recordOf({ context }: Player, runId: string): Promise<string> {
  const { state } = context;
  const run = await state.runs.get(runId);
  return canonicalJson([
    run,
    await state.questions.load(run?.exam_digest ?? "", "1"),
    await state.attempts.list({ run_id: runId }),
  ]);
}

describe("exam accept", () => {
  it("writes a new version beside the exam, with who and why, and leaves the run as it was", async () => {
    await using ground = await openGround();
    const space_id = await ground.makeSpace(six.space);
    const benchmarks = join(ground.outDir, "six.json");
    const exam = JSON.parse(await readFile(pathOf(six.exam), "utf8")) as {
      benchmarks: { id: string; expected_sql: string }[];
    };
    const question = exam.benchmarks.find(({ id }) => id === "six_2");
    // The answer is given in no order, so it is wrong in form alone.
    if (question !== undefined) question.expected_sql += " ORDER BY total_quantity DESC, t.product";
    await writeFile(benchmarks, JSON.stringify(exam));
    await using player = await ground.connect({ space_id, benchmarks });
    const { run_id: runId } = await orchestrator(player.context, "", 1);
    await score(player.context, runId, 1);
    const record = await recordOf(player, runId);

    const looked = await told(ground, ["exam", "accept", "six_2", "--run", runId, "--why", "no order was asked for"]);
    expect(looked).toMatchObject({ code: 2, stderr: expect.stringContaining("add --yes") as string });
    expect(looked.stdout).toMatch(/Today: INCORRECT .*\nThen: {2}CORRECT/u);

    const words = ["exam", "accept", "six_2", "--run", runId, "--why", "no order was asked for", "--yes", "--json"];
    const first = await told(ground, words);
    expect(first).toMatchObject({ code: 0 });
    const document = JSON.parse(first.stdout) as { file: string; written: boolean; change: unknown };
    const file = join(ground.outDir, "six.v2.json");
    expect(document).toMatchObject({ file, written: true, change: { kind: "policy", policy: { ordered: false } } });
    const text = await readFile(file, "utf8");
    expect(JSON.parse(text)).toMatchObject({
      metadata: {
        version: 2,
        changes: [{ question: "six_2", accepted_as: "policy", why: "no order was asked for", run_id: runId }],
      },
    });
    const written = loadQuestions({ kind: "text", name: file, text });
    expect(written.find(({ id }) => id === "six_2")?.policy).toEqual({ ordered: false });
    expect(await readFile(benchmarks, "utf8")).toBe(JSON.stringify(exam));
    expect(await recordOf(player, runId)).toBe(record);

    const wrong = await told(ground, ["exam", "accept", "nobody", "--run", runId, "--why", "x"]);
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.stderr).toContain('has no question "nobody"');
    const { corrections } = await reportOf(player.context, runId);
    expect(corrections).toMatchObject([{ questionId: "six_2", policy: '{"ordered":false}', answers: 3 }]);
  });
});

describe("a stored exam", () => {
  it("that was changed behind the run's back stops it", async () => {
    await using ground = await openGround();
    const space_id = await ground.makeSpace(six.space);
    await using player = await ground.connect({ space_id, benchmarks: pathOf(six.exam) });
    const { run_id: runId } = await orchestrator(player.context, "", 1);
    const { catalog, schema } = player.context.settings;
    await player.context.workspace.runStatement(
      `UPDATE ${catalog}.${schema}.enhancement_questions SET document_json = replace(document_json, 'COUNT(*)', 'COUNT(1)') WHERE benchmark_id = 'six_1'`,
      { warehouseId: player.context.settings.warehouse_id ?? "", timeoutMs: 10_000, signal: player.context.signal },
    );
    await expect(score(player.context, runId, 1)).rejects.toMatchObject({
      code: "EXAM_INVALID",
      message: expect.stringContaining("was changed") as string,
    });
  });
});
