import type { Amounts } from "./limits.ts";
import { divided, moneyOf, type Prices } from "./prices.ts";

/**
 * `least`: the baseline alone, as when nothing is found to mend. `typical`: the loops that runs usually take. `long`: every loop that the
 * settings allow.
 */
export type Range = { readonly least: number; readonly typical: number; readonly long: number };

/** Means measured in earlier runs on the space; null where there was none. */
export type Measured = {
  readonly questionSeconds: number | null;
  readonly statementSeconds: number | null;
  readonly tokensPerCall: number | null;
  /** Share of the visible questions that production got wrong. */
  readonly wrongShare: number | null;
};

export type ForecastFacts = {
  readonly visible: number;
  readonly heldOut: number;
  /** Asks a question in the baseline, and on each arm of the last exam. */
  readonly repeats: { readonly baseline: number; readonly last: number };
  readonly maxIterations: number;
  readonly maxChanges: number;
  readonly concurrent: number;
  /** Questions a minute that this run may ask; null for no limit. */
  readonly perMinute: number | null;
  /** Minutes of a day within which questions are asked; null for always. */
  readonly windowMinutes: number | null;
  readonly measured: Measured;
  readonly prices: Prices;
  readonly currency: string;
};

/** What a run will ask, take and cost, as far as can be said before its first question. */
export type Forecast = {
  readonly version: 1;
  readonly visible: number;
  readonly held_out: number;
  /** Loops behind `typical` and `long`. */
  readonly loops: { readonly typical: number; readonly long: number };
  readonly questions: {
    readonly baseline: number;
    readonly trials: Range;
    readonly evaluations: Range;
    readonly last_exam: Range;
    readonly total: Range;
  };
  /** Minutes of work, under the quota and with so many questions at once. */
  readonly minutes: Range;
  /** Days on which that falls where questions are asked only at some time of day; null where they are asked always. */
  readonly days: Range | null;
  readonly statements: Range;
  readonly tokens: Range;
  readonly warehouse_seconds: Range;
  /** Null where no price is set. */
  readonly money: Range | null;
  readonly currency: string;
  readonly per_minute: number | null;
  readonly concurrent: number;
  /** What the figures rest on, and which of it was measured in earlier runs; the rest are defaults. */
  readonly basis: {
    readonly question_seconds: number;
    readonly statement_seconds: number;
    readonly tokens_per_call: number;
    readonly wrong_share: number;
    readonly measured: readonly (keyof Measured)[];
  };
};

/** What is taken where no earlier run on the space measured it. */
export const defaults = {
  questionSeconds: 20,
  statementSeconds: 2,
  tokensPerCall: 12_000,
  wrongShare: 0.4,
  modelCallSeconds: 25,
} as const;

/** Loops that runs usually take: a fix that did not hold is not proposed again, so later loops find little. */
const typicalLoops = 2;
/** Model calls a loop: not every one of the nine fix categories has failures, and one call reads unclear ones. */
const callsPerLoop = 6;
/** Pairs on both clones that confirm a target, 5 to 8. */
const confirmPairs = 6;
/** Of the targets, so many move in the screen and are confirmed. */
const movedShare = 0.6;
/** Fixes that do not hold together are tried again in halves: trials of a plan, the first one included. */
const trialsPerLoop = 2;

