import type { ResultSet, StatementOutcome } from "../lib/core/statement.ts";
import type { Locale } from "../lib/report/locale.ts";
import { markdownTable, plain } from "../lib/report/markdown.ts";
import type { Verdict } from "../lib/scoring/verdict.ts";
import type { Proposal } from "../runs/exam/accept-answer.ts";
import { terminalMarkdown } from "./terminal-markdown.ts";

/** Rows shown of each result; the whole is a query away. */
const shownRows = 10;

/** What accepting would change: the change, both results side by side, and the verdict under each exam. */
export function proposalInWords(proposal: Proposal, locale: Locale, isTerminal: boolean): string {
  const texts = acceptTexts[locale];
  const { question, change, before, after, expected, actual } = proposal;
  const what =
    change.kind === "policy" ? `${texts.policy} ${JSON.stringify(change.policy)}` : `${texts.alternate}\n${change.sql}`;
  const none: ResultSet = { columns: [], rows: [], totalRowCount: 0, truncated: false };
  const [left, right] = [expected, actual].map((outcome) => (outcome.kind === "rows" ? outcome.result : none));
  const rows = Math.min(shownRows, Math.max(left?.rows.length ?? 0, right?.rows.length ?? 0));
  const cells = (result: ResultSet | undefined, row: number): readonly string[] =>
    (result?.columns ?? []).map((_, column) => {
      const cell = result?.rows[row]?.[column];
      return cell === undefined ? "" : cell === null ? "∅" : plain(cell);
    });
  const names = (result: ResultSet | undefined, side: string): readonly string[] =>
    (result?.columns ?? []).map((column) => `${side}: ${plain(column.name)}`);
  const head = [...names(left, texts.expected), "│", ...names(right, texts.answered)];
  const table = markdownTable(
    head,
    Array.from({ length: rows }, (_, row) => [...cells(left, row), "│", ...cells(right, row)]),
  );
  return [
    `${question.id}: ${question.question}`,
    what,
    "",
    terminalMarkdown(table, isTerminal),
    texts.rows(rowsOf(expected, texts.noRows), rowsOf(actual, texts.noRows), shownRows),
    "",
    texts.verdicts(inWords(before), inWords(after)),
  ].join("\n");
}

function rowsOf(outcome: StatementOutcome, noRows: (why: string) => string): string {
  if (outcome.kind === "rows") return String(outcome.result.rows.length);
  return noRows(outcome.kind === "failed" ? outcome.message : "cancelled");
}

function inWords(verdict: Verdict): string {
  const why = verdict.difference?.words ?? verdict.reason;
  return why === null ? verdict.verdict : `${verdict.verdict} (${why})`;
}

export const acceptTexts = {
  en: {
    policy: "The question would declare the policy",
    alternate: "The question would accept this SQL as well:",
    expected: "expected",
    answered: "answer",
    noRows: (why: string) => `none: ${why}`,
    rows: (expected: string, answered: string, shown: number) =>
      `Rows: ${expected} expected, ${answered} answered; at most ${String(shown)} shown.`,
    verdicts: (before: string, after: string) => `Today: ${before}\nThen:  ${after}`,
    ask: (file: string) => `Write the new version to ${file}?`,
    noTerminal: "Without a terminal nothing can be asked; add --yes to write the new version.",
    useless: "This would not make the answer right, so there is nothing to accept.",
    written: (file: string, from: string | null, run: string, digest: string) =>
      `Written to ${file}${from === null ? ", a file of its own: the exam's own source was not touched" : `; ${from} was not touched`}.\n` +
      `Run ${run} keeps the exam it was fixed to (${digest}). The next run takes the new one with --benchmarks ${file}.`,
    notWritten: "Nothing was written.",
  },
  ko: {
    policy: "문항에 추가할 정책:",
    alternate: "문항에서 함께 인정할 SQL:",
    expected: "기대",
    answered: "답변",
    noRows: (why: string) => `없음(${why})`,
    rows: (expected: string, answered: string, shown: number) =>
      `행 수: 기대 ${expected}, 답변 ${answered}. 최대 ${String(shown)}행까지 표시했습니다.`,
    verdicts: (before: string, after: string) => `현재 판정: ${before}\n인정 후 판정: ${after}`,
    ask: (file: string) => `${file}에 새 버전을 저장할까요?`,
    noTerminal: "터미널이 없어 물을 수 없습니다. 새 버전을 저장하려면 --yes를 추가하십시오.",
    useless: "이렇게 바꾸어도 이 답은 정답이 되지 않으므로 인정할 것이 없습니다.",
    written: (file: string, from: string | null, run: string, digest: string) =>
      `${file}에 저장했습니다. ${from === null ? "원래 시험은 건드리지 않고 별도 파일로 만들었습니다" : `${from} 파일은 그대로입니다`}.\n` +
      `실행 ${run}의 시험(${digest})은 바뀌지 않습니다. 다음 실행부터 --benchmarks ${file} 옵션으로 새 시험을 쓸 수 있습니다.`,
    notWritten: "저장하지 않았습니다.",
  },
} as const;
