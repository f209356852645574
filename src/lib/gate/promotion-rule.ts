import type { PromotionRule, RuleName } from "./promotion-facts.ts";

/** What stands where nothing was seen, or nothing is required. */
export const nothing = "–";

/** One line of the decision table. */
export function lineOf(
  rule: RuleName,
  verdict: PromotionRule["verdict"],
  required: string,
  observed: string,
  questions: readonly string[] = [],
): PromotionRule {
  return { rule, verdict, required, observed, questions };
}

/** A share as people read it: `90.0%`. */
export function percentOf(part: number): string {
  return `${(part * 100).toFixed(1)}%`;
}
