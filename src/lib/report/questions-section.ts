import type { Locale } from "./locale.ts";
import { code, markdownTable, plain } from "./markdown.ts";
import type { CountLine, QuestionReport } from "./run-report.ts";
import type { QuestionGroup } from "./texts/text-catalogue.ts";
import { textsIn } from "./texts/texts-in.ts";

/** In the order in which somebody who decides wants to see them. */
const groupOrder: readonly QuestionGroup[] = ["lost", "wrong", "gained", "right", "unasked"];

/** Every question, grouped by what became of it. */
export function questionsSection(questions: readonly QuestionReport[], locale: Locale): string {
  const texts = textsIn(locale);
  const groups = Map.groupBy(questions, groupOf);
  const parts = groupOrder.flatMap((group) => {
    const own = groups.get(group) ?? [];
    return own.length === 0
      ? []
      : [`### ${groupHeading(group, own.length, locale)}`, table(own, group === "lost" || group === "wrong", locale)];
  });
  return parts.length === 0 ? texts.none : parts.join("\n\n");
}

/** The heading of a group's table. */
export function groupHeading(group: QuestionGroup, questions: number, locale: Locale): string {
  return `${textsIn(locale).questionGroups[group]} (${String(questions)})`;
}

/** By the majority of asks before and after; where only one side was asked, by that one. */
export function groupOf({ initial, final }: Pick<QuestionReport, "initial" | "final">): QuestionGroup {
  if (initial === null && final === null) return "unasked";
  const before = mostlyRight(initial ?? final);
  const after = mostlyRight(final ?? initial);
  if (before) return after ? "right" : "lost";
  return after ? "gained" : "wrong";
}

function table(questions: readonly QuestionReport[], withFailure: boolean, locale: Locale): string {
  const { labels, categories, heldOutMark } = textsIn(locale);
  const shares = (line: CountLine | null): string =>
    line === null ? "–" : `${String(line.correct)}/${String(line.n)}`;
  return markdownTable(
    [labels.id, labels.question, labels.before, labels.after, ...(withFailure ? [labels.failure] : [])],
    questions.map((question) => [
      `${code(question.id)}${question.split === "held_out" ? ` (${heldOutMark})` : ""}`,
      plain(question.question),
      shares(question.initial),
      shares(question.final),
      ...(withFailure ? [failure(question, categories)] : []),
    ]),
  );
}

function failure({ failureCategory }: QuestionReport, categories: Readonly<Record<string, string>>): string {
  return failureCategory === null ? "–" : (categories[failureCategory] ?? plain(failureCategory));
}

function mostlyRight(line: CountLine | null): boolean {
  return line !== null && line.correct * 2 > line.n;
}
