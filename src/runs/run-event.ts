import type { Reason, Validation } from "../lib/gate/trial.ts";
import type { Arm, StageName } from "../lib/state/words.ts";

/** What a run tells while it works. The terminal draws it, a job logs it as JSON. */
export type RunEvent =
  | {
      readonly kind: "run_started";
      readonly runId: string;
      readonly space: string;
      readonly questions: number;
      readonly visible: number;
      readonly resumed: boolean;
    }
  | { readonly kind: "stage_started"; readonly stage: StageName; readonly loop: number }
  | {
      readonly kind: "stage_finished";
      readonly stage: StageName;
      readonly loop: number;
      readonly seconds: number;
      readonly status: "COMPLETED" | "SKIPPED";
    }
  | {
      readonly kind: "asked";
      readonly done: number;
      readonly total: number;
      readonly arm: Arm;
      readonly questionId: string;
      readonly verdict: string;
    }
  | {
      readonly kind: "scored";
      readonly loop: number;
      readonly correct: number;
      readonly n: number;
      readonly low: number;
      readonly high: number;
      readonly full: boolean;
    }
  | { readonly kind: "planned"; readonly loop: number; readonly proposed: number; readonly blocked: number }
  | { readonly kind: "problem"; readonly message: string }
  | { readonly kind: "applied"; readonly loop: number; readonly applied: number; readonly refused: number }
  | {
      readonly kind: "trial_decided";
      readonly loop: number;
      readonly fixes: readonly string[];
      readonly decision: "KEEP" | "ROLL_BACK" | "INDECISIVE";
      readonly validation: Validation;
      readonly reason: Reason;
    }
  | { readonly kind: "taken_back"; readonly loop: number; readonly fixes: readonly string[] }
  | { readonly kind: "run_ended"; readonly status: string; readonly outcome: string | null; readonly reason: string };

export type Report = (event: RunEvent) => void;
