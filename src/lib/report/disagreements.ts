import { judgements, type JudgesLine, type JudgesReport } from "./disagreement-report.ts";
import type { Locale } from "./locale.ts";
import { code, markdownTable, percent, plain, shortened, span } from "./markdown.ts";
import type { RunReport } from "./run-report.ts";
import { disagreementTexts } from "./texts/disagreement-texts.ts";
import { textsIn } from "./texts/texts-in.ts";

/** Whoever settles a disagreement must see the whole of an ordinary query. */
const longestSql = 2_000;
/** A table shows the beginning of a difference; the file with the queries has the rest. */
const longestDifference = 240;

type Both = Extract<NonNullable<RunReport["platform"]>, { kind: "both" }>;

/** `disagreements.md`: what two judges make of the same answers, and each question on which they differ, with its queries. */
export function disagreementsMarkdown(
  report: Pick<RunReport, "runId" | "space" | "workspace">,
  { evaluations }: Both,
  locale: Locale,
): string {
  const texts = disagreementTexts[locale];
  return [
    `# ${plain(texts.title(report.space.title))}`,
    ...(report.workspace === "local" ? [`> ${textsIn(locale).localNotice}`] : []),
    texts.note,
    ...(evaluations.length === 0 ? [texts.nothing] : evaluations.flatMap((one) => evaluationParts(one, locale))),
    `${textsIn(locale).labels.run}: ${code(report.runId)}`,
  ]
    .join("\n\n")
    .concat("\n");
}

/** The same as data. */
export function disagreementsDocument(
  report: Pick<RunReport, "runId">,
  { evaluations }: Both,
): Record<string, unknown> {
  return {
    run_id: report.runId,
    evaluations: evaluations.map((one) => ({
      of: one.of,
      loop: one.loop,
      space_digest: one.spaceDigest,
      counts: one.counts,
      agreement: one.agreement,
      kappa: one.kappa,
      questions: one.lines.map((line) => ({
        judgement: line.judgement,
        benchmark_id: line.questionId,
        question: line.question,
        verdict: line.verdict,
        platform_verdict: line.assessment,
        platform_reasons: line.reasons,
        genie_sql: line.genieSql,
        expected_sql: line.expectedSql,
        mechanism: line.mechanism,
        difference: line.difference,
      })),
    })),
  };
}

/** The section of the run's report, or nothing where Genie's own evaluation had no part in the run. */
export function platformSection(report: RunReport, locale: Locale): readonly (readonly [string, string])[] {
  const texts = disagreementTexts[locale];
  const { platform } = report;
  if (platform === null) return [];
  if (platform.kind === "platform") return [[texts.heading, texts.platformOnly]];
  const file = locale === "ko" ? "disagreements.ko.md" : "disagreements.md";
  const parts = platform.evaluations.flatMap((one) => [...summaryParts(one, locale), disagreementTable(one, locale)]);
  const body = parts.length === 0 ? [texts.nothing] : [texts.note, ...parts, texts.more(code(file))];
  return [[texts.heading, body.join("\n\n")]];
}

function evaluationParts(one: JudgesReport, locale: Locale): string[] {
  const texts = disagreementTexts[locale];
  const details = one.lines.map((line, index) => lineDetails(line, index + 1, locale));
  return [...summaryParts(one, locale, "##"), ...(details.length === 0 ? [texts.none] : details)];
}

function summaryParts(one: JudgesReport, locale: Locale, mark = "###"): string[] {
  const texts = disagreementTexts[locale];
  const { agreement, counts } = one;
  const kappa = one.kappa === null ? null : one.kappa.toFixed(2).replace("-", "−");
  return [
    `${mark} ${texts.evaluation(one.of, one.loop)}`,
    markdownTable(
      [texts.judgement, texts.questions, texts.meaning],
      judgements.map((name) => [texts.judgements[name], String(counts[name]), texts.meanings[name]]),
    ),
    agreement === null
      ? texts.noAgreement
      : texts.agreement(
          agreement.agree,
          agreement.n,
          percent(agreement.agree / agreement.n),
          percent(agreement.low),
          percent(agreement.high),
          kappa,
        ),
  ];
}

function disagreementTable(one: JudgesReport, locale: Locale): string {
  const texts = disagreementTexts[locale];
  if (one.lines.length === 0) return texts.none;
  return markdownTable(
    [texts.question, texts.ours, texts.platforms, texts.difference],
    one.lines.map((line) => [
      `${code(line.questionId)} ${plain(line.question)}`,
      code(line.verdict),
      assessmentOf(line),
      plain(shortened(differenceOf(line, locale), longestDifference)),
    ]),
  );
}

function lineDetails(line: JudgesLine, number: number, locale: Locale): string {
  const texts = disagreementTexts[locale];
  const sql = (text: string | null): string => (text === null ? texts.noSql : span(shortened(text, longestSql)));
  return [
    `### ${String(number)}. ${plain(line.question)}`,
    "",
    `- ${texts.judgement}: ${texts.judgements[line.judgement]} (${code(line.questionId)})`,
    `- ${texts.ours}: ${code(line.verdict)}; ${texts.platforms}: ${assessmentOf(line)}`,
    `- ${texts.difference}: ${plain(differenceOf(line, locale))}`,
    `- ${texts.genieSql}: ${sql(line.genieSql)}`,
    ...(line.expectedSql === null ? [] : [`- ${texts.expectedSql}: ${sql(line.expectedSql)}`]),
  ].join("\n");
}

function assessmentOf({ assessment, reasons }: JudgesLine): string {
  return `${code(assessment)}${reasons.length === 0 ? "" : ` (${reasons.map(code).join(", ")})`}`;
}

function differenceOf({ difference, mechanism, reasons }: JudgesLine, locale: Locale): string {
  const texts = disagreementTexts[locale];
  const held = reasons.map((reason) => texts.reasons[reason] ?? judgesWords(reason)).join(", ");
  return difference ?? mechanism ?? (held === "" ? texts.noDifference : texts.held(held));
}

/** A code of the platform's judge reads as words; it has more of them from time to time. */
function judgesWords(reason: string): string {
  return reason
    .replace(/^LLM_JUDGE_/u, "")
    .replaceAll("_", " ")
    .toLowerCase();
}
