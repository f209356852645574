import type { Forecast, Range } from "../forecast/forecast.ts";
import { moneyInWords } from "./amounts.ts";
import type { Locale } from "./locale.ts";
import { markdownTable, percent } from "./markdown.ts";
import { forecastTexts } from "./texts/forecast-texts.ts";
import { textsIn } from "./texts/texts-in.ts";

/** A line of the forecast: what, at least, typically, with every loop. */
export type ForecastLine = readonly [what: string, least: string, typical: string, long: string];

/** What was really used, to stand beside what was forecast. */
export type Spent = {
  readonly questions: number;
  readonly seconds: number;
  readonly statements: number;
  readonly tokens: number;
  readonly warehouseSeconds: number;
  readonly money: { readonly amount: number; readonly currency: string } | null;
};

/** The forecast as lines of text, the heads first. */
export function forecastLines(forecast: Forecast, locale: Locale): ForecastLine[] {
  const { rows, columns, notPriced } = forecastTexts[locale];
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const { duration } = textsIn(locale);
  const line = (what: string, range: Range, words: (value: number) => string): ForecastLine => [
    what,
    words(range.least),
    words(range.typical),
    words(range.long),
  ];
  const count = (value: number): string => number.format(value);
  const { baseline, trials, evaluations, last_exam, total } = forecast.questions;
  const { money, currency } = forecast;
  return [
    ["", columns.least, columns.typical, columns.long(forecast.loops.long)],
    line(rows.questions, total, count),
    line(rows.baseline, { least: baseline, typical: baseline, long: baseline }, count),
    line(rows.trials, trials, count),
    line(rows.evaluations, evaluations, count),
    line(rows.lastExam, last_exam, count),
    line(rows.time, forecast.minutes, (minutes) => duration(minutes * 60)),
    ...(forecast.days === null ? [] : [line(rows.days, forecast.days, count)]),
    line(rows.statements, forecast.statements, count),
    line(rows.tokens, forecast.tokens, count),
    line(rows.warehouse, forecast.warehouse_seconds, duration),
    money === null
      ? [rows.money, notPriced, notPriced, notPriced]
      : line(rows.money, money, (amount) => moneyInWords(amount, currency, locale)),
  ];
}

/** What the figures rest on: one or two sentences. */
export function forecastBasis({ basis, loops, per_minute, concurrent }: Forecast, locale: Locale): string {
  const texts = forecastTexts[locale];
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const names = basis.measured.map((name) => texts.measures[name]).join(", ");
  const rests = texts.basis({
    loops: loops.typical,
    perMinute: per_minute === null ? null : number.format(per_minute),
    concurrent,
    questionSeconds: number.format(basis.question_seconds),
    wrongShare: percent(basis.wrong_share),
  });
  return `${rests} ${names === "" ? texts.nothingMeasured : texts.measured(names)}`;
}

/** The forecast beside what the run used. */
export function forecastTable(forecast: Forecast, spent: Spent, locale: Locale): string {
  const { rows, used } = forecastTexts[locale];
  const number = new Intl.NumberFormat(locale);
  const { duration } = textsIn(locale);
  const really = new Map([
    ["", used],
    [rows.questions, number.format(spent.questions)],
    [rows.time, duration(spent.seconds)],
    [rows.statements, number.format(spent.statements)],
    [rows.tokens, number.format(spent.tokens)],
    [rows.warehouse, duration(spent.warehouseSeconds)],
    [rows.money, spent.money === null ? "–" : moneyInWords(spent.money.amount, spent.money.currency, locale)],
  ]);
  const [head = [], ...lines] = forecastLines(forecast, locale).map((line) => [...line, really.get(line[0]) ?? ""]);
  return `${markdownTable(head, lines)}\n\n${forecastBasis(forecast, locale)}`;
}
