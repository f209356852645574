import { digestText } from "../../lib/core/digest.ts";
import type { Exam } from "../../lib/exam/question.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import { piecesOf } from "../../lib/space/lines.ts";

type ExamQuestion = Exam["questions"][number];

/** Benchmark questions that the platform takes in one space. */
export const mostBenchmarks = 500;

/** The id that a question of the exam has as a benchmark question: spaces take 32 hex digits only, exams any text. */
export function benchmarkIdOf(questionId: string): string {
  return digestText(`benchmark question ${questionId}`).slice(0, 32);
}

/**
 * The configuration as Genie's own evaluation needs it: its benchmark questions are exactly the given ones. Whatever benchmark questions
 * production has are left out, since some of them may be held out.
 * @throws Error for a held-out question, which no space may ever hold
 */
export function withBenchmarks(document: SpaceDocument, questions: readonly ExamQuestion[]): SpaceDocument {
  const heldOut = questions.find((question) => question.split !== "visible");
  if (heldOut !== undefined) throw new Error(`question ${heldOut.id} is held out and must not reach a space`);
  return {
    ...document,
    benchmarks: {
      questions: questions.map(({ id, question, expectedSql, evaluationNote }) => ({
        id: benchmarkIdOf(id),
        question: piecesOf(question),
        answer: [{ format: "SQL", content: piecesOf(expectedSql) }],
        ...(evaluationNote === undefined ? {} : { evaluation_note: piecesOf(evaluationNote) }),
      })),
    },
  };
}
