import type { Console } from "../lib/core/log.ts";
import { nextLines } from "../lib/report/choices.ts";
import { decisionBody } from "../lib/report/decision.ts";
import { lessonsMarkdown } from "../lib/report/lessons.ts";
import type { Locale } from "../lib/report/locale.ts";
import { plain } from "../lib/report/markdown.ts";
import { planMarkdown } from "../lib/report/plan.ts";
import { approvalsInWords, scoreInWords, statusInWords } from "../lib/report/report.ts";
import type { RunReport } from "../lib/report/run-report.ts";
import { textsIn } from "../lib/report/texts/texts-in.ts";
import { terminalMarkdown } from "./terminal-markdown.ts";

/** How a run ends in the terminal: lessons, decision table, where the files are, and what to do next; or the plan that it waits with. */
export function printEnd(
  console: Console,
  report: RunReport,
  locale: Locale,
  files: Readonly<Record<string, string>>,
): void {
  const texts = textsIn(locale);
  const suffix = locale === "en" ? "" : `.${locale}`;
  const written = (
    report.plan === null ? ["report.html", "lessons.md", "decision.md"] : ["plan.html", "plan.md"]
  ).flatMap((name) => files[name.replace(".", `${suffix}.`)] ?? files[name] ?? []);
  const told =
    report.plan === null
      ? [
          lessonsMarkdown(report, locale),
          `# ${plain(texts.decisionTitle(report.space.title))}\n\n${decisionBody(report, locale)}`,
        ]
      : [planMarkdown(report, report.plan, locale)];
  const sections = [
    ...told,
    [
      "",
      `${texts.labels.status}: ${[statusInWords(report, locale), ...approvalsInWords(report, locale)].join(" · ")}`,
      `${texts.labels.initialScore}: ${scoreInWords(report.score.initial, locale)}`,
      `${texts.labels.finalScore}: ${scoreInWords(report.score.final, locale)}`,
      ...(written.length === 0 ? [] : [written.join("  ")]),
      // A plan says itself how it is decided on.
      ...(report.plan === null ? ["", nextLines(report, locale)] : []),
    ].join("\n"),
  ];
  console.out(`\n${sections.map((section) => terminalMarkdown(section, console.isTerminal)).join("\n")}\n`);
}
