import { digestOf } from "../../lib/core/digest.ts";
import { EnhancerError } from "../../lib/core/errors.ts";
import type { EvaluatedAnswer } from "../../lib/databricks/evaluations.ts";
import type { Exam } from "../../lib/exam/question.ts";
import type { Assessed } from "../../lib/scoring/platform-verdict.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import { isLostAnswer, wordsOf } from "../../lib/space/write-ports.ts";
import type { IntentRow } from "../../lib/state/tables/intents.ts";
import { outOfBudget } from "../budget/out-of-budget.ts";
import type { OpenRun } from "../open-run.ts";
import { evaluationClone } from "./platform-clone.ts";
import { benchmarkIdOf, mostBenchmarks, withBenchmarks } from "./platform-document.ts";
import { stopped, stopRequested } from "./stop-request.ts";
import { isLate, outOfTime } from "./time-limit.ts";

type ExamQuestion = Exam["questions"][number];

/** One evaluation that is wanted: these visible questions, once each, of a configuration. */
export type EvaluationWish = {
  readonly document: SpaceDocument;
  /** Digest of that configuration, without the benchmark questions that the evaluation adds. */
  readonly digest: string;
  readonly questions: readonly ExamQuestion[];
  readonly arm: string;
  readonly attempt: number;
};

/** What Genie's own evaluation made of each question, and the space it was made in. */
export type PlatformAnswers = {
  readonly spaceId: string;
  readonly answers: ReadonlyMap<string, Assessed & Pick<EvaluatedAnswer, "answerText">>;
};

/** Half an hour is usual for forty questions; the platform is given an hour, and as long as our own limit allows where that is more. */
const leastTimeoutMs = 3_600_000;

/**
 * Has Genie evaluate itself. The intent goes first and holds the evaluation's id, so that a stage that was killed while the platform
 * worked goes on waiting for that evaluation: nothing is asked twice.
 */
export async function evaluateOnPlatform(run: OpenRun, wish: EvaluationWish): Promise<PlatformAnswers> {
  const visible = run.exam.questions.filter((question) => question.split === "visible");
  const parts = chunksOf(visible, mostBenchmarks)
    .map((all) => ({ all, asked: all.filter((one) => wish.questions.some((question) => question.id === one.id)) }))
    .filter(({ asked }) => asked.length > 0);
  const answers = new Map<string, Assessed & Pick<EvaluatedAnswer, "answerText">>();
  let spaceId = "";
  for (const { all, asked } of parts) {
    spaceId = await evaluationClone(run, withBenchmarks(wish.document, all));
    const { status, answers: given } = await evaluated(run, spaceId, wish, asked);
    for (const { id } of asked) {
      const answer = given.find((one) => one.questionId === benchmarkIdOf(id));
      answers.set(id, answer ?? { status, assessment: null, reasons: [], answerSql: null, answerText: null });
    }
  }
  return { spaceId, answers };
}

async function evaluated(
  run: OpenRun,
  spaceId: string,
  wish: EvaluationWish,
  questions: readonly ExamQuestion[],
): Promise<{ readonly status: string; readonly answers: readonly EvaluatedAnswer[] }> {
  const evaluationId = await started(run, spaceId, wish, questions);
  return run.workspace.evaluations.follow(spaceId, evaluationId, {
    timeoutMs: Math.max(leastTimeoutMs, questions.length * run.settings.question_timeout * 1000),
    signal: run.signal,
    onLook: async () => {
      if (await stopRequested(run)) throw stopped(run);
      if (isLate(run)) throw outOfTime(run);
    },
  });
}

/** The evaluation that was started for this wish, by us or by a process before us. */
async function started(
  run: OpenRun,
  spaceId: string,
  wish: EvaluationWish,
  questions: readonly ExamQuestion[],
): Promise<string> {
  const { evaluations } = run.workspace;
  const run_id = run.run.run_id;
  const ids = questions.map((question) => benchmarkIdOf(question.id)).toSorted();
  const request_digest = digestOf([wish.digest, wish.arm, wish.attempt, run.loop, ids]);
  const intents = await intentsAbout(run, run_id, spaceId);
  const known = intents.flatMap((one) => evaluationOf(one.result_json) ?? []);
  const earlier = intents.findLast((one) => one.request_digest === request_digest && one.status !== "FAILED");
  if (earlier !== undefined) {
    const id =
      evaluationOf(earlier.result_json) ??
      (await evaluations.find(spaceId, ids, new Date(earlier.created_at), known, run.signal))?.evaluationId;
    if (id !== undefined && (await isThere(run, spaceId, id))) {
      await finish(run, earlier.intent_id, id);
      return id;
    }
    await run.state.intents.finish(earlier.intent_id, { status: "FAILED", reason: "there is no such evaluation" });
  }
  // It cannot be stopped half way: what does not fit whole is not begun.
  const exceeded = run.budget.lacksRoomFor(ids.length);
  if (exceeded !== null) throw outOfBudget(run, exceeded);
  const intent_id = run.ids.hex32();
  await run.state.intents.begin({
    intent_id,
    run_id,
    iteration_number: run.loop,
    kind: "evaluate",
    target: spaceId,
    request_digest,
    reason: `Genie's own evaluation of ${String(ids.length)} questions`,
  });
  try {
    const { evaluationId } = await evaluations.create(spaceId, ids, { known, signal: run.signal });
    await finish(run, intent_id, evaluationId);
    return evaluationId;
  } catch (thrown) {
    const status = isLostAnswer(thrown) ? "UNVERIFIED" : "FAILED";
    await run.state.intents.finish(intent_id, { status, reason: wordsOf(thrown) });
    throw thrown;
  }
}

/** The evaluations announced on that space; what was left open on one that is gone is closed. */
async function intentsAbout(run: OpenRun, run_id: string, spaceId: string): Promise<IntentRow[]> {
  const all = await run.state.intents.list({ run_id, kind: "evaluate" });
  for (const { intent_id, target, status } of all) {
    if (target === spaceId || (status !== "INTENDED" && status !== "UNVERIFIED")) continue;
    await run.state.intents.finish(intent_id, { status: "FAILED", reason: "its clone is gone" });
  }
  return all.filter((one) => one.target === spaceId);
}

function evaluationOf(result_json: string | null): string | null {
  const { evaluation_id = null } = JSON.parse(result_json ?? "{}") as { evaluation_id?: string };
  return evaluation_id;
}

async function isThere(run: OpenRun, spaceId: string, evaluationId: string): Promise<boolean> {
  try {
    await run.workspace.evaluations.get(spaceId, evaluationId, run.signal);
    return true;
  } catch (thrown) {
    if (thrown instanceof EnhancerError && thrown.code === "NOT_FOUND") return false;
    throw thrown;
  }
}

async function finish(run: OpenRun, intentId: string, evaluationId: string): Promise<void> {
  const result_json = JSON.stringify({ evaluation_id: evaluationId });
  await run.state.intents.finish(intentId, { status: "DONE", result_json });
}

function chunksOf<T>(items: readonly T[], size: number): (readonly T[])[] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
