import type { Locale } from "./locale.ts";
import type { RunReport } from "./run-report.ts";
import { decisionTexts } from "./texts/decision-texts.ts";

/** One thing that a person may do with an ended run. */
export type Choice = {
  readonly choice: "promote" | "continue" | "keep" | "discard";
  /** As a button would have it. */
  readonly label: Readonly<Record<Locale, string>>;
  /** What it does, in half a sentence. */
  readonly words: Readonly<Record<Locale, string>>;
  /** Ready to be pasted. */
  readonly command: string;
};

/** What to do next, in Markdown: the sentence, and below it the choices there are, each with its command. */
export function nextLines(report: Pick<RunReport, "next" | "choices">, locale: Locale): string {
  if (report.choices.length === 0) return report.next[locale];
  const lines = report.choices.map(
    ({ label, words, command }) => `- **${label[locale]}**: ${words[locale]}: \`${command}\``,
  );
  return `${report.next[locale]}\n\n${decisionTexts[locale].choices}:\n\n${lines.join("\n")}`;
}
