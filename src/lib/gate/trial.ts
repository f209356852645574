import { type Answer, type Calibrated, usuallyRight } from "./calibration.ts";

/** One decision of the gate: a group of fixes on dev-working against dev-best. */
export type Trial = {
  /** Questions the group declared before any candidate answer was seen. */
  readonly targets: readonly string[];
  /** Every visible question that is no target and was right in at least two calibration asks. */
  readonly guards: readonly string[];
  readonly calibration: ReadonlyMap<string, Calibrated>;
  /** Level of the test: 0.05, or what Holm leaves this group. */
  readonly alpha: number;
  /** Fewest and most confirming pairs a target; {@link usualPairs} unless a person asked for more. */
  readonly pairs?: { readonly fewest: number; readonly most: number };
};

/** Fewer pairs miss real fixes, more cost questions that people could ask. */
export const usualPairs = { fewest: 5, most: 8 } as const;

export type Arm = "candidate" | "confirm_best" | "confirm_working";

/** One stored answer of the trial; `attempt` counts from 1 within arm and question. */
export type TrialAnswer = {
  readonly questionId: string;
  readonly arm: Arm;
  readonly attempt: number;
  readonly answer: Answer;
};

export type TrialAsk = { readonly questionId: string; readonly arm: Arm; readonly attempt: number };

export type Phase = "screen" | "guard" | "confirm";

/** Why a change was kept or not, in the word that stands in `validation_status`. */
export type Validation = "PROVEN" | "NO_CHANGE" | "UNDERPOWERED" | "HARMFUL" | "INDECISIVE";

export type Decision = {
  readonly decision: "KEEP" | "ROLL_BACK" | "INDECISIVE";
  readonly validation: Validation;
  readonly reason: Reason;
  /** Net share of pairs won by each target that moved, from -1 to 1: its questions gained. */
  readonly gains: Readonly<Record<string, number>>;
};

/** The facts of a decision; reports put them into words. */
export type Reason =
  | { readonly kind: "no_target_moved"; readonly targets: number }
  /** A person asked the run to stop before this was tested. */
  | { readonly kind: "stopped" }
  /** The group was kept, but this fix's own questions had not gained in it. */
  | { readonly kind: "own_questions_unmoved" }
  /** Taken out of the kept group, and its questions stayed right without it. */
  | { readonly kind: "adds_nothing"; readonly questions: readonly string[] }
  | { readonly kind: "guard_lost"; readonly questions: readonly string[] }
  | {
      readonly kind: "proven";
      readonly wins: number;
      readonly losses: number;
      readonly p: number;
      readonly pairs: number;
    }
  | {
      readonly kind: "not_proven";
      readonly wins: number;
      readonly losses: number;
      readonly p: number;
      readonly pairs: number;
      /** Chance that this test would have found one repaired question. */
      readonly power: number;
      /** Pairs a target needs for 80 %, or null when more than 40 would not do. */
      readonly pairsNeeded: number | null;
      /** Repaired questions that these pairs would find 8 times in 10, or null when not even ten. */
      readonly questionsNeeded: number | null;
      /** Only where both are null, since the targets are nearly right already: repaired questions of those never right that would be found 8 times in 10. */
      readonly wrongQuestionsNeeded?: number | null;
    }
  | { readonly kind: "too_few_valid"; readonly phase: Phase; readonly valid: number; readonly planned: number };

export type Step =
  | { readonly kind: "ask"; readonly phase: Phase; readonly asks: readonly TrialAsk[] }
  | { readonly kind: "decided"; readonly decision: Decision };

/** The guard set of docs/gate.md, step 2. */
export function guardSet(targets: readonly string[], calibration: ReadonlyMap<string, Calibrated>): string[] {
  const declared = new Set(targets);
  return [...calibration.values()]
    .filter((question) => !declared.has(question.questionId) && usuallyRight(question))
    .map((question) => question.questionId);
}
