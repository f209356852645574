import { decidePromotion, type FinalQuestion, type Promotion } from "../../lib/gate/promotion.ts";
import { spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace } from "../../lib/space/document.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import { createAsker, type WantedAsk } from "../asking/asking.ts";
import { isKept } from "../change-words.ts";
import type { OpenRun } from "../open-run.ts";
import { answerOf } from "../trials/standing.ts";

/** Asks a question on each arm before a promotion. */
const finalRepeats = 3;

/**
 * The whole exam, held-out part included, three times on production and on dev-best, interleaved, and the decision table that follows.
 * Where nothing was kept the two are the same configuration: nothing is asked, and there is nothing to decide.
 */
export async function finalExam(run: OpenRun): Promise<Promotion | null> {
  const runId = run.run.run_id;
  const kept = (await run.state.changes.list({ run_id: runId })).filter(isKept).length;
  const best = await run.state.spaces.latest(runId, "dev_best");
  if (kept === 0 || best === null) return null;
  const cloned = (await run.state.spaces.list({ run_id: runId, role: "production" }))[0];
  const now = spaceDigest(parseSpace((await run.workspace.spaces.get(run.run.space_id, run.signal)).serializedSpace));
  const asks: WantedAsk[] = [];
  for (let attempt = 1; attempt <= finalRepeats; attempt += 1) {
    for (const question of run.exam.questions) {
      asks.push(
        { question, spaceId: run.run.space_id, spaceDigest: now, arm: "holdout_production", attempt },
        { question, spaceId: best.space_id, spaceDigest: best.digest, arm: "holdout_best", attempt },
      );
    }
  }
  const rows = await createAsker(run)(asks);
  const on = (arm: string, id?: string): AttemptRow[] =>
    rows.filter((row) => row.arm === arm && (id === undefined || row.benchmark_id === id));
  const questions = run.exam.questions.map((question): FinalQuestion => ({
    questionId: question.id,
    split: question.split,
    mustPass: question.mustPass,
    production: on("holdout_production", question.id).map(answerOf),
    best: on("holdout_best", question.id).map(answerOf),
  }));
  return decidePromotion({
    targetScore: run.settings.target_score,
    finalScore: await scoreOf(run, best.digest),
    kept,
    questions,
    medianSeconds: { production: medianSeconds(on("holdout_production")), best: medianSeconds(on("holdout_best")) },
    production: cloned?.digest === now ? "unchanged" : "changed",
  });
}

/** The last full evaluation, if it was of the configuration that is to be promoted: of an earlier one it says nothing. */
async function scoreOf(run: OpenRun, digest: string): Promise<{ correct: number; n: number } | null> {
  const evaluation = await lastEvaluation(run);
  return evaluation?.digest === digest ? evaluation : null;
}

/** The last full evaluation of dev-best on the visible questions, or null when there was none. */
export async function lastEvaluation(
  run: Pick<OpenRun, "state" | "run" | "exam">,
): Promise<{ correct: number; n: number; digest: string } | null> {
  const rows = await run.state.attempts.list({ run_id: run.run.run_id, arms: ["evaluation"] });
  const newest = rows.at(-1);
  if (newest === undefined) return null;
  const last = rows.filter(
    (row) => row.iteration_number === newest.iteration_number && row.space_digest === newest.space_digest,
  );
  const n = run.exam.questions.filter((question) => question.split === "visible").length;
  return { correct: last.filter((row) => row.passed).length, n, digest: newest.space_digest };
}

function medianSeconds(rows: readonly AttemptRow[]): number | null {
  const seconds = rows.flatMap((row) => row.response_time_seconds ?? []).toSorted((one, other) => one - other);
  const middle = seconds.length >> 1;
  if (seconds.length === 0) return null;
  return seconds.length % 2 === 1
    ? (seconds[middle] ?? null)
    : ((seconds[middle - 1] ?? 0) + (seconds[middle] ?? 0)) / 2;
}
