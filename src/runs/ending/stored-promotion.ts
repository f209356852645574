import type { Promotion, PromotionRule, RuleName } from "../../lib/gate/promotion.ts";
import { textsIn } from "../../lib/report/texts/texts-in.ts";
import type { PromotionLine, PromotionRow } from "../../lib/state/tables/promotions.ts";

/** A decision as its rows: a line a rule, and the whole as the last. */
export function promotionLines(promotion: Promotion): PromotionLine[] {
  const texts = textsIn("en");
  return [
    ...promotion.rules.map(({ rule, required, observed, verdict, questions }) => ({
      rule,
      required,
      observed,
      verdict,
      // The sign that parts them stands in none of them.
      note: [texts.rules[rule].note, ...questions.map((one) => one.replaceAll("; ", ", "))].join("; "),
    })),
    {
      rule: "decision",
      required: null,
      observed: null,
      verdict: promotion.verdict,
      note: texts.verdicts[promotion.verdict] ?? null,
    },
  ];
}

/** The stored lines as the gate's decision; null where nothing was decided. */
export function promotionOf(lines: readonly PromotionRow[]): Promotion | null {
  const whole = lines.find((line) => line.rule === "decision");
  if (whole === undefined) return null;
  const rules = lines
    .filter((line) => line !== whole)
    .map((line): PromotionRule => ({
      // Written by promotionLines and by nobody else.
      rule: line.rule as RuleName,
      required: line.required ?? "",
      observed: line.observed ?? "",
      verdict: line.verdict as PromotionRule["verdict"],
      questions: (line.note ?? "").split("; ").slice(1),
    }));
  return { verdict: whole.verdict as Promotion["verdict"], rules };
}
