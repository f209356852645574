import { type Finding } from "../../lib/exam/fitness/finding.ts";
import { type ExampleQuery, staticFindings } from "../../lib/exam/fitness/static-findings.ts";
import { loadQuestions } from "../../lib/exam/load-exam.ts";
import type { Question } from "../../lib/exam/question.ts";
import { markdownTable, plain } from "../../lib/report/markdown.ts";
import { fitnessTexts } from "../../lib/report/texts/fitness-texts.ts";
import { parseSpace } from "../../lib/space/document.ts";
import { loadParser } from "../../lib/sql/parser.ts";
import { examplesIn, fitnessOf } from "../../runs/exam/fitness-of-run.ts";
import type { RunContext } from "../../runs/run-context.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { terminalMarkdown } from "../terminal-markdown.ts";
import { withWorkspace } from "../with-workspace.ts";
import { checkOneExam, readWantedExam } from "./exam-option.ts";

export const examLintCommand: Command = {
  name: "exam lint",
  usage: "exam lint [FILE|TABLE|space] [settings]",
  en: "what is wrong with an exam: its text alone, and its SQL run where a host and a warehouse are set",
  ko: "시험 점검: 문항만 검사하고, 호스트와 웨어하우스가 설정되어 있으면 SQL도 실행해 검사",
  options: [],
  takesWords: true,
  takesSettings: true,
  check: async (words) => checkOneExam(words),
  run: async (invocation) => {
    await loadParser();
    const { source } = await readWantedExam(invocation);
    const questions = loadQuestions(source);
    const { host, warehouse_id: warehouse, as_of: asOf } = invocation.resolved.settings;
    const looked: Looked =
      host === null || warehouse === null
        ? { findings: staticFindings(questions, { examples: [], asOf }), unchecked: [], isRun: false }
        : await withWorkspace(invocation, async (context) => {
            const { findings, unchecked } = await fitnessOf(context, questions, await examplesOf(context));
            return { findings, unchecked, isRun: true };
          });
    tell(invocation, questions, looked);
    return (looked.findings.length === 0 ? 0 : 2) satisfies ExitCode;
  },
};

type Looked = {
  readonly findings: readonly Finding[];
  readonly unchecked: readonly string[];
  /** Whether its SQL was run too. */
  readonly isRun: boolean;
};

/** The space's example queries, where a space is set. */
async function examplesOf({ settings, workspace, signal }: RunContext): Promise<readonly ExampleQuery[]> {
  if (settings.space_id === null || settings.space_id === "") return [];
  return examplesIn(parseSpace((await workspace.spaces.get(settings.space_id, signal)).serializedSpace));
}

function tell({ console, json, locale }: Invocation, questions: readonly Question[], looked: Looked): void {
  const { findings, unchecked, isRun } = looked;
  const texts = fitnessTexts[locale];
  if (json) {
    const lines = findings.map(({ code, severity, question, message, remedy }) => ({
      code,
      severity,
      question,
      message: message[locale],
      remedy: remedy[locale],
    }));
    console.out(`${JSON.stringify(lines)}\n`);
  } else if (findings.length > 0) {
    const rows = findings.map(({ question, severity, message, remedy }) =>
      [question, texts.weights[severity], message[locale], remedy[locale]].map(plain),
    );
    const table = markdownTable([texts.question, texts.weight, texts.what, texts.remedy], rows);
    console.out(`${terminalMarkdown(table, console.isTerminal)}\n`);
  } else {
    console.out(`${texts.nothing(questions.length)}\n`);
  }
  if (unchecked.length > 0) console.err(`${texts.unchecked(unchecked.join(", "))}\n`);
  if (!isRun) console.err(`${texts.textOnly}\n`);
}
