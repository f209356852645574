import { toEnhancerError } from "../../lib/core/errors.ts";
import { parseSpace } from "../../lib/space/document.ts";
import type { SpaceRow } from "../../lib/state/tables/spaces.ts";
import type { OpenRun } from "../open-run.ts";
import { inZone, rowOf, type WantedAsk } from "./asking.ts";
import { evaluateOnPlatform } from "./platform-evaluation.ts";
import { judgeAnswers } from "./platform-judge.ts";
import { isStopped } from "./stop-request.ts";
import { isOutOfTime } from "./time-limit.ts";

/**
 * With setting scorer `both`: Genie evaluates itself once on a configuration of dev-best, and both judgements of its answers are stored
 * under the arm `platform`. Nothing is decided by them. What goes wrong here is told and costs the run nothing but the disagreement report.
 */
export async function askPlatformsOpinion(
  run: OpenRun,
  best: Pick<SpaceRow, "digest" | "serialized_space">,
): Promise<void> {
  if (run.settings.scorer !== "both") return;
  const { digest } = best;
  const run_id = run.run.run_id;
  const stored = await run.state.attempts.list({ run_id, arms: ["platform"], space_digest: digest });
  const questions = run.exam.questions.filter(
    ({ id, split }) => split === "visible" && !stored.some((row) => row.benchmark_id === id),
  );
  if (questions.length === 0) return;
  try {
    const document = parseSpace(best.serialized_space);
    const platform = await evaluateOnPlatform(run, { document, digest, questions, arm: "platform", attempt: 1 });
    const asks = questions.map((question): WantedAsk => {
      const ask = { question, spaceId: platform.spaceId, spaceDigest: digest, arm: "platform", attempt: 1 } as const;
      return inZone(ask, run.settings.session_time_zone);
    });
    const judged = await judgeAnswers(run, asks, platform);
    await run.state.attempts.insert(
      judged.map(({ ask, answer, attempt }) => ({
        ...rowOf(run, ask, attempt),
        platform_verdict: answer.assessment ?? answer.status,
        platform_reason: answer.reasons.join(", ") || null,
        response_time_seconds: null,
      })),
    );
  } catch (thrown) {
    if (run.signal.aborted || isStopped(thrown) || isOutOfTime(thrown)) throw thrown;
    const { code, message } = toEnhancerError(thrown);
    if (code === "LEASE_HELD" || code === "INTERNAL") throw thrown;
    run.report({ kind: "problem", message: `Genie's own evaluation gave nothing to compare with: ${message}` });
  }
}
