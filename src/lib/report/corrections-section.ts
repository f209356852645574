import type { CorrectionReport } from "./correction-report.ts";
import type { Locale } from "./locale.ts";
import { code, markdownTable, plain, shortened, span } from "./markdown.ts";
import { correctionTexts } from "./texts/correction-texts.ts";
import { textsIn } from "./texts/texts-in.ts";

/** A table's cell must not be longer than somebody reads. */
const longestCell = 200;

/** Heading and body of the corrections proposed; nothing where there are none. */
export function correctionsSection(
  corrections: readonly CorrectionReport[],
  locale: Locale,
): readonly (readonly [heading: string, body: string])[] {
  if (corrections.length === 0) return [];
  const texts = correctionTexts[locale];
  const { labels } = textsIn(locale);
  const piece = (text: string | null): string => (text === null ? "–" : plain(shortened(text, longestCell)));
  const table = markdownTable(
    [labels.id, labels.question, texts.policy, texts.expected, texts.answered, texts.answers],
    corrections.map((correction) => [
      code(correction.questionId),
      plain(correction.question),
      `${plain(correction.policy)} (${plain(correction.words)})`,
      piece(correction.expected),
      piece(correction.answered),
      String(correction.answers),
    ]),
  );
  const commands = corrections.map((correction) => `- ${span(correction.command)}`).join("\n");
  return [
    [
      `${texts.heading} (${String(corrections.length)})`,
      `${texts.intro}\n\n${table}\n\n${texts.accept}:\n\n${commands}`,
    ],
  ];
}
