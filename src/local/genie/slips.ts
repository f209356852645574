import { drawOf } from "../../lib/core/random.ts";
import type { Plan } from "./query-plan.ts";

export type Chance = { readonly seed: string | number; readonly flakyShare: number };
export type Asking = { readonly spaceId: string; readonly question: string; readonly timesAsked: number };

/** How one asking slips: not at all, in its plan, or by answering with words. `pick` in [0, 1) says in which way. */
export type Slip =
  | { readonly kind: "none" }
  | { readonly kind: "words" }
  | { readonly kind: "plan"; readonly pick: number };

/**
 * A seeded share of questions is flaky and passes with a probability of its own between .6 and .9; whether one asking passes
 * depends on seed, space, question and how often it was asked, and on nothing else.
 */
export function slipOf({ seed, flakyShare }: Chance, { spaceId, question, timesAsked }: Asking): Slip {
  if (drawOf(seed, "flaky", question) >= flakyShare) return { kind: "none" };
  const passes = 0.6 + 0.3 * drawOf(seed, "passes", question);
  if (drawOf(seed, spaceId, question, timesAsked) < passes) return { kind: "none" };
  const pick = drawOf(seed, "slip", spaceId, question, timesAsked);
  return pick < 0.2 ? { kind: "words" } : { kind: "plan", pick: (pick - 0.2) / 0.8 };
}

/** A plausibly wrong variant of a plan: a filter lost, another limit, or another aggregate; null where there is nothing to get wrong. */
export function slippedPlan(plan: Plan, pick: number): Plan | null {
  const variants: Plan[] = plan.where.map((_, i) => ({ ...plan, where: plan.where.filter((__, j) => j !== i) }));
  if (plan.limit !== null) variants.push({ ...plan, limit: plan.limit + 1 });
  const swapped = plan.measures.map((measure) =>
    measure.kind === "sql"
      ? {
          ...measure,
          expression: {
            ...measure.expression,
            fragment: { ...measure.expression.fragment, parts: measure.expression.fragment.parts.map(otherAggregate) },
          },
        }
      : measure,
  );
  if (JSON.stringify(swapped) !== JSON.stringify(plan.measures)) variants.push({ ...plan, measures: swapped });
  const listed = plan.groups.length + plan.columns.length > 0;
  if (variants.length === 0 && listed) variants.push({ ...plan, limit: 1 });
  return variants[Math.floor(pick * variants.length)] ?? null;
}

function otherAggregate(part: Plan["where"][number]["fragment"]["parts"][number]): typeof part {
  if (typeof part !== "string") return part;
  return part
    .replace(/\b(?:SUM|AVG|COUNT)\b(?!\s*_)/iu, (fn) =>
      fn.toUpperCase() === "AVG" ? "SUM" : fn.toUpperCase() === "SUM" ? "AVG" : "SUM",
    )
    .replace("SUM(DISTINCT ", "COUNT(");
}
