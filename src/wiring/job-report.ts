import type { Clock } from "../lib/core/clock.ts";
import type { Log } from "../lib/core/log.ts";
import { forecastInWords, limitsInWords } from "../lib/report/forecast-words.ts";
import type { Locale } from "../lib/report/locale.ts";
import type { Report } from "../runs/run-event.ts";

/** A job's log is told this often how far the questions are. */
const tellEveryMs = 30_000;

/** A run's events as lines of a job's log: of the questions only one line every 30 s and the last; the forecast also in words. */
export function jobReport(log: Log, locale: Locale, clock: Pick<Clock, "monotonic">): Report {
  let toldAt = clock.monotonic();
  return ({ kind, ...facts }) => {
    if ("compared" in facts) {
      const isLast = facts.compared === facts.total;
      if (kind !== "asked" || (!isLast && clock.monotonic() - toldAt < tellEveryMs)) return;
      toldAt = clock.monotonic();
    }
    const words =
      "forecast" in facts
        ? { words: [...forecastInWords(facts.forecast, locale), ...limitsInWords(facts, locale)] }
        : {};
    log({ level: kind === "limit_near" ? "warn" : "info", event: kind, ...facts, ...words });
  };
}
