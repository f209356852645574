import { type Exceeded, readReason } from "../forecast/limits.ts";
import { limitAmount } from "./amounts.ts";
import type { Locale } from "./locale.ts";
import { forecastTexts } from "./texts/forecast-texts.ts";
import { textsIn } from "./texts/texts-in.ts";

/** Why a run ended, as its row says it, in words; a reason that is not known stays as it is. */
export function stopReasonInWords(reason: string, locale: Locale): string {
  const exceeded = readReason(reason);
  return exceeded === null ? (textsIn(locale).stopReasons[reason] ?? reason) : exceededInWords(exceeded, null, locale);
}

/** A limit that ended a run, or kept it from going on. */
function exceededInWords({ kind, limit, used, allowed }: Exceeded, currency: string | null, locale: Locale): string {
  const texts = forecastTexts[locale];
  const words = kind === "reached" ? texts.reached : texts.tooLow;
  return words(limit, limitAmount(limit, used, currency, locale), limitAmount(limit, allowed, currency, locale));
}
