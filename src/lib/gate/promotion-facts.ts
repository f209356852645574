import type { Answer } from "./calibration.ts";

/** The whole exam's last asks: three on production and three on dev-best, a question at a time. */
export type FinalQuestion = {
  readonly questionId: string;
  readonly split: "visible" | "held_out";
  readonly mustPass: boolean;
  readonly production: readonly Answer[];
  readonly best: readonly Answer[];
};

export type PromotionFacts = {
  readonly targetScore: number;
  /** The last full evaluation of dev-best; `low` and `high` bound its share at 95 %. */
  readonly finalScore: {
    readonly correct: number;
    readonly n: number;
    readonly low: number;
    readonly high: number;
  } | null;
  readonly kept: number;
  readonly questions: readonly FinalQuestion[];
  /** Visible questions that three asks of the unchanged space answered both ways; null where they were not asked. */
  readonly flaky: { readonly count: number; readonly n: number } | null;
  /** Median seconds to an answer on each arm, or null when nobody answered. */
  readonly medianSeconds: { readonly production: number | null; readonly best: number | null };
  /** Whether production's configuration is still the one that was cloned. */
  readonly production: "unchanged" | "changed";
  /** Questions of the exam that nothing can be judged by, found before the first was asked; null where nobody looked. */
  readonly unfitQuestions: readonly string[] | null;
  /** What the promotion would write, worked out against production as it is now, and written nowhere. */
  readonly merge: DryMerge;
  readonly cost: CostFacts;
  readonly approvals: ApprovalFacts;
  /** The bundle's folder that production lies in, null when it lies in none. */
  readonly bundleFolder: string | null;
  /** Whether the run would promote without asking anybody. */
  readonly isAutomatic: boolean;
};

export type DryMerge =
  | {
      readonly kind: "merged";
      /** Limits of the platform that the merged configuration oversteps, in words. */
      readonly overLimits: readonly string[];
      /** Whether its inverse gives production's bytes back. */
      readonly inverse: "same" | "different";
    }
  | {
      readonly kind: "conflict";
      /** Places that people and the run both changed. */
      readonly places: readonly string[];
      /** Limits that only both together overstep, in words. */
      readonly overLimits: readonly string[];
    };

/** What the run has used, and what it might; null is no limit, and no price known for money. */
export type CostFacts = {
  readonly questions: number;
  readonly tokens: number;
  readonly money: { readonly amount: number; readonly currency: string } | null;
  readonly most: { readonly questions: number | null; readonly tokens: number | null; readonly money: number | null };
};

/** Who approved the plans whose fixes were kept. */
export type ApprovalFacts =
  | { readonly kind: "not_asked" }
  | {
      readonly kind: "asked";
      /** Different people whose word each plan takes. */
      readonly required: number;
      readonly approvedBy: readonly string[];
      /** Loops whose plan has fewer words than that. */
      readonly lacking: readonly number[];
    };

/** A rule's name is stable: it stands in rows and is put into words by the report. */
export type RuleName =
  | "target_score"
  | "proven_changes"
  | "visible_not_worse"
  | "held_out_not_worse"
  | "no_question_lost"
  | "flaky_share"
  | "must_pass"
  | "valid_answers"
  | "answer_time"
  | "exam_fitness"
  | "production_unchanged"
  | "edits_merge"
  | "platform_limits"
  | "cost"
  | "approvals"
  | "rollback_tested"
  | "bundle_folder";

export type PromotionRule = {
  readonly rule: RuleName;
  readonly verdict: "PASS" | "FAIL" | "WARN" | "NOT_TESTED";
  readonly required: string;
  readonly observed: string;
  /** Questions the line is about, or places in the space; empty when it is about none in particular. */
  readonly questions: readonly string[];
};

export type Promotion = { readonly verdict: "PROMOTE" | "HOLD" | "REJECT"; readonly rules: readonly PromotionRule[] };
