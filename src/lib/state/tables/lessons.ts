import { createdAt, double, integer, required, text, updatedAt, word, type NewRow, type RowOf } from "../column.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { lessonStatuses, type LessonStatus } from "../words.ts";

export const lessonsTable = table({
  name: "enhancement_lessons_learned",
  role: "state",
  comment: "One row a lesson: what a kind of fix did to a kind of failure",
  key: ["lesson_id"],
  clusterBy: ["lesson_id"],
  columns: {
    lesson_id: required(text("Id of the lesson")),
    run_id: text("Run that taught it"),
    iteration_number: integer("Loop that taught it"),
    space_id: text("Space it is about"),
    pattern: required(text("Failure pattern, short")),
    description: required(text("The lesson in words")),
    fix_type: text("Type of the fix"),
    example_question: text("A question that shows it"),
    before_sql: text("What Genie wrote before"),
    after_sql: text("What Genie wrote after"),
    times_encountered: integer("How often it was seen"),
    success_rate: double("Share of the tries that were kept"),
    average_effect: double("Mean net questions gained"),
    status: required(word(lessonStatuses, "Whether it still holds")),
    superseded_by: text("Lesson that took its place"),
    evidence_json: text("What it rests on, as JSON"),
    created_at: createdAt(),
    updated_at: updatedAt(),
  },
});

export type LessonRow = RowOf<typeof lessonsTable.columns>;
export type NewLessonRow = NewRow<typeof lessonsTable.columns>;

export type Lessons = {
  /** Adds lessons; one that is there already takes the columns given. */
  insert(rows: readonly NewLessonRow[]): Promise<void>;
  /** Oldest first. */
  list(filter?: {
    run_id?: string | undefined;
    space_id?: string | undefined;
    status?: LessonStatus | undefined;
  }): Promise<LessonRow[]>;
};

export function lessonsIn(store: Store): Lessons {
  return {
    insert: (rows) => store.upsert(lessonsTable, rows),
    list: (filter = {}) => store.select(lessonsTable, filter, { orderBy: ["created_at", "lesson_id"] }),
  };
}
