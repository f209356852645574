import type { PromotionFacts, PromotionRule } from "./promotion-facts.ts";
import { lineOf, nothing } from "./promotion-rule.ts";

/** The lines that production as it is now, the platform and people decide. */
export function productionRules(facts: PromotionFacts): PromotionRule[] {
  const { merge, production, bundleFolder } = facts;
  const places = merge.kind === "conflict" ? merge.places : [];
  return [
    lineOf("production_unchanged", production === "unchanged" ? "PASS" : "WARN", "unchanged", production),
    lineOf("edits_merge", places.length === 0 ? "PASS" : "FAIL", "0", String(places.length), places),
    platformLimits(merge),
    costRule(facts.cost),
    approvalRule(facts.approvals),
    rollbackTested(merge),
    lineOf("bundle_folder", bundleFolder === null ? "PASS" : "WARN", "none", bundleFolder ?? "none"),
  ];
}

/** What cannot be merged has no limits to be held to, unless it is a limit that keeps it from being merged. */
function platformLimits(merge: PromotionFacts["merge"]): PromotionRule {
  const over = merge.overLimits;
  if (merge.kind === "conflict" && over.length === 0) return lineOf("platform_limits", "NOT_TESTED", "0", nothing);
  return lineOf("platform_limits", over.length === 0 ? "PASS" : "FAIL", "0", String(over.length), over);
}

/** What was spent is spent: more than was meant to be is said, and held against nothing. */
function costRule({ questions, tokens, money, most }: PromotionFacts["cost"]): PromotionRule {
  const words = (asked: number | null, used: number | null, paid: string | null): string =>
    [
      ...(asked === null ? [] : [`${String(asked)} questions`]),
      ...(used === null ? [] : [`${String(used)} tokens`]),
      ...(paid === null ? [] : [paid]),
    ].join(", ");
  const inMoney = (amount: number): string => `${amount.toFixed(2)} ${money?.currency ?? ""}`.trim();
  const limits = words(most.questions, most.tokens, most.money === null ? null : inMoney(most.money));
  const isOver =
    questions > (most.questions ?? Infinity) ||
    tokens > (most.tokens ?? Infinity) ||
    (money?.amount ?? 0) > (most.money ?? Infinity);
  const observed = words(questions, tokens, money === null ? null : inMoney(money.amount));
  return lineOf("cost", isOver ? "WARN" : "PASS", limits === "" ? nothing : `≤ ${limits}`, observed);
}

function approvalRule(approvals: PromotionFacts["approvals"]): PromotionRule {
  if (approvals.kind === "not_asked") return lineOf("approvals", "PASS", nothing, "automatic");
  const { required, approvedBy, lacking } = approvals;
  const observed = approvedBy.length === 0 ? "nobody" : approvedBy.join(", ");
  return lineOf("approvals", lacking.length === 0 ? "PASS" : "FAIL", `≥ ${String(required)}`, observed);
}

/** Worked out on the merged configuration, without writing production. */
function rollbackTested(merge: PromotionFacts["merge"]): PromotionRule {
  if (merge.kind === "conflict") return lineOf("rollback_tested", "NOT_TESTED", "same bytes", nothing);
  const verdict = merge.inverse === "same" ? "PASS" : "FAIL";
  return lineOf("rollback_tested", verdict, "same bytes", `${merge.inverse} bytes`);
}
