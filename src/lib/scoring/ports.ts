import type { StatementOutcome } from "../core/statement.ts";
import type { Question } from "../exam/question.ts";
import type { FailureCategory, Verdict } from "./verdict.ts";

/** What asking Genie one question gave. Anything that can happen to one question is data. */
export type AskOutcome = {
  readonly conversationId: string | null;
  readonly messageId: string | null;
  readonly seconds: number;
  /** The message's last status as the platform wrote it. */
  readonly genieStatus: string;
} & (
  | { readonly kind: "sql"; readonly sql: string }
  | { readonly kind: "text"; readonly content: string; readonly followUp: boolean }
  /** Genie could not answer: the answer's fault (bad SQL, clarification failed, content filter …). */
  | { readonly kind: "failed"; readonly errorType: string; readonly message: string }
  | { readonly kind: "cancelled" }
  /**
   * Throttled out, our question timeout, 5xx, connection: nobody's answer. With `outage` the platform was away, which says nothing of
   * this question: it is worth asking once the others were.
   */
  | { readonly kind: "infra"; readonly reason: string; readonly message: string; readonly outage?: boolean }
);

/** A wrong answer whose category the two queries' facts leave open. */
export type OpenFailure = {
  readonly question: Question;
  readonly genieSql: string | null;
  readonly verdict: Verdict;
  /** The likeliest category, by how the results differ. */
  readonly category: FailureCategory;
};

/** What a reader makes of a wrong answer: a category and one sentence. */
export type Explanation = { readonly category: FailureCategory; readonly reason: string };

/** What scoring needs from outside. */
export type ScoringPorts = {
  ask(spaceId: string, question: string, signal: AbortSignal): Promise<AskOutcome>;
  /** Runs one read-only statement and reads its whole result. */
  run(sql: string, signal: AbortSignal): Promise<StatementOutcome>;
  /**
   * Reads wrong answers, one explanation or null for each, in their order. It is asked of nothing else, and can change no verdict.
   * Left out, categories stay as facts and results tell them.
   */
  explain?(failures: readonly OpenFailure[], signal: AbortSignal): Promise<readonly (Explanation | null)[]>;
};
