import type { PromotionRule, RuleName } from "../gate/promotion.ts";
import { nextLines } from "./choices.ts";
import type { Locale } from "./locale.ts";
import { code, markdownTable, plain } from "./markdown.ts";
import { groupOf } from "./questions-section.ts";
import type { QuestionReport, RunReport } from "./run-report.ts";
import { decisionTexts } from "./texts/decision-texts.ts";
import { textsIn } from "./texts/texts-in.ts";

const signs: Readonly<Record<PromotionRule["verdict"], string>> = { PASS: "✓", FAIL: "✗", WARN: "!", NOT_TESTED: "–" };

/** `decision.md`: the promotion decision table and what a person does next. */
export function decisionMarkdown(report: RunReport, locale: Locale): string {
  const texts = textsIn(locale);
  return [
    `# ${plain(texts.decisionTitle(report.space.title))}`,
    ...(report.workspace === "local" ? [`> ${texts.localNotice}`] : []),
    ...verdictLines(report, locale),
    ...(report.promotion === null ? [] : [`## ${decisionTexts[locale].lost}`, lostLines(report, locale)]),
    ...(report.promotion === null ? [] : [`## ${texts.headings.decision}`]),
    decisionTable(report, locale),
    `## ${texts.headings.next}`,
    nextLines(report, locale),
  ]
    .join("\n\n")
    .concat("\n");
}

/** The verdict in a sentence, and the rules that keep it from being yes, each with what was seen. Nothing where nothing was decided. */
export function verdictLines({ promotion }: RunReport, locale: Locale): string[] {
  if (promotion === null) return [];
  const texts = textsIn(locale);
  // On HOLD what nobody looked at may be what is missing.
  const isMissing = ({ rule, verdict }: PromotionRule): boolean =>
    promotion.verdict === "HOLD" && verdict === "NOT_TESTED" && mayHold.has(rule);
  const lacking = promotion.rules.filter(
    (rule) => rule.verdict === "FAIL" || rule.verdict === "WARN" || isMissing(rule),
  );
  const line = (rule: PromotionRule): string => {
    const observed = [texts.ruleFacts(rule.observed), ...rule.questions].join(", ");
    return `- ${signs[rule.verdict]} ${plain(texts.missing(texts.rules[rule.rule].name, observed, texts.ruleFacts(rule.required)))}`;
  };
  return [
    `**${texts.verdicts[promotion.verdict] ?? promotion.verdict}**`,
    ...(lacking.length === 0 ? [] : [lacking.map(line).join("\n")]),
  ];
}

/** Rules that keep a promotion back when nobody looked. */
const mayHold: ReadonlySet<RuleName> = new Set(["target_score", "valid_answers", "must_pass", "held_out_not_worse"]);

/** Questions that were right at the start and are wrong on dev-best, above all rules and averages. Only where all were asked at the end. */
function lostQuestions({ questions }: Pick<RunReport, "questions">): QuestionReport[] {
  return questions.filter((question) => question.final !== null && groupOf(question) === "lost");
}

/** Those questions with their texts, or that there are none; nothing is claimed where nobody asked. */
function lostLines(report: Pick<RunReport, "questions">, locale: Locale): string {
  const texts = decisionTexts[locale];
  if (report.questions.every((question) => question.final === null)) return texts.notAsked;
  const lost = lostQuestions(report);
  if (lost.length === 0) return texts.noneLost;
  return lost.map(({ id, question }) => `- ${code(id)}: ${plain(question)}`).join("\n");
}

/** The list of lost questions, and the table below it. */
export function decisionBody(report: RunReport, locale: Locale): string {
  const table = decisionTable(report, locale);
  if (report.promotion === null) return table;
  const { lost } = decisionTexts[locale];
  return `**${lost} (${String(lostQuestions(report).length)})**\n\n${lostLines(report, locale)}\n\n${table}`;
}

/** The table alone; its last line is the whole. */
function decisionTable(report: RunReport, locale: Locale): string {
  const texts = textsIn(locale);
  const { labels } = texts;
  if (report.promotion === null) return texts.notMeasured;
  const rows = report.promotion.rules.map((rule) => [
    texts.rules[rule.rule].name,
    plain(texts.ruleFacts(rule.required)),
    plain(texts.ruleFacts(rule.observed)),
    `${signs[rule.verdict]} ${texts.verdicts[rule.verdict] ?? rule.verdict}`,
    [texts.rules[rule.rule].note, ...(rule.questions.length > 0 ? [plain(rule.questions.join(", "))] : [])].join(": "),
  ]);
  const { verdict } = report.promotion;
  const whole = [`**${texts.headings.decision}**`, "", "", `**${verdict}**`, texts.verdicts[verdict] ?? ""];
  return markdownTable([labels.rule, labels.required, labels.observed, labels.verdict, labels.note], [...rows, whole]);
}

/** The same as data. */
export function decisionDocument(report: RunReport): Record<string, unknown> | null {
  if (report.promotion === null) return null;
  return {
    verdict: report.promotion.verdict,
    exam_digest: report.exam.digest,
    lost: lostQuestions(report).map(({ id, question }) => ({ id, question })),
    choices: report.choices.map(({ choice, label, command }) => ({ choice, label, command })),
    rules: report.promotion.rules.map((rule) => ({
      rule: rule.rule,
      required: rule.required,
      observed: rule.observed,
      verdict: rule.verdict,
      note: [textsIn("en").rules[rule.rule].note, ...rule.questions].join("; "),
    })),
  };
}
