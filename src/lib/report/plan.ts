import type { Range } from "../forecast/forecast.ts";
import { moneyInWords } from "./amounts.ts";
import { addedCharactersInWords } from "./characters.ts";
import { fixWords } from "./fix-words.ts";
import type { Locale } from "./locale.ts";
import { code, markdownTable, plain, shortened, span } from "./markdown.ts";
import type { FixReport, PlanReport } from "./plan-report.ts";
import type { RunReport } from "./run-report.ts";
import { forecastTexts } from "./texts/forecast-texts.ts";
import { planTexts } from "./texts/plan-texts.ts";
import { textsIn } from "./texts/texts-in.ts";

/** Whoever approves must see the whole of an ordinary query. */
const longestValue = 2_000;

type Told = Pick<RunReport, "runId" | "space" | "workspace">;

/** `plan.md`: what is to be changed, why, and what testing it will ask, for the person who decides on it. */
export function planMarkdown(report: Told & Pick<RunReport, "next">, plan: PlanReport, locale: Locale): string {
  const texts = planTexts[locale];
  return [
    ...headOf(report, plan, locale),
    `## ${texts.fixes} (${String(plan.fixes.length)})`,
    ...plan.fixes.flatMap((fix) => fixSection(fix, locale)),
    ...forecastOf(plan, locale),
    `## ${texts.decide}`,
    report.next[locale],
  ]
    .join("\n\n")
    .concat("\n");
}

/** The same without its fixes, for whoever is shown them one by one. */
export function planFrame(report: Told, plan: PlanReport, locale: Locale): string {
  return [...headOf(report, plan, locale), ...forecastOf(plan, locale)].join("\n\n").concat("\n");
}

function headOf(report: Told, plan: PlanReport, locale: Locale): string[] {
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
      texts.approvals(plan.approvals, plan.undecided),
    ]
      .map((line) => `- ${line}`)
      .join("\n"),
  ];
}

function forecastOf(plan: PlanReport, locale: Locale): string[] {
  const texts = planTexts[locale];
  return [`## ${texts.forecast}`, forecastTable(plan, locale), texts.forecastNote];
}

/** One fix with all that a person needs to decide on it, as Markdown. */
export function fixSection(fix: FixReport, locale: Locale): string[] {
  const texts = planTexts[locale];
  const said = [
    ...fix.edits.map(({ by }) => texts.edited(by ?? texts.byHand)),
    ...fix.said.map((word) => saidOf(word, locale)),
  ];
  return [
    `### ${String(fix.number)}. ${plain(fixWords(fix.changeType, fix.words, locale))}`,
    [
      ...said.map((text) => `- ${plain(text)}`),
      `- ${texts.type}: ${code(fix.changeType)} · ${texts.id}: ${code(fix.changeId)}`,
      ...(fix.reasoning === "" ? [] : [`- ${texts.why}: ${plain(fix.reasoning)}`]),
      `- ${texts.targets}:`,
      ...fix.targets.map((target) => `  - ${targetLine(target, locale)}`),
      `- ${texts.diff}:`,
      ...fix.diff.map((one) => `  - ${diffLine(one, locale)}`),
      ...(fix.characters === null ? [] : [`- ${texts.characters}: ${addedCharactersInWords(fix.characters, locale)}`]),
    ].join("\n"),
  ];
}

function saidOf(word: FixReport["said"][number], locale: Locale): string {
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
  const { kinds } = planTexts[locale];
  if (typeof before === "string" && typeof after === "string" && /\n/u.test(before + after)) {
    return `${kinds[kind]} ${span(path)}: ${changedLines(before, after, locale)}`;
  }
  const values = kind === "change" ? `${shown(before)} → ${shown(after)}` : shown(kind === "add" ? after : before);
  return `${kinds[kind]} ${span(path)}: ${values}`;
}

/** Of a text of many lines only those that go and come. */
function changedLines(before: string, after: string, locale: Locale): string {
  const { kinds } = planTexts[locale];
  const [old, next] = [before.split("\n"), after.split("\n")];
  const gone = old.filter((line) => !next.includes(line));
  const come = next.filter((line) => !old.includes(line));
  if (gone.length === 1 && come.length === 1) return `${shown(gone[0])} → ${shown(come[0])}`;
  const words = (kind: "add" | "remove", lines: readonly string[]): string[] =>
    lines.map((line) => `${kinds[kind]} ${shown(line)}`);
  const all = [...words("remove", gone), ...words("add", come)];
  // The same lines in another order.
  return all.length === 0 ? `${shown(before)} → ${shown(after)}` : all.join(", ");
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return span(shortened(text, longestValue));
}

function forecastTable({ forecast }: PlanReport, locale: Locale): string {
  const texts = planTexts[locale];
  const { rows, columns, notPriced } = forecastTexts[locale];
  const { duration } = textsIn(locale);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const line = (what: string, range: Range, words: (value: number) => string): string[] => [
    what,
    words(range.least),
    words(range.typical),
    words(range.long),
  ];
  const count = (value: number): string => number.format(value);
  const { money, currency } = forecast;
  const asked = markdownTable(
    [texts.step, texts.questions],
    [
      [texts.screen, count(forecast.screen)],
      [texts.guard, count(forecast.guard)],
      [texts.confirm, texts.atMost(count(forecast.confirm))],
    ],
  );
  const taken = markdownTable(
    [texts.taken, columns.least, columns.typical, texts.most],
    [
      line(rows.questions, forecast.questions, count),
      line(rows.time, forecast.minutes, (minutes) => duration(minutes * 60)),
      line(rows.statements, forecast.statements, count),
      line(rows.tokens, forecast.tokens, count),
      money === null
        ? [rows.money, notPriced, notPriced, notPriced]
        : line(rows.money, money, (amount) => moneyInWords(amount, currency, locale)),
    ],
  );
  return `${asked}\n\n${taken}`;
}
