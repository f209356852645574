import type { AnswerRule } from "./answer-rules.ts";
import type { Outcome, RowsOutcome } from "./ask.ts";
import type { Course, WorkingStatus } from "./message-status.ts";

/** One question of a conversation, and what became of it. Times are milliseconds since 1970. */
export type Message = {
  readonly id: string;
  readonly conversationId: string;
  readonly spaceId: string;
  readonly userId: string;
  readonly content: string;
  readonly createdAt: number;
  /** At this workspace's speed; 0 for an answer at the first poll. */
  readonly latencyMs: number;
  readonly course: Course;
  readonly rule: AnswerRule | null;
  readonly queryAttachmentId: string;
  readonly suggestionsAttachmentId: string;
  readonly suggestions: readonly string[];
  /** Resolves when the answer is made; never rejects. */
  work: Promise<void>;
  outcome: MessageOutcome | null;
  result: StoredResult | null;
  polls: number;
  feedback: { readonly rating: string; readonly comment?: string } | null;
};

/** How a message ended. Of an answer's rows it keeps the count; the rows themselves have a life of their own. */
type MessageOutcome =
  | Exclude<Outcome, { kind: "sql" }>
  | {
      readonly kind: "sql";
      readonly sql: string;
      readonly description: string;
      readonly rowCount: number;
      readonly truncated: boolean;
    };

/** Rows of an answer, kept for an hour. `rows` is null when they went earlier. */
export type StoredResult = { readonly statementId: string; readonly storedAt: number; rows: RowsOutcome | null };

/** Where a message stands. `status` of the other kinds is the kind itself. */
export type Standing =
  | { readonly kind: "working"; readonly status: WorkingStatus | (string & {}) }
  | { readonly kind: "COMPLETED" | "FAILED" | "CANCELLED" | "QUERY_RESULT_EXPIRED" };
