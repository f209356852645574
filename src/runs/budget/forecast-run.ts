import type { Exam } from "../../lib/exam/question.ts";
import { EnhancerError } from "../../lib/core/errors.ts";
import { amountsOf, certainNeed, forecastOf, type ForecastFacts } from "../../lib/forecast/forecast.ts";
import { type Amounts, type Exceeded, limitUses, tooLow } from "../../lib/forecast/limits.ts";
import { isPriced } from "../../lib/forecast/prices.ts";
import type { Settings } from "../../lib/settings/settings.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { baselineRepeats } from "../asking/baseline.ts";
import { finalRepeats } from "../ending/final-exam.ts";
import type { RunContext } from "../run-context.ts";
import { measuredBefore } from "./measured.ts";
import { isLimited, limitsOf, pricesOf } from "./prices-of.ts";
import { spentSoFar } from "./spent.ts";
import { storedForecast } from "./stored-forecast.ts";

/**
 * Forecasts the run before its first question, stores and tells it, and holds it against the limits.
 * @returns the limit that not even the baseline keeps, or null
 * @throws EnhancerError SETTINGS_INVALID when money is limited and nothing has a price
 */
export async function forecastRun(context: RunContext, runId: string, exam: Exam): Promise<Exceeded | null> {
  const { settings, state } = context;
  const run = await state.runs.get(runId);
  if (run === null) return null;
  const limits = limitsOf(settings);
  const prices = pricesOf(settings);
  if (limits.max_cost !== null && !isPriced(prices)) throw withoutPrices(limits.max_cost);
  const stored = storedForecast(run.forecast_json);
  const measured = await measuredBefore(context, run);
  const facts = factsOf(settings, exam, measured);
  const forecast = stored ?? forecastOf(facts);
  const refused = isLimited(limits) ? await refusal(context, run, exam, facts) : null;
  const beyond = limitUses(limits, amountsOf(forecast, "typical")).filter(({ used, allowed }) => used > allowed);
  if (stored === null) {
    const others = JSON.parse(run.forecast_json ?? "{}") as Readonly<Record<string, unknown>>;
    await state.runs.update(run.run_id, { forecast_json: JSON.stringify({ ...others, ...forecast }) });
  }
  if (stored === null || refused !== null) context.report({ kind: "forecast", forecast, beyond, refused });
  return refused;
}

/** What is certainly needed until the baseline is scored, with what the run has used already, against the limits. */
async function refusal(context: RunContext, run: RunRow, exam: Exam, facts: ForecastFacts): Promise<Exceeded | null> {
  const limits = limitsOf(context.settings);
  const spent = await spentSoFar(context, run.run_id, limits, facts.prices);
  const asked = await context.state.attempts.list({ run_id: run.run_id, iteration_number: 1, arms: ["baseline"] });
  const left = visibleOf(exam) * baselineRepeats - asked.length;
  if (left <= 0) return null;
  const need = certainNeed(facts, left);
  return tooLow(limits, {
    questions: spent.questions + need.questions,
    minutes: spent.minutes + need.minutes,
    tokens: spent.tokens + need.tokens,
    money: sumOf(spent, need),
  });
}

function sumOf(spent: Amounts, need: Amounts): number | null {
  return need.money === null ? null : (spent.money ?? 0) + need.money;
}

function factsOf(settings: Settings, exam: Exam, measured: ForecastFacts["measured"]): ForecastFacts {
  const perMinute = settings.questions_per_minute;
  const visible = visibleOf(exam);
  return {
    visible,
    heldOut: exam.questions.length - visible,
    repeats: { baseline: baselineRepeats, last: finalRepeats },
    maxIterations: settings.max_iterations,
    maxChanges: settings.max_changes_per_iteration,
    concurrent: settings.batch ? settings.genie_concurrent : 1,
    perMinute: perMinute === null ? null : perMinute * settings.quota_share,
    windowMinutes: settings.ask_window === null ? null : windowMinutes(settings.ask_window),
    measured,
    prices: pricesOf(settings),
    currency: settings.currency,
  };
}

/** Length of `20:00-06:00`; the same time twice is a whole day. */
export function windowMinutes(window: string): number {
  const [from = 0, to = 0] = window.split("-").map((time) => {
    const [hours = 0, minutes = 0] = time.split(":").map(Number);
    return hours * 60 + minutes;
  });
  const day = 24 * 60;
  return (to - from + day) % day || day;
}

function visibleOf(exam: Exam): number {
  return exam.questions.filter((question) => question.split === "visible").length;
}

function withoutPrices(maxCost: number): EnhancerError {
  return new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `max_cost = ${String(maxCost)} limits what the run costs, but no price is set, so that nothing would ever cost anything`,
    remedy: "Set price_question, price_warehouse_hour or the prices of tokens, or leave max_cost out.",
  });
}
