import { seededIds } from "../../lib/core/random.ts";
import { fixKey } from "../../lib/planning/fix-texts.ts";
import { nextStep } from "../../lib/gate/next-step.ts";
import {
  type Arm as TrialArm,
  type Decision,
  guardSet,
  type Reason,
  type Trial,
  type TrialAnswer,
  usualPairs,
  type Validation,
} from "../../lib/gate/trial.ts";
import { applyFix, describeFix } from "../../lib/space/apply-fix.ts";
import { spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../../lib/space/document.ts";
import { type Fix, fixSchema } from "../../lib/space/fix.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { Asker, WantedAsk } from "../asking/asking.ts";
import type { Keeping } from "./keep-record.ts";
import { gainOnOwnTargets, ownEffect } from "./own-gain.ts";
import type { OpenRun } from "../open-run.ts";
import type { RunStanding } from "./run-standing.ts";
import { answerOf } from "./standing.ts";
import { attemptInTrial, storedAttempt } from "./trial-numbers.ts";
import { writeWorking } from "./trial-space.ts";

/** A fix as a trial handles it. */
export type TrialFix = {
  readonly changeId: string;
  readonly fix: Fix;
  readonly targets: readonly string[];
  /** The fix in one sentence, in the run's language. */
  readonly words: string;
  readonly evidence: Readonly<Record<string, unknown>>;
};

export type TrialPlan = {
  readonly trial: number;
  readonly group: readonly TrialFix[];
  readonly targets: readonly string[];
  readonly standing: RunStanding;
};

/** A trial that is over. */
export type Tried = TrialPlan & {
  readonly decision: Decision;
  readonly answers: readonly TrialAnswer[];
  readonly document: SpaceDocument;
};

/** What became of one fix. */
export type GroupOutcome = {
  readonly fix: TrialFix;
  readonly status: "KEPT" | "REVERTED";
  readonly validation: Validation | "NOT_TESTED";
  readonly reason: Reason;
  readonly effect: number | null;
};

/** Fixes that do not stay, all for one reason. */
export function revertedBecause(
  group: readonly TrialFix[],
  validation: GroupOutcome["validation"],
  reason: Reason,
): GroupOutcome[] {
  return group.map((fix) => ({ fix, status: "REVERTED", validation, reason, effect: null }));
}

/** Rows of applied changes as fixes to try, in the plan's order. */
export function trialFixesOf(changes: readonly ChangeRow[]): TrialFix[] {
  return changes.map((row) => {
    const fix = fixSchema.parse(JSON.parse(row.fix_json ?? "null"));
    return {
      changeId: row.change_id,
      fix,
      targets: JSON.parse(row.targets_json ?? "[]") as string[],
      words: row.change_value ?? describeFix(fix, "en"),
      evidence: JSON.parse(row.evidence_json ?? "{}") as Record<string, unknown>,
    };
  });
}

/** A configuration with fixes made one after the other. Ids of new elements follow from the fix, so that the same fixes give the same bytes in every run. */
export function withFixes(document: SpaceDocument, fixes: readonly Pick<TrialFix, "changeId" | "fix">[]): Built {
  let current = document;
  const refused = new Map<string, string>();
  const steps = new Map<string, { before: SpaceDocument; after: SpaceDocument }>();
  for (const { changeId, fix } of fixes) {
    const result = applyFix(current, fix, seededIds(fixKey(fix)));
    if (result.kind === "applied") {
      steps.set(changeId, { before: current, after: result.document });
      current = result.document;
    } else refused.set(changeId, result.reason);
  }
  return { document: current, refused, steps };
}

export type Built = {
  readonly document: SpaceDocument;
  /** Why a fix could not be made, by change. */
  readonly refused: ReadonlyMap<string, string>;
  /** The configuration before and after each fix that was made. */
  readonly steps: ReadonlyMap<string, { readonly before: SpaceDocument; readonly after: SpaceDocument }>;
};

/** Runs the gate over one group: writes it to dev-working, asks what the gate wants until it decides. */
export async function runTrial(run: OpenRun, ask: Asker, plan: TrialPlan): Promise<Tried> {
  const { standing } = plan;
  const { document } = withFixes(parseSpace(standing.best.serialized_space), plan.group);
  const digest = spaceDigest(document);
  if (digest === standing.best.digest) {
    const reason: Reason = { kind: "no_target_moved", targets: plan.targets.length };
    return {
      ...plan,
      document,
      answers: [],
      decision: { decision: "ROLL_BACK", validation: "NO_CHANGE", reason, gains: {} },
    };
  }
  const working = await writeWorking(run, document, `trial ${String(plan.trial + 1)} of loop ${String(run.loop)}`);
  const trial: Trial = {
    targets: plan.targets,
    guards: guardSet(plan.targets, standing.questions),
    calibration: standing.questions,
    alpha: 0.05,
    pairs: { fewest: run.settings.confirm_pairs, most: Math.max(run.settings.confirm_pairs, usualPairs.most) },
  };
  const questions = new Map(run.exam.questions.map((question) => [question.id, question]));
  const answers: TrialAnswer[] = [];
  for (;;) {
    const step = nextStep(trial, answers);
    if (step.kind === "decided") return { ...plan, decision: step.decision, answers, document };
    const wanted = step.asks.flatMap(({ questionId, arm, attempt }): WantedAsk[] => {
      const question = questions.get(questionId);
      const space = arm === "confirm_best" ? standing.best : working;
      const one = {
        spaceId: space.space_id,
        spaceDigest: space.digest,
        arm,
        attempt: storedAttempt(plan.trial, attempt),
      };
      return question === undefined ? [] : [{ question, ...one }];
    });
    for (const row of await ask(wanted)) {
      const attempt = attemptInTrial(plan.trial, row.attempt);
      if (attempt === null) continue;
      answers.push({ questionId: row.benchmark_id, arm: row.arm as TrialArm, attempt, answer: answerOf(row) });
    }
  }
}

/**
 * What a proven group leaves: dev-best becomes what was tested, and then loses again the fixes whose own questions gained nothing, unless
 * the others cannot stand without them.
 * @returns what became of the fixes kept, those that are taken back, and the configurations of dev-best in turn
 */
export function keepGroup(tried: Tried): {
  readonly kept: readonly GroupOutcome[];
  readonly idle: readonly TrialFix[];
  readonly steps: Keeping["steps"];
} {
  const tested = { document: tried.document, reason: `kept after trial ${String(tried.trial + 1)}` };
  const { worthIt, idle } = gainOnOwnTargets(tried.group, tried.decision.gains, tried.answers);
  const trimmed = withFixes(parseSpace(tried.standing.best.serialized_space), worthIt);
  const takeBack = idle.length > 0 && worthIt.length > 0 && trimmed.refused.size === 0;
  const { validation, reason, gains } = tried.decision;
  const kept = (takeBack ? worthIt : tried.group).map((fix): GroupOutcome => ({
    fix,
    status: "KEPT",
    validation,
    reason,
    effect: ownEffect(fix, gains),
  }));
  if (!takeBack) return { kept, idle: [], steps: [tested] };
  return {
    kept,
    idle,
    steps: [tested, { document: trimmed.document, reason: "fixes without effect of their own taken back" }],
  };
}