/** The forecast of a run. Pure: what was measured comes in. */
export function forecastOf(facts: ForecastFacts): Forecast {
  const { visible, heldOut, repeats, measured } = facts;
  const basis = {
    question_seconds: measured.questionSeconds ?? defaults.questionSeconds,
    statement_seconds: measured.statementSeconds ?? defaults.statementSeconds,
    tokens_per_call: measured.tokensPerCall ?? defaults.tokensPerCall,
    wrong_share: measured.wrongShare ?? defaults.wrongShare,
    measured: (Object.keys(measured) as (keyof Measured)[]).filter((name) => measured[name] !== null),
  };
  const loops = { typical: Math.min(typicalLoops, facts.maxIterations), long: facts.maxIterations };
  const baseline = visible * repeats.baseline;
  const perLoop = trialQuestions(facts, basis.wrong_share);
  const trials = { least: 0, typical: loops.typical * perLoop, long: loops.long * perLoop };
  const evaluations = { least: 0, typical: visible, long: loops.long * visible };
  const last = (visible + heldOut) * repeats.last * 2;
  const last_exam = { least: 0, typical: last, long: last };
  const total = each((at) => baseline + trials[at] + evaluations[at] + last_exam[at]);
  // Each stage computes the expected results once; every answer is a statement of its own.
  const stages = { least: 1, typical: 1 + 2 * loops.typical + 1, long: 1 + 2 * loops.long + 1 };
  const statements = each((at) => total[at] + stages[at] * (visible + (at === "least" ? 0 : heldOut)));
  const warehouse_seconds = each((at) => statements[at] * basis.statement_seconds);
  const calls = { least: 0, typical: loops.typical * callsPerLoop, long: loops.long * callsPerLoop };
  const tokens = each((at) => calls[at] * basis.tokens_per_call);
  const minutes = each((at) => minutesFor(facts, total[at], basis.question_seconds) + callMinutes(calls[at]));
  const money = each(
    (at) =>
      moneyOf(
        { questions: total[at], warehouseSeconds: warehouse_seconds[at], ...divided(tokens[at]) },
        facts.prices,
      ) ?? Number.NaN,
  );
  const { windowMinutes } = facts;
  return {
    version: 1,
    visible,
    held_out: heldOut,
    loops,
    questions: { baseline, trials, evaluations, last_exam, total },
    minutes,
    days: windowMinutes === null ? null : each((at) => Math.max(1, Math.ceil(minutes[at] / windowMinutes))),
    statements,
    tokens,
    warehouse_seconds,
    money: Number.isNaN(money.least) ? null : money,
    currency: facts.currency,
    per_minute: facts.perMinute,
    concurrent: facts.concurrent,
    basis,
  };
}

/** Minutes that questions take: the quota's or those of so many at once, whichever is more. */
export function minutesFor(
  { perMinute, concurrent }: Pick<ForecastFacts, "perMinute" | "concurrent">,
  questions: number,
  questionSeconds: number,
): number {
  const working = (questions * questionSeconds) / concurrent / 60;
  return Math.max(working, perMinute === null ? 0 : questions / perMinute);
}

/** What is needed at the very least for `questions` to be asked: nothing is in it that is only guessed. */
export function certainNeed(
  facts: Pick<ForecastFacts, "perMinute" | "concurrent" | "measured" | "prices">,
  questions: number,
): Amounts {
  const { perMinute, concurrent, measured, prices } = facts;
  // A first minute's questions may go at once, and answers may come sooner than they used to.
  const quota = perMinute === null ? 0 : Math.max(0, Math.ceil(questions / perMinute) - 1);
  const answering = (((measured.questionSeconds ?? 0) / 2) * questions) / concurrent / 60;
  return {
    questions,
    minutes: Math.max(quota, answering),
    tokens: 0,
    money: moneyOf({ questions, warehouseSeconds: 0, promptTokens: 0, completionTokens: 0 }, prices),
  };
}

function trialQuestions({ visible, maxChanges }: ForecastFacts, wrongShare: number): number {
  const targets = Math.min(Math.ceil(visible * wrongShare), maxChanges * 2);
  const guards = visible - targets;
  const confirming = Math.ceil(targets * movedShare) * 2 * confirmPairs;
  // The second trial is of a half: half the targets, all guards.
  const share = 1 / trialsPerLoop;
  return Math.ceil(targets + guards + confirming + (trialsPerLoop - 1) * (guards + (targets + confirming) * share));
}

function callMinutes(calls: number): number {
  return (calls * defaults.modelCallSeconds) / 3 / 60;
}

function each(value: (at: keyof Range) => number): Range {
  return { least: value("least"), typical: value("typical"), long: value("long") };
}

/** The whole as amounts to be held against the limits. */
export function amountsOf(forecast: Forecast, at: keyof Range): Amounts {
  return {
    questions: forecast.questions.total[at],
    minutes: forecast.minutes[at],
    tokens: forecast.tokens[at],
    money: forecast.money === null ? null : forecast.money[at],
  };
}
