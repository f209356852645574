import { drawOf } from "../../../lib/core/random.ts";
import type { StatementOutcome } from "../../../lib/core/statement.ts";
import { ApiError, doesNotExist, invalidParameter } from "../api-error.ts";
import type { AnswerRules } from "../genie/answer-rules.ts";
import { ask, type Outcome } from "../genie/ask.ts";
import type { AskedCounts } from "../genie/asked-counts.ts";
import { drawLatency } from "../genie/latency.ts";
import type { User } from "../identity/users.ts";
import type { BenchmarkQuestion, SpaceDocument } from "../spaces/space-document.ts";
import type { SpaceStore } from "../spaces/space-store.ts";
import { scaledWait, type Surroundings } from "../surroundings.ts";
import { assess, type Assessment, type Judge } from "./assess.ts";

/** Of ten differences that rows alone do not settle the judge leaves two to people, and overlooks one. The same of a question every time. */
function judgeOf(draw: number): Judge {
  if (draw < 0.2) return "unsure";
  return draw < 0.3 ? "lenient" : "strict";
}

/** One benchmark question of an evaluation run. Times are milliseconds since 1970. */
export type EvalResult = {
  readonly id: string;
  readonly question: BenchmarkQuestion;
  /** Not shown as ended before this. */
  readonly shownAt: number;
  ended: EvalEnd | null;
};

export type EvalEnd =
  | {
      readonly kind: "DONE";
      readonly assessment: Assessment;
      readonly expected: StatementOutcome | null;
      readonly actual: Outcome;
    }
  | { readonly kind: "EVALUATION_FAILED" | "EVALUATION_CANCELLED" | "EVALUATION_TIMEOUT" };

export type EvalRun = {
  readonly id: string;
  readonly spaceId: string;
  readonly user: User;
  readonly createdAt: number;
  readonly results: readonly EvalResult[];
  /** Resolves when every question has ended; never rejects. */
  readonly work: Promise<void>;
};

export type EvalRunStore = {
  /** @throws ApiError 400 for a benchmark question the space does not have */
  create(spaceId: string, questionIds: readonly string[] | null, user: User): EvalRun;
  /** Newest first. */
  list(spaceId: string): readonly EvalRun[];
  /** @throws ApiError 404 */
  get(spaceId: string, id: string): EvalRun;
};

export function evalRunStore(parts: {
  readonly around: Surroundings;
  readonly spaces: SpaceStore;
  readonly asked: AskedCounts;
  readonly rules: AnswerRules;
}): EvalRunStore {
  const { around, spaces, asked, rules } = parts;
  const runs = new Map<string, EvalRun>();

  const evaluate = async (spaceId: string, document: SpaceDocument, result: EvalResult): Promise<void> => {
    const question = result.question.question.join("").trim();
    const rule = rules.take(spaceId, question);
    if (rule?.kind === "failed") result.ended = { kind: "EVALUATION_FAILED" };
    else if (rule?.kind === "cancelled") result.ended = { kind: "EVALUATION_CANCELLED" };
    else if (rule?.kind === "stuck") result.ended = { kind: "EVALUATION_TIMEOUT" };
    if (result.ended !== null) return;
    const timesAsked = asked.next(spaceId, question);
    const sql = result.question.answer?.[0]?.content.join("") ?? null;
    const [actual, expected] = await Promise.all([
      ask(around, { spaceId, document, question, history: [], timesAsked }),
      sql === null ? null : around.runSql(sql).catch(failedStatement),
    ]);
    const judge = judgeOf(drawOf(around.seed, "evaluation judge", result.question.id));
    result.ended = { kind: "DONE", assessment: assess(expected, actual, judge), expected, actual };
  };

  return {
    create: (spaceId, questionIds, user) => {
      const document = spaces.contentForAnswer(spaceId);
      const questions = chosen(spaces.get(spaceId).document, questionIds);
      const createdAt = around.clock.now().getTime();
      let waited = 0;
      const results = questions.map((question): EvalResult => {
        waited += drawLatency(around.seed, spaceId, question.id, 0);
        const shownAt = createdAt + scaledWait(around.speed, waited);
        return { id: around.ids.hex32("eval-result"), question, shownAt, ended: null };
      });
      const work = (async () => {
        for (const result of results) await evaluate(spaceId, document, result);
      })();
      const run = { id: around.ids.hex32("eval-run"), spaceId, user, createdAt, results, work };
      runs.set(run.id, run);
      return run;
    },
    list: (spaceId) => [...runs.values()].filter((run) => run.spaceId === spaceId).toReversed(),
    get: (spaceId, id) => {
      const run = runs.get(id);
      if (run?.spaceId !== spaceId) throw doesNotExist(`Evaluation run ${id} does not exist in space ${spaceId}.`);
      return run;
    },
  };
}

function chosen(document: SpaceDocument, ids: readonly string[] | null): readonly BenchmarkQuestion[] {
  const questions = document.benchmarks?.questions ?? [];
  if (questions.length === 0) throw new ApiError(400, "INVALID_STATE", "The space has no benchmark questions.");
  if (ids === null) return questions;
  const unknown = ids.find((id) => !questions.some((question) => question.id === id));
  if (unknown !== undefined) throw invalidParameter(`Benchmark question ${unknown} does not exist in the space.`);
  return questions.filter((question) => ids.includes(question.id));
}

function failedStatement(error: unknown): StatementOutcome {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "failed", statementId: "", errorCode: "INTERNAL_ERROR", message };
}
