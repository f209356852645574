import type { Exceeded } from "../../lib/forecast/limits.ts";
import { spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace } from "../../lib/space/document.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { SpaceRow } from "../../lib/state/tables/spaces.ts";
import { createAsker, type WantedAsk } from "../asking/asking.ts";
import { lacksRoom } from "../budget/lacks-room.ts";
import { budgetEnd } from "../budget/out-of-budget.ts";
import { isKept } from "../change-words.ts";
import type { OpenRun } from "../open-run.ts";

/** Asks a question on each arm before a promotion. */
export const finalRepeats = 3;

/** The last exam's answers, and the limit under which it was not made. */
export type FinalExam = {
  /** Digest of production as it was asked. */
  readonly production: string;
  readonly best: SpaceRow;
  readonly rows: readonly AttemptRow[];
  readonly lacking: Exceeded | null;
};

/**
 * The whole exam, held-out part included, three times on production and on dev-best, interleaved. Null where nothing was kept: then the two
 * are the same configuration, and there is nothing to decide. Where it does not fit into what the run may use, none of it is asked.
 */
export async function finalExam(run: OpenRun): Promise<FinalExam | null> {
  const runId = run.run.run_id;
  const kept = (await run.state.changes.list({ run_id: runId })).some(isKept);
  const best = await run.state.spaces.latest(runId, "dev_best");
  if (!kept || best === null) return null;
  const { serializedSpace } = await run.workspace.spaces.get(run.run.space_id, run.signal);
  const production = spaceDigest(parseSpace(serializedSpace));
  const asks: WantedAsk[] = [];
  for (let attempt = 1; attempt <= finalRepeats; attempt += 1) {
    for (const question of run.exam.questions) {
      asks.push(
        { question, spaceId: run.run.space_id, spaceDigest: production, arm: "holdout_production", attempt },
        { question, spaceId: best.space_id, spaceDigest: best.digest, arm: "holdout_best", attempt },
      );
    }
  }
  return { production, best, ...(await askIfItFits(run, asks)) };
}

async function askIfItFits(
  run: OpenRun,
  asks: readonly WantedAsk[],
): Promise<{ readonly rows: readonly AttemptRow[]; readonly lacking: Exceeded | null }> {
  const lacking = await lacksRoom(run, asks);
  if (lacking !== null) return { rows: [], lacking };
  try {
    return { rows: await createAsker(run)(asks), lacking: null };
  } catch (thrown) {
    const exceeded = budgetEnd(thrown);
    if (exceeded === null) throw thrown;
    return { rows: [], lacking: exceeded };
  }
}

/** The last full evaluation of dev-best on the visible questions, or null when there was none. */
export async function lastEvaluation(
  run: Pick<OpenRun, "state" | "run" | "exam">,
): Promise<{ correct: number; n: number; digest: string } | null> {
  return evaluationOf(run.exam, await run.state.attempts.list({ run_id: run.run.run_id, arms: ["evaluation"] }));
}

/** The same, among attempts that are at hand. */
export function evaluationOf(
  exam: OpenRun["exam"],
  attempts: readonly AttemptRow[],
): { correct: number; n: number; digest: string } | null {
  const rows = attempts.filter((row) => row.arm === "evaluation");
  const newest = rows.at(-1);
  if (newest === undefined) return null;
  const last = rows.filter(
    (row) => row.iteration_number === newest.iteration_number && row.space_digest === newest.space_digest,
  );
  const n = exam.questions.filter((question) => question.split === "visible").length;
  return { correct: last.filter((row) => row.passed).length, n, digest: newest.space_digest };
}
