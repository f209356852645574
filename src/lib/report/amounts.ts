import type { LimitName } from "../forecast/limits.ts";
import type { Locale } from "./locale.ts";
import { forecastTexts } from "./texts/forecast-texts.ts";

/** Money in its currency, with as many decimals as small amounts need. */
export function moneyInWords(amount: number, currency: string, locale: Locale): string {
  const small = amount !== 0 && Math.abs(amount) < 1 ? { maximumSignificantDigits: 2 } : {};
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...small }).format(amount);
}

/** An amount under a limit, with its unit. */
export function limitAmount(limit: LimitName, amount: number, currency: string | null, locale: Locale): string {
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: limit === "max_minutes" ? 1 : 0 });
  const text =
    limit !== "max_cost"
      ? plain.format(amount)
      : currency === null
        ? new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 }).format(amount)
        : moneyInWords(amount, currency, locale);
  return forecastTexts[locale].limits[limit](text);
}
