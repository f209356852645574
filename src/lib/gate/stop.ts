/** What the loop stage knows when it decides whether another loop is worth its price. */
export type LoopFacts = {
  readonly iteration: number;
  readonly maxIterations: number;
  readonly targetScore: number;
  /** Correct ÷ visible questions in the last full evaluation of dev-best, or null when none was made yet. */
  readonly evaluatedScore: number | null;
  /** Fixes that passed every check in this loop. */
  readonly proposed: number;
  readonly kept: number;
  /** Loops in a row, this one included, that kept nothing. */
  readonly loopsWithoutGain: number;
  readonly stopRequested: boolean;
};

export type Stop =
  | { readonly kind: "go_on" }
  | {
      readonly kind: "end";
      readonly status: "TARGET_REACHED" | "PLATEAU" | "MAX_LOOPS" | "STOPPED";
      readonly reason: StopReason;
    };

export type StopReason =
  | "target_reached"
  | "nothing_left_to_try"
  | "no_gain_in_two_loops"
  | "loops_used_up"
  | "asked_to_stop";

/** Loops in a row without a kept fix after which more loops only cost: a rejected fix is not proposed again, so the third has little left to try. */
const patience = 2;

/** The stop rules, in the order in which they apply. */
export function whetherToStop(facts: LoopFacts): Stop {
  if (facts.stopRequested) return { kind: "end", status: "STOPPED", reason: "asked_to_stop" };
  if (facts.evaluatedScore !== null && reaches(facts.evaluatedScore, facts.targetScore)) {
    return { kind: "end", status: "TARGET_REACHED", reason: "target_reached" };
  }
  if (facts.iteration >= facts.maxIterations) return { kind: "end", status: "MAX_LOOPS", reason: "loops_used_up" };
  if (facts.proposed === 0) return { kind: "end", status: "PLATEAU", reason: "nothing_left_to_try" };
  if (facts.loopsWithoutGain >= patience) return { kind: "end", status: "PLATEAU", reason: "no_gain_in_two_loops" };
  return { kind: "go_on" };
}

/** Whether a share meets the target; a billionth forgives what division loses. */
export function reaches(score: number, target: number): boolean {
  return score >= target - 1e-9;
}
