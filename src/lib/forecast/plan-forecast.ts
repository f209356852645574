import { defaults, minutesFor, type ForecastFacts, type Range } from "./forecast.ts";
import { divided, moneyOf } from "./prices.ts";

/** What a plan is tried on, and what is known of the workspace. */
export type PlanFacts = Pick<ForecastFacts, "perMinute" | "concurrent" | "measured" | "prices" | "currency"> & {
  /** Questions that the plan is to mend. */
  readonly targets: number;
  /** Questions that are right today and must stay so. */
  readonly guards: number;
  /** Fresh pairs of answers that each target which became right gets. */
  readonly pairs: number;
};

/**
 * What trying a plan once, as a whole, takes. `least`: no target becomes right, and it ends with the screen; `typical`: some do; `long`:
 * every one does, which asks the most. Taking a plan apart that does not hold asks more.
 */
export type PlanForecast = {
  readonly screen: number;
  readonly guard: number;
  /** At most so many. */
  readonly confirm: number;
  readonly questions: Range;
  readonly minutes: Range;
  readonly statements: Range;
  /** A model plans nothing here; it reads wrong answers that no rule explains. */
  readonly tokens: Range;
  /** Null where no price is set. */
  readonly money: Range | null;
  readonly currency: string;
};

/** Of the targets, so many become right in the screen. */
const movedShare = 0.6;
/** Wrong answers that one model call reads. */
const readingsPerCall = 10;

/** Pure: what was measured comes in. */
export function forecastOfPlan(facts: PlanFacts): PlanForecast {
  const { targets, guards, pairs, measured, prices } = facts;
  const confirming = (moved: number): number => (moved === 0 ? 0 : guards + moved * pairs * 2);
  const moved = { least: 0, typical: Math.ceil(targets * movedShare), long: targets };
  const questions = each((at) => targets + confirming(moved[at]));
  const minutes = each((at) => minutesFor(facts, questions[at], measured.questionSeconds ?? defaults.questionSeconds));
  // Each answer is a statement, and each question's expected result is computed once.
  const statements = each((at) => questions[at] + targets + (moved[at] === 0 ? 0 : guards));
  const calls = {
    least: 0,
    typical: Math.ceil((targets - moved.typical) / readingsPerCall),
    long: Math.ceil(targets / readingsPerCall),
  };
  const tokens = each((at) => calls[at] * (measured.tokensPerCall ?? defaults.tokensPerCall));
  const money = each(
    (at) =>
      moneyOf(
        {
          questions: questions[at],
          warehouseSeconds: statements[at] * (measured.statementSeconds ?? defaults.statementSeconds),
          ...divided(tokens[at]),
        },
        prices,
      ) ?? Number.NaN,
  );
  return {
    screen: targets,
    guard: guards,
    confirm: targets * pairs * 2,
    questions,
    minutes,
    statements,
    tokens,
    money: Number.isNaN(money.least) ? null : money,
    currency: facts.currency,
  };
}

function each(value: (at: keyof Range) => number): Range {
  return { least: value("least"), typical: value("typical"), long: value("long") };
}
