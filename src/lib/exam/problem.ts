import { EnhancerError } from "../core/errors.ts";

/** One thing wrong with an exam, and where. */
export type ExamProblem = {
  /** The file, the table or the space. */
  readonly source: string;
  /** From 1; only where the source is a text. */
  readonly line?: number;
  readonly column?: number;
  /** From 0; absent where the whole source is meant. */
  readonly index?: number;
  readonly id?: string;
  readonly reason: string;
};

/** One sentence for people: `exam.json:12:3: question 4 (kpi_004): expected_sql is missing`. */
function describeProblem(problem: ExamProblem): string {
  const place = problem.line === undefined ? "" : `:${String(problem.line)}:${String(problem.column ?? 1)}`;
  const id = problem.id === undefined ? "" : ` (${problem.id})`;
  const question = problem.index === undefined ? "" : ` question ${String(problem.index + 1)}${id}:`;
  return `${problem.source}${place}:${question} ${problem.reason}`;
}

/** All problems of an exam as one error. */
export function examInvalid(problems: readonly ExamProblem[]): EnhancerError {
  const count = problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`;
  const [first] = problems;
  return new EnhancerError({
    code: "EXAM_INVALID",
    message: `The exam ${first?.source ?? ""} has ${count}:\n${problems.map(describeProblem).join("\n")}`,
    remedy: "Correct the exam and start again.",
    context: { problems },
  });
}

/** An exam without questions. */
export function examEmpty(source: string): EnhancerError {
  return new EnhancerError({
    code: "EXAM_INVALID",
    message: `The exam ${source} holds no question, so nothing can be measured`,
    remedy:
      "Give a JSON, YAML or CSV file of questions with their expected SQL, name a table with the columns id, question and expected_sql, " +
      "or add benchmark questions with SQL answers to the space itself.",
  });
}
