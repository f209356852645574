import { moneyInWords } from "./amounts.ts";
import { changesTables, stoppedTable } from "./changes-section.ts";
import { correctionsSection } from "./corrections-section.ts";
import { nextLines } from "./choices.ts";
import { decisionBody, verdictLines } from "./decision.ts";
import { effectivenessTable } from "./lessons.ts";
import { platformSection } from "./disagreements.ts";
import { failuresSection } from "./failures-section.ts";
import { fitnessSection } from "./fitness-section.ts";
import { forecastTable } from "./forecast-section.ts";
import type { Locale } from "./locale.ts";
import { code, markdownTable, percent, plain } from "./markdown.ts";
import { questionsSection } from "./questions-section.ts";
import type { CountLine, RunReport, ScoreLine } from "./run-report.ts";
import { stopReasonInWords } from "./stop-reason.ts";
import { forecastTexts } from "./texts/forecast-texts.ts";
import { planTexts } from "./texts/plan-texts.ts";
import { textsIn } from "./texts/texts-in.ts";
import { trendTable } from "./trend-section.ts";

/** `report.md`: the whole run for people who decide, the decision first. The HTML report is this, drawn. */
export function reportMarkdown(report: RunReport, locale: Locale): string {
  const texts = textsIn(locale);
  const kept = report.changes.filter((change) => ["KEPT", "PROMOTED", "UNDONE"].includes(change.status));
  const stopped = report.changes.filter((change) => ["BLOCKED", "REVERTED", "REJECTED"].includes(change.status));
  const sections: readonly (readonly [string, string])[] = [
    [texts.headings.verdictFirst, [...verdictLines(report, locale), nextLines(report, locale)].join("\n\n")],
    [texts.headings.summary, summaryTable(report, locale)],
    ...(report.provisional ? [failuresSection(report.questions, locale)] : []),
    ...fitnessSection(report, locale),
    [texts.headings.trend, trendTable(report, locale)],
    [texts.headings.decision, `${decisionBody(report, locale)}\n\n${texts.halfRightNotice}`],
    [counted(texts.headings.changes, kept), kept.length === 0 ? texts.none : changesTables(kept, locale)],
    [counted(texts.headings.stopped, stopped), stopped.length === 0 ? texts.none : stoppedTable(stopped, locale)],
    [texts.headings.effectiveness, effectivenessTable(report.lessons, locale)],
    [counted(texts.headings.questions, report.questions), questionsSection(report.questions, locale)],
    ...correctionsSection(report.corrections, locale),
    ...platformSection(report, locale),
    [texts.headings.cost, costTable(report, locale)],
    ...forecastSection(report, locale),
  ];
  return [
    `# ${plain(texts.reportTitle(report.space.title))}`,
    ...provisionalNotice(report, locale),
    ...(report.workspace === "local" ? [`> ${texts.localNotice}`] : []),
    ...sections.flatMap(([heading, body]) => [`## ${heading}`, body]),
  ]
    .join("\n\n")
    .concat("\n");
}

/** A score with everything it must not be read without: questions, repeats, what was not evaluable, and its interval. */
export function scoreInWords(score: ScoreLine | null, locale: Locale): string {
  const texts = textsIn(locale);
  if (score === null) return texts.notMeasured;
  return texts.scoreLine(
    score.correct,
    score.n,
    score.repeats,
    score.notEvaluable,
    percent(score.low),
    percent(score.high),
  );
}

/** How many people approved the plan that a run waits with; nothing where it does not wait. */
export function approvalsInWords({ plan }: Pick<RunReport, "plan">, locale: Locale): string[] {
  return plan === null ? [] : [planTexts[locale].count(plan.approvals)];
}

/** How a run ended and why, in words. */
export function statusInWords(
  { status, stopReason }: Pick<RunReport, "status" | "stopReason">,
  locale: Locale,
): string {
  const texts = textsIn(locale);
  const why = stopReason === null ? "" : ` (${plain(stopReasonInWords(stopReason, locale))})`;
  return `${texts.statuses[status] ?? plain(status)}${why}`;
}

function summaryTable(report: RunReport, locale: Locale): string {
  const texts = textsIn(locale);
  const { labels } = texts;
  const { initial, final } = report.heldOut;
  const { exam } = report;
  const table = markdownTable(
    [labels.item, labels.value],
    [
      [labels.status, [statusInWords(report, locale), ...approvalsInWords(report, locale)].join(" · ")],
      ...(report.problem === null ? [] : [[labels.problem, plain(report.problem)]]),
      [
        labels.outcome,
        report.outcome === null ? texts.none : (texts.outcomes[report.outcome] ?? plain(report.outcome)),
      ],
      [labels.initialScore, scoreInWords(report.score.initial, locale)],
      [labels.finalScore, scoreInWords(report.score.final, locale)],
      [labels.target, percent(report.targetScore)],
      [
        labels.heldOut,
        initial === null || final === null ? texts.notMeasured : `${count(initial, locale)} → ${count(final, locale)}`,
      ],
      [labels.flaky, String(report.flaky)],
      [labels.exam, plain(texts.examLine(exam.n, exam.visible, exam.heldOut, exam.source))],
      ...(exam.timeZone === "UTC" ? [] : [[labels.timeZone, plain(exam.timeZone)]]),
      [labels.workspace, plain(report.workspace)],
    ],
  );
  return `${table}\n\n${labels.run}: ${code(report.runId)}`;
}

function costTable({ cost }: RunReport, locale: Locale): string {
  const { labels, duration } = textsIn(locale);
  const { rows, notPriced } = forecastTexts[locale];
  const number = new Intl.NumberFormat(locale);
  return markdownTable(
    [
      labels.questionsAsked,
      labels.statements,
      rows.warehouse,
      labels.modelCalls,
      labels.tokens,
      labels.duration,
      rows.money,
    ],
    [
      [
        ...[cost.questions, cost.statements].map((value) => number.format(value)),
        duration(cost.warehouseSeconds),
        ...[cost.modelCalls, cost.tokens].map((value) => number.format(value)),
        duration(cost.seconds),
        cost.money === null ? notPriced : moneyInWords(cost.money.amount, cost.money.currency, locale),
      ],
    ],
  );
}

/** Nothing where the run ended before there was a forecast. */
function forecastSection({ forecast, cost }: RunReport, locale: Locale): (readonly [string, string])[] {
  if (forecast === null) return [];
  return [[forecastTexts[locale].heading, forecastTable(forecast, cost, locale)]];
}

function provisionalNotice({ provisional, exam }: RunReport, locale: Locale): string[] {
  return provisional ? [`> **${forecastTexts[locale].provisional(exam.visible)}**`] : [];
}

function count({ correct, n }: CountLine, locale: Locale): string {
  return textsIn(locale).count(correct, n);
}

function counted(heading: string, list: readonly unknown[]): string {
  return list.length === 0 ? heading : `${heading} (${String(list.length)})`;
}
