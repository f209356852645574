import type { Forecast } from "../forecast/forecast.ts";
import type { Promotion } from "../gate/promotion.ts";
import type { Choice } from "./choices.ts";
import type { Reason, Validation } from "../gate/trial.ts";
import type { FitnessReport } from "./fitness-section.ts";
import type { CorrectionReport } from "./correction-report.ts";
import type { Locale } from "./locale.ts";
import type { PlatformReport } from "./disagreement-report.ts";
import type { PlanReport } from "./plan-report.ts";

/** Everything a run's files are rendered from: read off the state tables once, then pure text-making. */
export type RunReport = {
  readonly runId: string;
  readonly status: string;
  readonly outcome: string | null;
  /** "local" for the local workspace, else the host's name. */
  readonly workspace: string;
  readonly space: { readonly id: string; readonly title: string };
  readonly startedAt: string;
  readonly completedAt: string | null;
  readonly targetScore: number;
  readonly stopReason: string | null;
  /** The error that ended the run, in words. */
  readonly problem: string | null;
  readonly exam: {
    readonly digest: string;
    readonly source: string;
    readonly n: number;
    readonly visible: number;
    readonly heldOut: number;
    /** Zone in which times without one were read. */
    readonly timeZone: string;
  };
  readonly score: { readonly initial: ScoreLine | null; readonly final: ScoreLine | null };
  readonly heldOut: { readonly initial: CountLine | null; readonly final: CountLine | null };
  readonly flaky: number;
  readonly loops: readonly LoopReport[];
  readonly changes: readonly ChangeReport[];
  readonly questions: readonly QuestionReport[];
  /** Wrong answers that a declared policy would accept. */
  readonly corrections: readonly CorrectionReport[];
  readonly lessons: readonly LessonReport[];
  readonly spaces: { readonly production: string; readonly devBest: string | null; readonly devWorking: string | null };
  readonly cost: CostReport;
  /** What was forecast before the first question; null for a run that ended before. */
  readonly forecast: Forecast | null;
  /** Written after the first repeat of the baseline, as long as the run goes on. */
  readonly provisional: boolean;
  /** What Genie's own evaluation had to do with it; null where nothing. */
  readonly platform: PlatformReport | null;
  /** What was found in the exam before its first question; null where nobody has looked. */
  readonly fitness: FitnessReport | null;
  readonly promotion: Promotion | null;
  /** The plan that waits for a person; null in a run that does not wait. */
  readonly plan: PlanReport | null;
  /** What became of the promotion setting, and what a person does next: exact commands, a locale each. */
  readonly next: Readonly<Record<Locale, string>>;
  /** What a person may do with the ended run; empty where there is nothing to choose. */
  readonly choices: readonly Choice[];
};

/** A score is never a bare percentage. `low` and `high` bound it at 95 %, questions being the units. */
export type ScoreLine = {
  readonly correct: number;
  readonly n: number;
  readonly repeats: number;
  readonly notEvaluable: number;
  readonly low: number;
  readonly high: number;
};

export type CountLine = { readonly correct: number; readonly n: number };

export type LoopReport = {
  readonly number: number;
  readonly score: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly decision: string | null;
  readonly proposed: number;
  readonly kept: number;
  readonly reverted: number;
  readonly blocked: number;
  readonly questionsAsked: number;
  readonly topFailureCategory: string | null;
};

export type ChangeReport = {
  readonly changeId: string;
  readonly loop: number;
  readonly changeType: string;
  readonly fixCategory: string;
  readonly status: string;
  readonly validation: Validation | "NOT_TESTED" | null;
  /** The fix in a sentence, a locale each. */
  readonly words: Readonly<Record<Locale, string>>;
  readonly targets: readonly string[];
  /** Net questions gained on its own targets. */
  readonly effect: number | null;
  /** Characters by which it makes the space longer; null for what was never applied. */
  readonly characters: number | null;
  /** Which check blocked it and why, a locale each; the gate's facts stand in `reason`. */
  readonly blockedBecause: Readonly<Record<Locale, string>> | null;
  readonly reason: Reason | null;
  readonly reasoning: string;
};

export type QuestionReport = {
  readonly id: string;
  readonly question: string;
  readonly split: "visible" | "held_out";
  /** Right answers of the three first asks and of the three last ones; null where none was made. */
  readonly initial: CountLine | null;
  readonly final: CountLine | null;
  readonly failureCategory: string | null;
  readonly failureReason: string | null;
  readonly verdict: string | null;
};

/** What a fix type did over the run (and runs before it, where lessons were read). */
export type LessonReport = {
  readonly changeType: string;
  readonly applied: number;
  readonly positive: number;
  readonly negative: number;
  /** Net questions gained a fix, mean over those tested; null when none was. */
  readonly averageImprovement: number | null;
  /** Fixes worth remembering, the best and the worst first. */
  readonly patterns: readonly {
    readonly words: Readonly<Record<Locale, string>>;
    readonly outcome: "helped" | "rejected" | "blocked";
    /** Null for what a person rejected before any test. */
    readonly validation: Validation | "NOT_TESTED" | null;
    readonly effect: number | null;
    readonly characters: number | null;
    readonly failureCategory: string | null;
    readonly why: Readonly<Record<Locale, string>> | null;
  }[];
};

type CostReport = {
  readonly questions: number;
  readonly statements: number;
  readonly modelCalls: number;
  readonly tokens: number;
  readonly seconds: number;
  readonly warehouseSeconds: number;
  /** By the price settings; null where none was set. */
  readonly money: { readonly amount: number; readonly currency: string } | null;
};
