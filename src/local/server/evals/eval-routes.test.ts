import { describe, expect, it } from "vitest";
import { manualClock } from "../../../lib/core/clock.ts";
import { idOf, type Loose, testWorkspace, type TestWorkspace, tinyDocument } from "../test-workspace.ts";

const question = (number: number, text: string, sql: string | null): unknown => ({
  id: idOf(number),
  question: [text],
  ...(sql === null ? {} : { answer: [{ format: "SQL", content: [sql] }] }),
});

const document = {
  ...tinyDocument,
  benchmarks: {
    // The tiny engine gives the statement back as its one cell.
    questions: [question(1, "a", "SELECT 'a'"), question(2, "b", "SELECT 'c'"), question(3, "d", null)],
  },
};

async function run(workspace: TestWorkspace, body: unknown = {}): Promise<{ path: string; space: string }> {
  const space = await workspace.space(document);
  const path = `/api/2.0/genie/spaces/${space}/eval-runs`;
  const created = await workspace.call("POST", path, body);
  return { space, path: `${path}/${created.body.eval_run_id as string}` };
}

describe("evaluation runs", () => {
  it("assess every benchmark question by its rows", async () => {
    const workspace = await testWorkspace();
    const { path } = await run(workspace);
    expect((await workspace.call("GET", path)).body).toMatchObject({
      eval_run_status: "DONE",
      num_questions: 3,
      num_done: 3,
      num_correct: 1,
      num_needs_review: 1,
    });
    const { eval_results: results } = (await workspace.call("GET", `${path}/results`)).body;
    const details = await Promise.all(
      results.map(async (each: Loose) => (await workspace.call("GET", `${path}/results/${each.result_id}`)).body),
    );
    expect(details.map((each) => [each.assessment, each.assessment_reasons])).toEqual([
      ["GOOD", []],
      ["BAD", ["SINGLE_CELL_DIFFERENCE"]],
      ["NEEDS_REVIEW", []],
    ]);
    expect(details[1].actual_response[0]).toMatchObject({ response: "SELECT 'b'", response_type: "SQL" });
    expect(details[1].expected_response[0].sql_execution_result.result.data_array).toEqual([["SELECT 'c'"]]);
  });

  it("take some questions, and refuse unknown ones", async () => {
    const workspace = await testWorkspace();
    const { path, space } = await run(workspace, { benchmark_question_ids: [idOf(2)] });
    expect((await workspace.call("GET", path)).body.num_questions).toBe(1);
    const unknown = { benchmark_question_ids: [idOf(9)] };
    const refused = await workspace.call("POST", `/api/2.0/genie/spaces/${space}/eval-runs`, unknown);
    expect(refused.body.error_code).toBe("INVALID_PARAMETER_VALUE");
  });

  it("grow while time passes, from an empty list", async () => {
    const clock = manualClock();
    const workspace = await testWorkspace({ speed: 1, clock });
    const { path } = await run(workspace);
    expect((await workspace.call("GET", `${path}/results`)).body.eval_results).toEqual([]);
    const done: number[] = [];
    for (let second = 0; second < 600 && done.at(-1) !== 3; second += 1) {
      clock.advance(1000);
      done.push((await workspace.call("GET", path)).body.num_done);
    }
    expect(new Set(done)).toEqual(new Set([0, 1, 2, 3]));
  });

  it.each([
    ["failed", "EVALUATION_FAILED"],
    ["cancelled", "EVALUATION_CANCELLED"],
    ["stuck", "EVALUATION_TIMEOUT"],
  ] as const)("can be made to end as %s", async (kind, status) => {
    const workspace = await testWorkspace();
    workspace.rules.add({ kind, nth: 1, times: 3 });
    const { path } = await run(workspace);
    expect((await workspace.call("GET", path)).body).toMatchObject({ eval_run_status: status, num_correct: 0 });
  });

  it("are listed newest first, a page at a time, to those who may edit", async () => {
    const workspace = await testWorkspace();
    const { path, space } = await run(workspace);
    const base = `/api/2.0/genie/spaces/${space}/eval-runs`;
    await workspace.call("POST", base, {});
    const page = (await workspace.call("GET", `${base}?page_size=1`)).body;
    expect(page.eval_runs).toHaveLength(1);
    const rest = (await workspace.call("GET", `${base}?page_size=1&page_token=${page.next_page_token}`)).body;
    expect(path).toContain(rest.eval_runs[0].eval_run_id);
    expect((await workspace.call("GET", base, undefined, workspace.tokens.restrictedToken)).status).toBe(403);
    expect((await workspace.call("GET", `${base}/x`)).status).toBe(404);
  });
});
