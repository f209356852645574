import type { Question } from "../exam/question.ts";
import type { AskOutcome } from "./ports.ts";
import type { FailureCategory, Verdict } from "./verdict.ts";

/** One asking of one question. */
export type Ask = {
  readonly question: Question;
  readonly spaceId: string;
  /** Which configuration is asked: production, dev-best, dev-working. */
  readonly arm: string;
  /** The how-manieth asking of this question on this arm, from 1. */
  readonly attempt: number;
};

/** What became of an ask. */
export type Attempt = Ask & {
  readonly outcome: AskOutcome;
  readonly verdict: Verdict;
  readonly genieSql: string | null;
  /** Null when the answer is right, or nobody's fault. */
  readonly failureCategory: FailureCategory | null;
  /** One sentence for people; null when the answer is right. */
  readonly failureReason: string | null;
  /** From asking to the verdict; waiting for a turn is left out. */
  readonly seconds: number;
  readonly at: Date;
};
