import { readEntry } from "./entry.ts";
import { examDigest } from "./exam-digest.ts";
import { csvEntries } from "./from-csv.ts";
import { markdownEntries } from "./from-markdown.ts";
import { columnsReadOver, rowEntries } from "./from-rows.ts";
import { spaceEntries } from "./from-space.ts";
import { readLocated } from "./located-text.ts";
import { examEmpty, examInvalid, type ExamProblem } from "./problem.ts";
import type { Exam, Question } from "./question.ts";
import { splitExam } from "./split-exam.ts";

/** Where an exam comes from. `name` is for people: a file's path, a table's name, the space's title. */
export type ExamSource =
  /**
   * JSON or YAML: a list of questions, or an object with `benchmarks` and `metadata`. CSV: a header and a question a record. Markdown: a
   * numbered heading a question. By default the name's ending says which.
   */
  | { readonly kind: "text"; readonly name: string; readonly text: string; readonly format?: TextFormat }
  | { readonly kind: "rows"; readonly name: string; readonly rows: readonly Readonly<Record<string, unknown>>[] }
  /** The space's own benchmark questions, out of its parsed serialized_space. */
  | { readonly kind: "space"; readonly name: string; readonly document: unknown };

export type TextFormat = "json" | "yaml" | "csv" | "markdown";

/** An exam's questions in their order, and what of the source was read over. */
export type LoadedQuestions = {
  readonly questions: readonly Question[];
  /** Ids that the source does not have and that were made from the questions' texts. */
  readonly madeIds: readonly string[];
  /** Ids of questions whose texts had space around them. */
  readonly trimmed: readonly string[];
  /** Columns that say nothing to us. */
  readonly ignored: readonly string[];
};

type Located = { readonly line: number; readonly column: number };
type Entries = {
  readonly list: readonly unknown[];
  readonly ignored?: readonly string[];
  at(index: number, path: readonly PropertyKey[]): Located | null;
};

/**
 * Reads an exam, fixes its digest and splits it. The SQL parser must have been loaded.
 * @throws EnhancerError EXAM_INVALID with every problem, or because there is no question at all
 */
export function loadExam(source: ExamSource, seed: string): Exam {
  const questions = loadQuestions(source);
  const name = source.kind === "space" ? `the space's own questions (${source.name})` : source.name;
  return { digest: examDigest(questions), source: name, questions: splitExam(questions, seed) };
}

/**
 * Reads an exam's questions in their order.
 * @throws EnhancerError EXAM_INVALID with every problem, or because there is no question at all
 */
export function loadQuestions(source: ExamSource): readonly Question[] {
  return readQuestions(source).questions;
}

/**
 * Reads an exam's questions, and tells what was made or left out on the way.
 * @throws EnhancerError EXAM_INVALID with every problem, or because there is no question at all
 */
export function readQuestions(source: ExamSource): LoadedQuestions {
  const problems: ExamProblem[] = [];
  const entries = entriesOf(source, problems);
  const questions: Question[] = [];
  const madeIds: string[] = [];
  const trimmed: string[] = [];
  const firstOf = new Map<string, number>();
  for (const [index, entry] of entries.list.entries()) {
    const read = readEntry(entry);
    const id = "id" in read ? read.id : idOf(entry);
    const named = { source: source.name, index, ...(id === undefined ? {} : { id }) };
    if (!("id" in read)) {
      for (const { path, reason } of read) problems.push({ ...named, ...entries.at(index, path), reason });
    } else {
      const first = firstOf.get(read.id);
      if (first === undefined) {
        questions.push(read);
        if (idOf(entry) === undefined) madeIds.push(read.id);
        if (hasOuterSpace(entry)) trimmed.push(read.id);
      } else
        problems.push({
          ...named,
          ...entries.at(index, ["id"]),
          reason: `has the same id as question ${String(first + 1)}`,
        });
    }
    if (id !== undefined && !firstOf.has(id)) firstOf.set(id, index);
  }
  if (problems.length > 0) throw examInvalid(problems);
  if (questions.length === 0) throw examEmpty(source.name);
  return { questions, madeIds, trimmed, ignored: entries.ignored ?? [] };
}

function entriesOf(source: ExamSource, problems: ExamProblem[]): Entries {
  switch (source.kind) {
    case "rows":
      return { list: rowEntries(source.rows), ignored: columnsReadOver(source.rows), at: () => null };
    case "space":
      return { list: spaceEntries(source.document), at: () => null };
    case "text":
      return textEntries(source.name, source.text, source.format ?? formatOf(source.name), problems);
  }
}

function textEntries(name: string, text: string, format: TextFormat, problems: ExamProblem[]): Entries {
  switch (format) {
    case "csv": {
      const sheet = csvEntries(text);
      problems.push(...sheet.problems.map((problem) => ({ source: name, ...problem })));
      return sheet;
    }
    case "markdown": {
      const document = markdownEntries(text);
      problems.push(...document.problems.map((problem) => ({ source: name, ...problem })));
      return { list: document.list, at: (index) => ({ line: document.lines[index] ?? 1, column: 1 }) };
    }
    case "json":
    case "yaml":
      return documentEntries(name, text, format, problems);
  }
}

function documentEntries(name: string, text: string, format: "json" | "yaml", problems: ExamProblem[]): Entries {
  const located = readLocated(text, format);
  const none: Entries = { list: [], at: () => null };
  if (located.kind === "broken") {
    problems.push(...located.problems.map((problem) => ({ source: name, ...problem })));
    return none;
  }
  const { value } = located;
  const at = (path: readonly PropertyKey[]): Located => located.at(path);
  if (value === null || value === undefined) return none;
  if (Array.isArray(value)) return { list: value, at: (index, path) => at([index, ...path]) };
  const wrapper = typeof value === "object" ? (value as Readonly<Record<string, unknown>>) : {};
  for (const key of Object.keys(wrapper)) {
    if (key !== "benchmarks" && key !== "metadata") {
      problems.push({
        source: name,
        ...at([key]),
        reason: `${key} is not a known field; questions stand under benchmarks`,
      });
    }
  }
  const list = wrapper["benchmarks"];
  if (Array.isArray(list)) return { list, at: (index, path) => at(["benchmarks", index, ...path]) };
  problems.push({
    source: name,
    ...at(["benchmarks"]),
    reason: "is neither a list of questions nor an object with a list under benchmarks",
  });
  return none;
}

function formatOf(name: string): TextFormat {
  if (/\.(?:csv|tsv)$/iu.test(name)) return "csv";
  if (/\.(?:md|markdown)$/iu.test(name)) return "markdown";
  return /\.ya?ml$/iu.test(name) ? "yaml" : "json";
}

function hasOuterSpace(entry: unknown): boolean {
  // A block of YAML ends in a line break, which nobody typed as part of the text.
  const isLoose = (text: unknown): boolean => typeof text === "string" && text.replace(/\n$/u, "") !== text.trim();
  return typeof entry === "object" && entry !== null && Object.values(entry).some(isLoose);
}

function idOf(entry: unknown): string | undefined {
  if (typeof entry !== "object" || entry === null || !("id" in entry)) return undefined;
  return typeof entry.id === "string" || typeof entry.id === "number" ? String(entry.id) : undefined;
}
