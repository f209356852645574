import type { Attempt } from "../../lib/scoring/attempt.ts";
import { platformVerdict } from "../../lib/scoring/platform-verdict.ts";
import { spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../../lib/space/document.ts";
import type { NewAttemptRow } from "../../lib/state/tables/attempts.ts";
import type { OpenRun } from "../open-run.ts";
import { isWatch } from "../watch/is-watch.ts";
import type { WantedAsk } from "./asking.ts";
import { evaluateOnPlatform } from "./platform-evaluation.ts";
import { judgeAnswers } from "./platform-judge.ts";

/**
 * Whether Genie's own evaluation gives this ask its verdict. The last exam is always compared by ourselves: it asks the held-out
 * questions, which may stand in no space, and production, which may not be written; its two sides must be judged alike.
 */
export function isPlatformScored(run: Pick<OpenRun, "settings" | "run">, ask: WantedAsk): boolean {
  if (run.settings.scorer !== "platform" || isWatch(run.run)) return false;
  return ask.question.split === "visible" && ask.arm !== "holdout_production" && ask.arm !== "holdout_best";
}

/**
 * Has Genie's own evaluation answer and judge, one evaluation for each round of one configuration, and stores each as it ends. Our
 * comparison of the same answers only adds the example of the difference that a plan is made from.
 * @param rowOf the row of an attempt, as it is stored whoever judges
 */
export async function askByPlatform(
  run: OpenRun,
  asks: readonly WantedAsk[],
  rowOf: (run: OpenRun, ask: WantedAsk, attempt: Attempt) => NewAttemptRow,
  observe?: (row: NewAttemptRow, isNew: boolean) => void,
): Promise<void> {
  let done = 0;
  let correct = 0;
  for (const group of roundsOf(asks)) {
    const [{ spaceId, spaceDigest: digest, arm, attempt }] = group;
    const document = await configurationOf(run, spaceId, digest);
    const questions = run.exam.questions.filter(({ id }) => group.some((ask) => ask.question.id === id));
    const platform = await evaluateOnPlatform(run, { document, digest, questions, arm, attempt });
    const judged = await judgeAnswers(run, group, platform);
    const rows = judged.map(({ ask, answer, attempt: own }) => ({
      ...rowOf(run, ask, { ...own, ...platformVerdict(answer, own) }),
      space_id: platform.spaceId,
      platform_verdict: answer.assessment ?? answer.status,
      platform_reason: answer.reasons.join(", ") || null,
      response_time_seconds: null,
    }));
    await run.state.attempts.insert(rows);
    for (const row of rows) {
      const { benchmark_id: questionId, verdict } = row;
      observe?.(row, true);
      done += 1;
      if (verdict === "CORRECT") correct += 1;
      const progress = { total: asks.length, asked: done, executed: done, compared: done, correct };
      run.report({ kind: "asked", done, ...progress, arm, questionId, verdict, perMinute: null, secondsLeft: null });
    }
  }
}

/** Asks that one evaluation can answer; rounds of one configuration follow each other, since writing another takes its time. */
function roundsOf(asks: readonly WantedAsk[]): (readonly [WantedAsk, ...WantedAsk[]])[] {
  const byDigest = Map.groupBy(asks, (ask) => ask.spaceDigest);
  return [...byDigest.values()].flatMap((own) =>
    [...Map.groupBy(own, (ask) => JSON.stringify([ask.arm, ask.attempt])).values()].map(
      // A group has a member.
      (group) => group as [WantedAsk, ...WantedAsk[]],
    ),
  );
}

/** The configuration that is asked about, by its digest: as the run recorded it, or as the space has it now. */
async function configurationOf(run: OpenRun, spaceId: string, digest: string): Promise<SpaceDocument> {
  const snapshots = await run.state.spaces.list({ run_id: run.run.run_id, space_id: spaceId });
  const recorded = snapshots.find((row) => row.digest === digest);
  if (recorded !== undefined) return parseSpace(recorded.serialized_space);
  const document = parseSpace((await run.workspace.spaces.get(spaceId, run.signal)).serializedSpace);
  if (spaceDigest(document) === digest) return document;
  throw new Error(`space ${spaceId} does not hold the configuration ${digest} that is to be evaluated`);
}
