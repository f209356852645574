import type { Limits } from "../../lib/forecast/limits.ts";
import type { Prices } from "../../lib/forecast/prices.ts";
import type { Settings } from "../../lib/settings/settings.ts";

/** The price settings in the forecast's words. */
export function pricesOf(settings: Settings): Prices {
  return {
    question: settings.price_question,
    warehouseHour: settings.price_warehouse_hour,
    millionInputTokens: settings.price_million_input_tokens,
    millionOutputTokens: settings.price_million_output_tokens,
  };
}

/** What the settings let a run use. */
export function limitsOf({ max_questions, max_minutes, max_tokens, max_cost }: Settings): Limits {
  return { max_questions, max_minutes, max_tokens, max_cost };
}

/** Whether any limit is set: without one nothing is read and nothing counted for it. */
export function isLimited(limits: Limits): boolean {
  return Object.values(limits).some((limit) => limit !== null);
}
