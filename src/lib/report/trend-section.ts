import type { Locale } from "./locale.ts";
import { bar, markdownTable, percent } from "./markdown.ts";
import type { LoopReport, RunReport, ScoreLine } from "./run-report.ts";
import { textsIn } from "./texts/texts-in.ts";

/** A score as the trend draws it; shares from 0 to 1. */
export type TrendPoint = {
  readonly label: string;
  readonly score: number;
  readonly low: number | null;
  readonly high: number | null;
};

/** The score that each loop began with, and the last full evaluation where one was made. */
export function trendPoints(report: RunReport, locale: Locale): TrendPoint[] {
  const { labels } = textsIn(locale);
  const end = lastEvaluation(report);
  return [
    ...report.loops.flatMap(({ number, score, low, high }): TrendPoint[] =>
      score === null ? [] : [{ label: `${labels.loop} ${String(number)}`, score, low, high }],
    ),
    ...(end === null
      ? []
      : [{ label: labels.end, score: end.correct / Math.max(1, end.n), low: end.low, high: end.high }]),
  ];
}

/** The trend as a table, with what its scores count. */
export function trendTable(report: RunReport, locale: Locale): string {
  const texts = textsIn(locale);
  const { labels } = texts;
  if (report.loops.length === 0) return texts.notMeasured;
  const { visible } = report.exam;
  const end = lastEvaluation(report);
  const score = (share: number, correct: number, n: number): string =>
    `${texts.count(correct, n)} (${percent(share)}) ${bar(share)}`;
  const interval = (low: number | null, high: number | null): string =>
    low === null || high === null ? "–" : `${percent(low)}–${percent(high)}`;
  const rows = report.loops.map((loop: LoopReport) => [
    String(loop.number),
    loop.score === null ? "–" : score(loop.score, Math.round(loop.score * visible), visible),
    interval(loop.low, loop.high),
    ...[loop.proposed, loop.kept, loop.reverted, loop.blocked, loop.questionsAsked].map(String),
  ]);
  const last =
    end === null
      ? []
      : [
          [
            labels.end,
            score(end.correct / Math.max(1, end.n), end.correct, end.n),
            interval(end.low, end.high),
            "",
            "",
            "",
            "",
            "",
          ],
        ];
  const table = markdownTable(
    [
      labels.loop,
      labels.score,
      labels.interval,
      labels.proposed,
      labels.kept,
      labels.reverted,
      labels.blocked,
      labels.asked,
    ],
    [...rows, ...last],
  );
  return `${table}\n\n${texts.trendNote(visible, report.score.initial?.notEvaluable ?? 0)}`;
}

/** The final score, unless it is the first one again because nothing was evaluated later. */
function lastEvaluation({ score: { initial, final } }: RunReport): ScoreLine | null {
  return final === null || (initial !== null && final.repeats === initial.repeats) ? null : final;
}
