import type { Exam, Question } from "../../exam/question.ts";
import { createdAt, integer, required, text, word } from "../column.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { splits } from "../words.ts";

export const questionsTable = table({
  name: "enhancement_questions",
  role: "state",
  comment: "One row a question of a fixed exam; runs name the exam by its digest",
  key: ["exam_digest", "split_seed", "benchmark_id"],
  clusterBy: ["exam_digest"],
  columns: {
    exam_digest: required(text("Digest of the exam")),
    split_seed: required(text("Seed by which the held-out part was drawn: the same exam may be split in several ways")),
    benchmark_id: required(text("Id of the question")),
    position: required(integer("Place in the exam, from 1")),
    question: required(text("Question as asked")),
    expected_sql: required(text("SQL whose result is right")),
    split: required(word(splits, "Part of the exam the question belongs to")),
    source: text("Where the exam came from"),
    document_json: required(text("The whole question, as JSON")),
    created_at: createdAt(),
  },
});

export type Questions = {
  /** Stores the exam once; a second time changes nothing. */
  save(exam: Exam, split_seed: string): Promise<void>;
  /** The exam as it was stored, or null. */
  load(exam_digest: string, split_seed: string): Promise<Exam | null>;
};

export function questionsIn(store: Store): Questions {
  return {
    save: (exam, split_seed) =>
      store.insert(
        questionsTable,
        exam.questions.map((question, index) => ({
          exam_digest: exam.digest,
          split_seed,
          benchmark_id: question.id,
          position: index + 1,
          question: question.question,
          expected_sql: question.expectedSql,
          split: question.split,
          source: exam.source,
          document_json: JSON.stringify(question),
        })),
      ),
    load: async (exam_digest, split_seed) => {
      const rows = await store.select(questionsTable, { exam_digest, split_seed }, { orderBy: ["position"] });
      const first = rows[0];
      if (first === undefined) return null;
      return {
        digest: exam_digest,
        source: first.source ?? "",
        // `save` wrote this text from a Question, and the exam's digest vouches for it.
        questions: rows.map((row) => ({ ...(JSON.parse(row.document_json) as Question), split: row.split })),
      };
    },
  };
}
