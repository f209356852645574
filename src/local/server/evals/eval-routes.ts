import { type Context, Hono } from "hono";
import { z } from "zod";
import type { StatementOutcome } from "../../../lib/core/statement.ts";
import { doesNotExist } from "../api-error.ts";
import { statementResponse } from "../genie/statement-response.ts";
import { pageOf } from "../page.ts";
import { readBody } from "../read-body.ts";
import { requireLevel } from "../spaces/space-access.ts";
import type { SpaceStore } from "../spaces/space-store.ts";
import type { AppEnv, Surroundings } from "../surroundings.ts";
import type { EvalEnd, EvalResult, EvalRun, EvalRunStore } from "./eval-run-store.ts";

const createBody = z.object({ benchmark_question_ids: z.array(z.string()).optional() });
const base = "/api/2.0/genie/spaces/:space/eval-runs";

/** Evaluation runs over a space's own benchmark questions. */
export function evalRoutes(around: Surroundings, spaces: SpaceStore, store: EvalRunStore): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const now = (): number => around.clock.now().getTime();

  const spaceOf = (c: Context<AppEnv>): string => {
    const space = spaces.get(c.req.param("space") ?? "");
    requireLevel(space, c.get("user"), "CAN_EDIT");
    return space.id;
  };
  // At speed 0 nobody should poll for nothing: the run is done when it is looked at.
  const runOf = async (c: Context<AppEnv>): Promise<EvalRun> => {
    const run = store.get(spaceOf(c), c.req.param("run") ?? "");
    if (around.speed === 0) await run.work;
    return run;
  };

  app.post(base, async (c) => {
    const spaceId = spaceOf(c);
    const body = await readBody(c, createBody);
    const ids = body.benchmark_question_ids ?? [];
    return c.json(runView(store.create(spaceId, ids.length === 0 ? null : ids, c.get("user")), now()));
  });
  app.get(base, (c) => {
    const { items, nextPageToken } = page(c, store.list(spaceOf(c)));
    return c.json({ eval_runs: items.map((run) => runView(run, now())), ...nextOf(nextPageToken) });
  });
  app.get(`${base}/:run`, async (c) => c.json(runView(await runOf(c), now())));
  app.get(`${base}/:run/results`, async (c) => {
    const run = await runOf(c);
    const ended = run.results.filter((result) => endOf(result, now()) !== null);
    // The platform's list is empty until the first question has ended.
    const { items, nextPageToken } = page(c, ended.length === 0 ? [] : run.results);
    return c.json({ eval_results: items.map((result) => resultView(run, result, now())), ...nextOf(nextPageToken) });
  });
  app.get(`${base}/:run/results/:result`, async (c) => {
    const run = await runOf(c);
    const result = run.results.find((each) => each.id === c.req.param("result"));
    if (result === undefined) throw doesNotExist(`Evaluation result ${c.req.param("result")} does not exist.`);
    return c.json(detailsView(run, result, now()));
  });
  return app;
}

function page<T>(c: Context<AppEnv>, items: readonly T[]): ReturnType<typeof pageOf<T>> {
  const query = { pageSize: c.req.query("page_size"), pageToken: c.req.query("page_token") };
  return pageOf(items, query, { usual: 20, most: 100 });
}

function nextOf(token: string | null): Record<string, string> {
  return token === null ? {} : { next_page_token: token };
}

function endOf(result: EvalResult, now: number): EvalEnd | null {
  return result.shownAt <= now ? result.ended : null;
}

function statusOf(run: EvalRun, now: number): string {
  const ends = run.results.map((result) => endOf(result, now));
  if (ends.includes(null)) return "RUNNING";
  const failed = ends.find((end) => end !== null && end.kind !== "DONE");
  return failed !== undefined && failed !== null && ends.every((end) => end?.kind !== "DONE") ? failed.kind : "DONE";
}

function runView(run: EvalRun, now: number): Record<string, unknown> {
  const ends = run.results.map((result) => endOf(result, now)).filter((end) => end !== null);
  const count = (wanted: string): number =>
    ends.filter((end) => end.kind === "DONE" && end.assessment.assessment === wanted).length;
  return {
    eval_run_id: run.id,
    eval_run_status: statusOf(run, now),
    num_questions: run.results.length,
    num_done: ends.length,
    num_correct: count("GOOD"),
    num_needs_review: count("NEEDS_REVIEW"),
    created_timestamp: run.createdAt,
    last_updated_timestamp: now,
    run_by_user: Number(run.user.id),
  };
}

function resultView(run: EvalRun, result: EvalResult, now: number): Record<string, unknown> {
  const answer = result.question.answer?.[0]?.content.join("");
  return {
    result_id: result.id,
    space_id: run.spaceId,
    benchmark_question_id: result.question.id,
    question: result.question.question.join(""),
    ...(answer === undefined ? {} : { benchmark_answer: answer }),
    status: endOf(result, now)?.kind ?? "RUNNING",
    created_by_user: Number(run.user.id),
  };
}

function detailsView(run: EvalRun, result: EvalResult, now: number): Record<string, unknown> {
  const end = endOf(result, now);
  const named = {
    result_id: result.id,
    space_id: run.spaceId,
    benchmark_question_id: result.question.id,
    eval_run_status: end?.kind ?? "RUNNING",
  };
  if (end?.kind !== "DONE") return named;
  const { actual, expected } = end;
  const expectedSql = result.question.answer?.[0]?.content.join("");
  return {
    ...named,
    assessment: end.assessment.assessment,
    assessment_reasons: end.assessment.reasons,
    manual_assessment: false,
    actual_response:
      actual.kind === "sql"
        ? [response("SQL", actual.sql, actual.rows)]
        : [response("TEXT", actual.kind === "text" ? actual.content : "", null)],
    expected_response: expectedSql === undefined ? [] : [response("SQL", expectedSql, expected)],
  };
}

function response(type: "SQL" | "TEXT", text: string, ran: StatementOutcome | null): Record<string, unknown> {
  return {
    response: text,
    response_type: type,
    ...(ran === null ? {} : { sql_execution_result: statementResponse(ran.statementId, ran) }),
  };
}
