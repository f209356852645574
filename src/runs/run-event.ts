import type { Reason, Validation } from "../lib/gate/trial.ts";
import type { Forecast } from "../lib/forecast/forecast.ts";
import type { LimitName, LimitUse } from "../lib/forecast/limits.ts";
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
  | ({
      readonly kind: "asked";
      readonly done: number;
      readonly total: number;
      readonly arm: Arm;
      readonly questionId: string;
      readonly verdict: string;
    } & Asking)
  /** A question under way came one step further. */
  | ({ readonly kind: "asking" } & Asking)
  /** What the run is to take, before its first question, and the limits that the whole of it may not keep. */
  | {
      readonly kind: "forecast";
      readonly forecast: Forecast;
      readonly beyond: readonly LimitUse[];
      /** The limit that not even the first scoring keeps: nothing is asked. */
      readonly refused: LimitUse | null;
    }
  | { readonly kind: "limit_near"; readonly limit: LimitName; readonly used: number; readonly allowed: number }
  /** The report after the first repeat of the baseline, as long as the run goes on. */
  | { readonly kind: "provisional_report"; readonly path: string; readonly correct: number; readonly n: number }
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
  /** A fix is kept or not: the `done`-th of the loop's `total`. */
  | {
      readonly kind: "fix_settled";
      readonly loop: number;
      readonly done: number;
      readonly total: number;
      readonly fix: string;
      readonly status: "KEPT" | "REVERTED";
      readonly validation: Validation | "NOT_TESTED";
      readonly effect: number | null;
    }
  | { readonly kind: "taken_back"; readonly loop: number; readonly fixes: readonly string[] }
  | { readonly kind: "run_ended"; readonly status: string; readonly outcome: string | null; readonly reason: string };

export type Report = (event: RunEvent) => void;

/** How far the questions of one evaluation are. */
export type Asking = {
  readonly total: number;
  /** Answered by Genie, whose SQL ran, and with a verdict. */
  readonly asked: number;
  readonly executed: number;
  readonly compared: number;
  readonly correct: number;
  /** Questions a minute that the quota gives at present; null for no limit. */
  readonly perMinute: number | null;
  /** Estimated; null as long as nothing was measured. */
  readonly secondsLeft: number | null;
};
