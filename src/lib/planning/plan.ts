import type { FailureCategory } from "../scoring/verdict.ts";
import type { FixCategory } from "../space/fix-category.ts";
import type { Fix } from "../space/fix.ts";
import type { BlockedFix } from "./check-fixes.ts";

/** What a fix is meant to mend: one line for each of its targets. */
export type TargetEvidence = {
  readonly questionId: string;
  readonly category: FailureCategory;
  /** What was wrong with the answer, as the model was told. */
  readonly words: string;
};

export type PlannedFix = {
  /** 32 hex digits. */
  readonly changeId: string;
  readonly fix: Fix;
  readonly category: FixCategory;
  /** Visible questions it should mend, declared before any candidate is asked. */
  readonly targets: readonly string[];
  readonly reasoning: string;
  readonly evidence: readonly TargetEvidence[];
};

/** Fixes that are tried and decided together. */
export type FixGroup = { readonly changeIds: readonly string[]; readonly targets: readonly string[] };

/** An ordered list of fixes: in this order they are made. */
export type Plan = {
  readonly fixes: readonly PlannedFix[];
  readonly groups: readonly FixGroup[];
  /** Of the fixes and their targets, not of their ids: the same plan has the same digest in every run. */
  readonly digest: string;
  /** Fixes that lost to another on the same object. */
  readonly blocked: readonly (Omit<BlockedFix, "check"> & { readonly check: "conflict" })[];
  /** Good fixes beyond the number allowed in one loop, best first. */
  readonly postponed: readonly Omit<PlannedFix, "changeId">[];
};
