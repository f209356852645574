import type { Locale } from "./locale.ts";
import { markdownTable, plain } from "./markdown.ts";
import type { QuestionReport } from "./run-report.ts";
import { forecastTexts } from "./texts/forecast-texts.ts";
import { textsIn } from "./texts/texts-in.ts";

/** How many answers are wrong by each kind of failure, the most frequent first. */
export function failuresSection(
  questions: readonly Pick<QuestionReport, "failureCategory">[],
  locale: Locale,
): readonly [heading: string, body: string] {
  const texts = forecastTexts[locale];
  const { categories } = textsIn(locale);
  const found = questions.flatMap(({ failureCategory }) => failureCategory ?? []);
  const counts = [...Map.groupBy(found, (category) => category)]
    .map(([category, own]) => ({ words: categories[category] ?? plain(category), count: own.length }))
    .toSorted((one, other) => other.count - one.count);
  const body =
    counts.length === 0
      ? texts.allRight
      : markdownTable(
          [texts.category, texts.count],
          counts.map(({ words, count }) => [words, String(count)]),
        );
  return [texts.failures, body];
}
