import { answerRules } from "./answer-rules.ts";
import { productionRules } from "./production-rules.ts";
import type { Promotion, PromotionFacts, PromotionRule, RuleName } from "./promotion-facts.ts";
import { lineOf } from "./promotion-rule.ts";

export type { FinalQuestion, Promotion, PromotionFacts, PromotionRule, RuleName } from "./promotion-facts.ts";

/** A failing rule of these says that dev-best is worse somewhere: no. Any other failing rule says: not yet. */
const vetoes: ReadonlySet<RuleName> = new Set([
  "visible_not_worse",
  "held_out_not_worse",
  "no_question_lost",
  "must_pass",
]);
/** Without these nobody has looked: then it is too early, whatever the other lines say. */
const mustBeTested: ReadonlySet<RuleName> = new Set(["target_score", "valid_answers"]);

/** The promotion decision table (docs/gate.md, step 7). */
export function decidePromotion(facts: PromotionFacts): Promotion {
  const [target, ...others] = answerRules(facts);
  const kept = lineOf("proven_changes", facts.kept > 0 ? "PASS" : "FAIL", "≥ 1", String(facts.kept));
  const rules = [...(target === undefined ? [] : [target]), kept, ...others, ...productionRules(facts)];
  const failing = rules.filter((rule) => rule.verdict === "FAIL" || isMissing(rule, facts));
  const verdict = failing.some((rule) => rule.verdict === "FAIL" && vetoes.has(rule.rule))
    ? "REJECT"
    : failing.length > 0
      ? "HOLD"
      : "PROMOTE";
  return { verdict, rules };
}

/** What nobody sees before it is written has to hold on questions that no fix was ever made for. */
function isMissing({ rule, verdict, questions }: PromotionRule, { isAutomatic }: PromotionFacts): boolean {
  if (verdict !== "NOT_TESTED") return false;
  // A required question without one answer; where none is required there is nothing to test.
  if (rule === "must_pass") return questions.length > 0;
  return mustBeTested.has(rule) || (isAutomatic && rule === "held_out_not_worse");
}
