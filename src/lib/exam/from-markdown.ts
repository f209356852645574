import type { TextProblem } from "./located-text.ts";

type Loose = Readonly<Record<string, unknown>>;

export type MarkdownEntries = {
  readonly list: readonly Loose[];
  readonly problems: readonly (TextProblem & { readonly index: number })[];
  readonly lines: readonly number[];
};

const sectionStart = /^#{2,3}\s+(?:Q|질문|문항)?\s*(?<number>\d+)\s*[.):]\s*(?<title>\S.*)$/iu;
const anotherHeading = /^#{1,2}\s/u;
const englishLine =
  /^\s*(?:[-*]\s+)?\*\*\s*(?:question|english question|질문\(영어\))\s*:?\s*\*\*\s*:?\s*(?<text>\S.*)$/iu;
const answerLine = /(?:expected|example quer|answer|예시\s*쿼리|정답|기대)/iu;
const wholeQuery = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*(?:select|with)\b/iu;

type Section = {
  readonly line: number;
  readonly number: string;
  readonly title: string;
  readonly lines: readonly string[];
};
type Fence = { readonly sql: string; readonly line: number; readonly isAnswer: boolean };

/**
 * An exam written as a document: a numbered heading a question, its SQL in a fence marked sql. Of several fences the one that is a whole
 * query counts (a join condition alone is none), else the one that is introduced as the answer.
 */
export function markdownEntries(text: string): MarkdownEntries {
  const problems: (TextProblem & { index: number })[] = [];
  const found = sections(text.split(/\r?\n/u));
  const list = found.map((section, index): Loose => {
    const title = section.title.replaceAll(/(?:\s|\*|✅|✔|✓|☑|\uFE0F)+$/gu, "").replaceAll(/^\*+\s*/gu, "");
    const english = section.lines
      .map((line) => englishLine.exec(line)?.groups?.["text"])
      .find((one) => one !== undefined);
    const queries = fences(section).filter(({ sql }) => wholeQuery.test(sql));
    const answers = queries.length > 1 ? queries.filter(({ isAnswer }) => isAnswer) : queries;
    if (queries.length > 1 && answers.length !== 1) {
      const line = queries[1]?.line ?? section.line;
      problems.push({
        line,
        column: 1,
        index,
        reason: `holds ${String(queries.length)} queries, and none or several are named the answer`,
      });
    }
    const sql = answers[0]?.sql;
    return {
      question: english?.trim() ?? title,
      korean_question: title,
      question_number: section.number,
      ...(sql === undefined ? {} : { expected_sql: sql }),
    };
  });
  return { list, problems, lines: found.map((section) => section.line) };
}

function sections(lines: readonly string[]): readonly Section[] {
  const found: { line: number; number: string; title: string; lines: string[] }[] = [];
  let open = false;
  let inFence = false;
  for (const [index, line] of lines.entries()) {
    if (/^\s*(?:```|~~~)/u.test(line)) inFence = !inFence;
    const start = inFence ? null : sectionStart.exec(line);
    if (start?.groups !== undefined) {
      found.push({
        line: index + 1,
        number: start.groups["number"] ?? "",
        title: start.groups["title"] ?? "",
        lines: [],
      });
      open = true;
    } else if (!inFence && anotherHeading.test(line)) open = false;
    else if (open) found.at(-1)?.lines.push(line);
  }
  return found;
}

function fences({ line: first, lines }: Section): readonly Fence[] {
  const found: Fence[] = [];
  let open: { sql: string[]; line: number; isSql: boolean } | null = null;
  let said = "";
  for (const [index, line] of lines.entries()) {
    const mark = /^\s*(?:```|~~~)\s*(?<language>\w*)/u.exec(line);
    if (mark === null) {
      if (open !== null) open.sql.push(line);
      else if (line.trim() !== "") said = line;
    } else if (open === null) {
      open = {
        sql: [],
        line: first + index + 1,
        isSql: /^(?:sql|databricks|spark)/iu.test(mark.groups?.["language"] ?? ""),
      };
    } else {
      if (open.isSql) found.push({ sql: open.sql.join("\n").trim(), line: open.line, isAnswer: answerLine.test(said) });
      open = null;
    }
  }
  return found;
}
