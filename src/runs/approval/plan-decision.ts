import type { Approvals } from "./words-on-fixes.ts";

/** A word on one fix, named by its id or by its number in the plan. */
export type SingleWord = { readonly fix: string; readonly comment: string | null } & (
  | { readonly decision: "APPROVE" | "REJECT" }
  /** The whole fix in its new form; it goes through the planner's own checks. */
  | { readonly decision: "EDIT"; readonly to: unknown }
);

/** A person's decision on the plan that a run waits with. */
export type PlanDecision = {
  /** On the whole plan, or on `fixes`; null where only single words are given. */
  readonly decision: "APPROVE" | "REJECT" | "STOP" | null;
  /** Ids of fixes, or their numbers as the plan lists them; none for the whole plan. */
  readonly fixes: readonly string[];
  /** Words on fixes one by one; edits are made first. */
  readonly singles?: readonly SingleWord[];
  /** Digest of the plan that the person saw, or its beginning: another one is not decided on. */
  readonly seen?: string | null;
  readonly comment: string | null;
  readonly decidedBy: string;
  readonly channel: "job" | "cli";
  /** Job that goes on with the run; null when a person does. */
  readonly jobId: string | null;
};

/** What the decision came to. */
export type Decided = {
  readonly run_id: string;
  readonly loop: number;
  readonly plan_digest: string;
  readonly decision: PlanDecision["decision"];
  readonly decided_by: string;
  /** How many fixes of the plan have which word now; those that too few people approved are undecided. */
  readonly approved: number;
  readonly rejected: number;
  readonly undecided: number;
  /** How many fixes this decision edited. */
  readonly edited: number;
  readonly approvals: Approvals;
  /** Who goes on: a new job run, a person by `resume`, nobody before the rest is decided, or nobody any more. */
  readonly next:
    | { readonly kind: "job_run"; readonly job_run_id: string; readonly url: string | null }
    | { readonly kind: "resume" | "undecided" | "ended" };
};
