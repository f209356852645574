import pLimit from "p-limit";
import { z } from "zod";
import type { Clock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import { findLostEvaluation } from "./evaluation-lookup.ts";
import { type Http, interrupted } from "./http.ts";
import { hadNoEffect } from "./policed-http.ts";
import { callWaits, type Policy } from "./policy.ts";
import { readReply } from "./read-reply.ts";

/** One of Genie's own evaluations of a space's benchmark questions. */
export type Evaluation = {
  readonly evaluationId: string;
  /** NOT_STARTED, RUNNING, DONE, EVALUATION_FAILED, EVALUATION_CANCELLED, EVALUATION_TIMEOUT. */
  readonly status: string;
  readonly questions: number;
  readonly done: number;
  /** Milliseconds since 1970; 0 when not told. */
  readonly createdAt: number;
};

/** A question of it, as the list tells: without the assessment. */
export type EvaluationResult = { readonly resultId: string; readonly questionId: string; readonly status: string };

/** A question of it, with what Genie answered and what the platform makes of that. */
export type EvaluatedAnswer = EvaluationResult & {
  /** GOOD, BAD, NEEDS_REVIEW as the platform wrote it; null while there is none, or where the question did not come to its end. */
  readonly assessment: string | null;
  readonly reasons: readonly string[];
  readonly answerSql: string | null;
  /** What Genie said where it wrote no SQL. */
  readonly answerText: string | null;
};

export type Evaluations = ReturnType<typeof createEvaluations>;

type Options = {
  /** The client that repeats what may be repeated. */
  readonly http: Http;
  readonly policy: Policy;
  readonly clock: Clock;
  /** The wait between two looks is ten of these at first and sixty at last. */
  readonly pollMs: number;
  /** Called with the number of questions of each evaluation that the platform took: Genie answers every one of them. */
  readonly onAsked: (questions: number) => void;
};

const evaluationSchema = z.looseObject({
  eval_run_id: z.string(),
  eval_run_status: z.string().default("NOT_STARTED"),
  num_questions: z.coerce.number().default(0),
  num_done: z.coerce.number().default(0),
  created_timestamp: z.coerce.number().default(0),
});
const runsPage = z.looseObject({
  eval_runs: z.array(evaluationSchema).default([]),
  next_page_token: z.string().nullish(),
});
const resultSchema = z.looseObject({
  result_id: z.string(),
  benchmark_question_id: z.string(),
  status: z.string().default("NOT_STARTED"),
});
const resultsPage = z.looseObject({
  eval_results: z.array(resultSchema).default([]),
  next_page_token: z.string().nullish(),
});
const responseSchema = z.looseObject({ response: z.string().nullish(), response_type: z.string().nullish() });
const detailsSchema = z.looseObject({
  result_id: z.string(),
  benchmark_question_id: z.string(),
  eval_run_status: z.string().nullish(),
  assessment: z.string().nullish(),
  assessment_reasons: z.array(z.string()).nullish(),
  actual_response: z.array(responseSchema).nullish(),
});

const pageSize = 100;
/** Looks at details, which have no list call, made at once. */
const detailsAtOnce = 5;

/** Whether nothing more will happen. States that are not known count as working, so that a new one ends nothing too early. */
export function hasEnded(status: string): boolean {
  return status === "DONE" || status.startsWith("EVALUATION_");
}

/** Genie's own evaluation of a space's benchmark questions. The platform has no call that cancels one. */
export function createEvaluations({ http, policy, clock, pollMs, onAsked }: Options) {
  /** Evaluations of ours: a lost answer must not be taken for an earlier one. */
  const own = new Set<string>();

  const get = async (spaceId: string, evaluationId: string, signal?: AbortSignal): Promise<Evaluation> => {
    const path = pathOf(spaceId, evaluationId);
    const reply = await http({ method: "GET", path, route: "evaluations.read", subject: evaluationId, signal });
    return evaluationOf(readReply(evaluationSchema, reply, "evaluations.read"));
  };

  /** Newest first, as the platform gives them. */
  const list = async (spaceId: string, signal?: AbortSignal): Promise<readonly Evaluation[]> => {
    const call = { method: "GET", path: pathOf(spaceId), route: "evaluations.list", subject: spaceId, signal } as const;
    return pages(async (page_token) => {
      const reply = await http({ ...call, query: { page_size: pageSize, page_token } });
      const page = readReply(runsPage, reply, call.route);
      return { items: page.eval_runs.map(evaluationOf), next: page.next_page_token };
    });
  };

  /** Every question of an evaluation. Empty shortly after the start. */
  const results = async (
    spaceId: string,
    evaluationId: string,
    signal?: AbortSignal,
  ): Promise<readonly EvaluationResult[]> => {
    const path = `${pathOf(spaceId, evaluationId)}/results`;
    const call = { method: "GET", path, route: "evaluations.read", subject: evaluationId, signal } as const;
    return pages(async (page_token) => {
      const page = readReply(
        resultsPage,
        await http({ ...call, query: { page_size: pageSize, page_token } }),
        call.route,
      );
      const items = page.eval_results.map((row) => ({
        resultId: row.result_id,
        questionId: row.benchmark_question_id,
        status: row.status,
      }));
      return { items, next: page.next_page_token };
    });
  };

  const details = async (
    spaceId: string,
    evaluationId: string,
    { resultId, status }: Pick<EvaluationResult, "resultId" | "status">,
    signal?: AbortSignal,
  ): Promise<EvaluatedAnswer> => {
    const path = `${pathOf(spaceId, evaluationId)}/results/${encodeURIComponent(resultId)}`;
    const reply = await http({ method: "GET", path, route: "evaluations.read", subject: resultId, signal });
    const row = readReply(detailsSchema, reply, "evaluations.read");
    const said = (type: string): string | null =>
      row.actual_response?.find((one) => one.response_type === type && (one.response ?? "") !== "")?.response ?? null;
    return {
      resultId: row.result_id,
      questionId: row.benchmark_question_id,
      status: row.eval_run_status ?? status,
      assessment: row.assessment ?? null,
      reasons: row.assessment_reasons ?? [],
      answerSql: said("SQL"),
      answerText: said("TEXT"),
    };
  };

  return {
    get,
    list,
    results,
    details,
    /**
     * Starts an evaluation of some of the space's benchmark questions. One whose answer was lost is looked for before another is started.
     * @param known evaluations of that space that earlier processes started and know by id
     */
    create: async (
      spaceId: string,
      questionIds: readonly string[],
      options: { readonly known?: readonly string[]; readonly signal?: AbortSignal } = {},
    ): Promise<Evaluation> => {
      const { known = [], signal } = options;
      let lostAt: Date | null = null;
      const lookUp = (since: Date): Promise<Evaluation | null> => {
        const others = new Set([...own, ...known]);
        return findLostEvaluation({ spaceId, questionIds, since, known: others, signal, list, results });
      };
      const oneTry = async (): Promise<Evaluation> => {
        // A look that fails is tried again, since another evaluation asks every question once more.
        const found = lostAt === null ? null : await lookUp(lostAt);
        if (found !== null) return found;
        const startedAt = clock.now();
        try {
          const reply = await http({
            method: "POST",
            path: pathOf(spaceId),
            body: { benchmark_question_ids: questionIds },
            route: "evaluations.create",
            subject: spaceId,
            signal,
            idempotent: "never",
          });
          return evaluationOf(readReply(evaluationSchema, reply, "evaluations.create"));
        } catch (error) {
          if (error instanceof EnhancerError && error.retryable && !hadNoEffect(error)) lostAt ??= startedAt;
          throw error;
        }
      };
      const evaluation = await policy.retry(oneTry, { waits: callWaits, signal });
      own.add(evaluation.evaluationId);
      onAsked(questionIds.length);
      return evaluation;
    },
    /** Finds what a process that died between asking and hearing has started, or null. */
    find: (
      spaceId: string,
      questionIds: readonly string[],
      since: Date,
      known: readonly string[],
      signal?: AbortSignal,
    ) => findLostEvaluation({ spaceId, questionIds, since, known: new Set([...own, ...known]), signal, list, results }),
    /**
     * Waits until an evaluation has ended, `timeoutMs` at most, and reads every question's details. What has not ended by then is given as
     * it stands; abandoning it is all one can do.
     */
    follow: async (
      spaceId: string,
      evaluationId: string,
      options: {
        readonly timeoutMs: number;
        readonly signal?: AbortSignal;
        /** Called at each look that finds it working; what it throws ends the waiting. */
        readonly onLook?: (evaluation: Evaluation) => Promise<void>;
      },
    ): Promise<{ readonly status: string; readonly answers: readonly EvaluatedAnswer[] }> => {
      const { timeoutMs, signal, onLook } = options;
      own.add(evaluationId);
      const until = clock.monotonic() + timeoutMs;
      let evaluation = await get(spaceId, evaluationId, signal);
      for (let wait = pollMs * 10; !hasEnded(evaluation.status); wait = Math.min(wait * 1.5, pollMs * 60)) {
        await onLook?.(evaluation);
        const left = until - clock.monotonic();
        if (left <= 0) break;
        await sleepOr(clock, Math.min(wait, left), signal);
        evaluation = await get(spaceId, evaluationId, signal);
      }
      const limit = pLimit(detailsAtOnce);
      const rows = await results(spaceId, evaluationId, signal);
      const answers = await Promise.all(rows.map((row) => limit(() => details(spaceId, evaluationId, row, signal))));
      return { status: evaluation.status, answers };
    },
  };
}

function pathOf(spaceId: string, evaluationId?: string): string {
  const base = `/api/2.0/genie/spaces/${encodeURIComponent(spaceId)}/eval-runs`;
  return evaluationId === undefined ? base : `${base}/${encodeURIComponent(evaluationId)}`;
}

function evaluationOf(row: z.output<typeof evaluationSchema>): Evaluation {
  const created = row.created_timestamp;
  return {
    evaluationId: row.eval_run_id,
    status: row.eval_run_status,
    questions: row.num_questions,
    done: row.num_done,
    // The platform writes milliseconds, its documentation in one place seconds.
    createdAt: created < 1e11 ? created * 1000 : created,
  };
}

async function pages<T>(
  page: (
    token: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly next: string | null | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    all.push(...items);
    token = next || undefined;
  } while (token !== undefined);
  return all;
}

async function sleepOr(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    throw signal?.aborted === true ? interrupted(signal) : error;
  }
}
