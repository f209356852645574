import { digestOf } from "../core/digest.ts";
import type { Question } from "./question.ts";

/**
 * Digest of what an exam measures, whatever the order of its questions. Categories and difficulties are for people and do not count;
 * the evaluation note does, since the platform's own judge may read it.
 */
export function examDigest(questions: readonly Question[]): string {
  const parts = questions.map((question) => ({
    id: question.id,
    question: question.question,
    expected_sql: question.expectedSql,
    alternates: question.alternates,
    policy: question.policy,
    must_pass: question.mustPass,
    evaluation_note: question.evaluationNote,
  }));
  return digestOf(parts.toSorted((left, right) => (left.id < right.id ? -1 : 1)));
}
