import { fixWords } from "./fix-words.ts";
import type { Locale } from "./locale.ts";
import { code, markdownTable, plain, shortened, span } from "./markdown.ts";
import type { FixReport, PlanReport } from "./plan-report.ts";
import type { RunReport } from "./run-report.ts";
import { planTexts } from "./texts/plan-texts.ts";
import { textsIn } from "./texts/texts-in.ts";

/** Whoever approves must see the whole of an ordinary query. */
const longestValue = 2_000;

/** `plan.md`: what is to be changed, why, and what testing it will ask, for the person who decides on it. */
export function planMarkdown(
  report: Pick<RunReport, "runId" | "space" | "workspace" | "next">,
  plan: PlanReport,
  locale: Locale,
): string {
  const texts = planTexts[locale];
  const questions = new Set(plan.fixes.flatMap((fix) => fix.targets.map((target) => target.id)));
  const until = plan.expiresAt === null ? [] : [texts.until(`${plan.expiresAt.slice(0, 16).replace("T", " ")} UTC`)];
  return [
    `# ${plain(texts.title(report.space.title))}`,
    ...(report.workspace === "local" ? [`> ${textsIn(locale).localNotice}`] : []),
    [
      texts.inShort(plan.fixes.length, questions.size, plan.blocked),
      texts.loop(code(report.runId), plan.loop),
      texts.digest(code(plan.digest)),
      ...until,
    ]
      .map((line) => `- ${line}`)
      .join("\n"),
    `## ${texts.fixes} (${String(plan.fixes.length)})`,
    ...plan.fixes.flatMap((fix) => fixSection(fix, locale)),
    `## ${texts.forecast}`,
    forecastTable(plan, locale),
    texts.forecastNote,
    `## ${texts.decide}`,
    report.next[locale],
  ]
    .join("\n\n")
    .concat("\n");
}

function fixSection(fix: FixReport, locale: Locale): string[] {
  const texts = planTexts[locale];
  const { word } = fix;
  const said = word === null ? [] : [plain(saidOf(word, locale))];
  return [
    `### ${String(fix.number)}. ${plain(fixWords(fix.changeType, fix.words, locale))}`,
    [
      ...said.map((text) => `- ${text}`),
      `- ${texts.type}: ${code(fix.changeType)} · ${texts.id}: ${code(fix.changeId)}`,
      ...(fix.reasoning === "" ? [] : [`- ${texts.why}: ${plain(fix.reasoning)}`]),
      `- ${texts.targets}:`,
      ...fix.targets.map((target) => `  - ${targetLine(target, locale)}`),
      `- ${texts.diff}:`,
      ...fix.diff.map((one) => `  - ${diffLine(one, locale)}`),
    ].join("\n"),
  ];
}

function saidOf(word: NonNullable<FixReport["word"]>, locale: Locale): string {
  const texts = planTexts[locale];
  const comment = word.comment === null || word.comment === "" ? "" : `: ${word.comment}`;
  return `${texts.word(word.decision, word.by ?? texts.byHand)}${comment}`;
}

function targetLine({ id, question, category, problem }: FixReport["targets"][number], locale: Locale): string {
  const name = category === null ? null : (textsIn(locale).categories[category] ?? category);
  const wrong = [name, problem].filter((part) => part !== null && part !== "").join(": ");
  return `${code(id)} ${plain(question)}${wrong === "" ? "" : ` (${plain(wrong)})`}`;
}

function diffLine({ kind, path, before, after }: FixReport["diff"][number], locale: Locale): string {
  const values = kind === "change" ? `${shown(before)} → ${shown(after)}` : shown(kind === "add" ? after : before);
  return `${planTexts[locale].kinds[kind]} ${span(path)}: ${values}`;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return span(shortened(text, longestValue));
}

function forecastTable({ forecast }: PlanReport, locale: Locale): string {
  const texts = planTexts[locale];
  return markdownTable(
    [texts.step, texts.questions],
    [
      [texts.screen, String(forecast.screen)],
      [texts.guard, String(forecast.guard)],
      [texts.confirm, texts.atMost(forecast.confirm)],
    ],
  );
}
