import { cutToWidth, displayWidth } from "../lib/report/display-width.ts";
import type { Locale } from "../lib/report/locale.ts";
import { bar, percent } from "../lib/report/markdown.ts";
import { textsIn } from "../lib/report/texts/texts-in.ts";
import type { Asking } from "../runs/run-event.ts";
import { progressTexts } from "./progress-texts.ts";

const indent = "  ";

/**
 * How far the questions of one evaluation are, in one line that never wraps: what matters least is left out first.
 * @param columns of the terminal; the last one stays empty, since some terminals wrap there already
 */
export function liveLine(asking: Asking, locale: Locale, columns: number): string {
  const room = Math.max(0, columns - 1);
  const eastAsian = locale === "ko";
  const fits = variants(asking, locale).find((line) => displayWidth(line, eastAsian) <= room);
  return fits ?? cutToWidth(`${String(asking.compared)}/${String(asking.total)}`, room, eastAsian);
}

/** The same as a plain line for a log. */
export function plainLine(asking: Asking, locale: Locale): string {
  return `${indent}${wholeOf(partsOf(asking, locale))}`;
}

/** From the whole story to the bare count. */
function variants(asking: Asking, locale: Locale): string[] {
  const parts = partsOf(asking, locale);
  const { compared, score, left, count } = parts;
  const drawn = bar(asking.total === 0 ? 0 : asking.compared / asking.total);
  return [
    `${indent}${drawn} ${wholeOf(parts)}`,
    `${indent}${wholeOf(parts)}`,
    indent + joined([compared, score, parts.quota, left]),
    indent + joined([count, score, left]),
    indent + joined([count, score]),
    indent + count,
    count,
  ];
}

type Parts = Readonly<Record<"asked" | "executed" | "compared" | "score" | "quota" | "left" | "count", string>>;

function wholeOf({ asked, executed, compared, score, quota, left }: Parts): string {
  return joined([asked, executed, compared, score, quota, left]);
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}

function partsOf({ total, asked, executed, compared, correct, perMinute, secondsLeft }: Asking, locale: Locale): Parts {
  const texts = progressTexts[locale];
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const count = `${String(compared)}/${String(total)}`;
  return {
    asked: texts.answered(asked),
    executed: texts.executed(executed),
    compared: texts.compared(count),
    score: compared === 0 ? "" : texts.right(percent(correct / compared)),
    quota: perMinute === null ? "" : texts.perMinute(number.format(perMinute)),
    left: secondsLeft === null || compared === total ? "" : texts.left(textsIn(locale).duration(secondsLeft)),
    count,
  };
}
