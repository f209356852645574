import { decisionDocument } from "./decision.ts";
import type { RunReport, ScoreLine } from "./run-report.ts";

/** `summary.json`, version 1: the shape that scripts rely on. */
export function summaryDocument(report: RunReport, files: Readonly<Record<string, string>>): Record<string, unknown> {
  const count = (statuses: readonly string[]): number =>
    report.changes.filter((change) => statuses.includes(change.status)).length;
  return {
    version: 1,
    run_id: report.runId,
    ...(report.provisional ? { provisional: true } : {}),
    status: report.status,
    outcome: report.outcome,
    workspace: report.workspace,
    space: report.space,
    exam: { digest: report.exam.digest, n: report.exam.n, visible: report.exam.visible, held_out: report.exam.heldOut },
    score: { initial: scoreDocument(report.score.initial), final: scoreDocument(report.score.final) },
    held_out: report.heldOut,
    flaky: report.flaky,
    loops: report.loops.length,
    changes: {
      proposed: report.changes.length,
      blocked: count(["BLOCKED"]),
      applied: count(["APPLIED", "KEPT", "REVERTED", "PROMOTED", "UNDONE"]),
      kept: count(["KEPT", "PROMOTED"]),
      reverted: count(["REVERTED"]),
      /** By how many characters those kept make the space longer. */
      characters: report.changes
        .filter((change) => change.status === "KEPT" || change.status === "PROMOTED")
        .reduce((sum, change) => sum + (change.characters ?? 0), 0),
    },
    ...(report.plan === null
      ? {}
      : {
          approval: {
            loop: report.plan.loop,
            plan_digest: report.plan.digest,
            expires_at: report.plan.expiresAt,
            fixes: report.plan.fixes.length,
            undecided: report.plan.undecided,
            given: report.plan.approvals.given,
            required: report.plan.approvals.required,
          },
        }),
    spaces: {
      production: report.spaces.production,
      dev_best: report.spaces.devBest,
      dev_working: report.spaces.devWorking,
    },
    cost: {
      questions: report.cost.questions,
      statements: report.cost.statements,
      model_calls: report.cost.modelCalls,
      tokens: report.cost.tokens,
      seconds: report.cost.seconds,
      warehouse_seconds: report.cost.warehouseSeconds,
      money: report.cost.money,
    },
    promotion: decisionDocument(report),
    files,
  };
}

function scoreDocument(score: ScoreLine | null): Record<string, number> | null {
  if (score === null) return null;
  return {
    correct: score.correct,
    n: score.n,
    repeats: score.repeats,
    not_evaluable: score.notEvaluable,
    low: score.low,
    high: score.high,
  };
}
