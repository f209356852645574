import type { Forecast } from "../forecast/forecast.ts";
import type { LimitUse } from "../forecast/limits.ts";
import { limitAmount } from "./amounts.ts";
import { displayWidth, padFromWidth, padToWidth } from "./display-width.ts";
import { forecastBasis, forecastLines } from "./forecast-section.ts";
import type { Locale } from "./locale.ts";
import { forecastTexts } from "./texts/forecast-texts.ts";

/** The forecast as plain lines under each other, in columns. */
export function forecastInWords(forecast: Forecast, locale: Locale): string[] {
  const lines = forecastLines(forecast, locale);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => displayWidth(line[column] ?? ""))));
  const columns = lines.map(([what, ...values]) =>
    [
      padToWidth(what, widths[0] ?? 0),
      ...values.map((value, index) => padFromWidth(value, widths[index + 1] ?? 0)),
    ].join("  "),
  );
  return [
    forecastTexts[locale].heading,
    ...columns.map((line) => `  ${line.trimEnd()}`),
    forecastBasis(forecast, locale),
  ];
}

/** What a limit is beside what is needed: the run may end early, or does not begin. */
export function limitsInWords(
  {
    forecast,
    beyond,
    refused,
  }: {
    readonly forecast: Pick<Forecast, "currency">;
    readonly beyond: readonly LimitUse[];
    readonly refused: LimitUse | null;
  },
  locale: Locale,
): string[] {
  const { currency } = forecast;
  const texts = forecastTexts[locale];
  const say = (words: typeof texts.beyond, { limit, used, allowed }: LimitUse): string =>
    words(limit, limitAmount(limit, used, currency, locale), limitAmount(limit, allowed, currency, locale));
  return refused === null ? beyond.map((use) => say(texts.beyond, use)) : [say(texts.refused, refused)];
}

/** Four fifths of a limit are used. */
export function limitNearInWords({ limit, used, allowed }: LimitUse, locale: Locale): string {
  const amount = (value: number): string => limitAmount(limit, value, null, locale);
  return forecastTexts[locale].near(limit, amount(used), amount(allowed));
}
