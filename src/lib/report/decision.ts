import type { PromotionRule } from "../gate/promotion.ts";
import type { Locale } from "./locale.ts";
import { markdownTable, plain } from "./markdown.ts";
import type { RunReport } from "./run-report.ts";
import { textsIn } from "./texts/texts-in.ts";

const signs: Readonly<Record<PromotionRule["verdict"], string>> = { PASS: "✓", FAIL: "✗", WARN: "!", NOT_TESTED: "–" };

/** `decision.md`: the promotion decision table and what a person does next. */
export function decisionMarkdown(report: RunReport, locale: Locale): string {
  const texts = textsIn(locale);
  return [
    `# ${plain(texts.decisionTitle(report.space.title))}`,
    ...(report.workspace === "local" ? [`> ${texts.localNotice}`] : []),
    ...verdictLines(report, locale),
    decisionTable(report, locale),
    `## ${texts.headings.next}`,
    report.next[locale],
  ]
    .join("\n\n")
    .concat("\n");
}

/** The verdict in a sentence, and the rules that keep it from being yes, each with what was seen. Nothing where nothing was decided. */
export function verdictLines({ promotion }: RunReport, locale: Locale): string[] {
  if (promotion === null) return [];
  const texts = textsIn(locale);
  const lacking = promotion.rules.filter((rule) => rule.verdict === "FAIL" || rule.verdict === "WARN");
  const line = (rule: PromotionRule): string => {
    const observed = [texts.ruleFacts(rule.observed), ...rule.questions].join(", ");
    return `- ${signs[rule.verdict]} ${plain(texts.missing(texts.rules[rule.rule].name, observed, texts.ruleFacts(rule.required)))}`;
  };
  return [
    `**${texts.verdicts[promotion.verdict] ?? promotion.verdict}**`,
    ...(lacking.length === 0 ? [] : [lacking.map(line).join("\n")]),
  ];
}

/** The table alone; its last line is the whole. */
export function decisionTable(report: RunReport, locale: Locale): string {
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
    rules: report.promotion.rules.map((rule) => ({
      rule: rule.rule,
      required: rule.required,
      observed: rule.observed,
      verdict: rule.verdict,
      note: [textsIn("en").rules[rule.rule].note, ...rule.questions].join("; "),
    })),
  };
}
