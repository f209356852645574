import type { Policy } from "./policy.ts";

/** One benchmark question as the exam holds it. */
export type Question = {
  readonly id: string;
  /** What Genie is asked. */
  readonly question: string;
  readonly expectedSql: string;
  /** Further accepted SQLs, each judged whole by its own result. */
  readonly alternates: readonly string[];
  readonly policy: Policy;
  /** Lost on the candidate and confirmed by repeats, nothing is promoted. */
  readonly mustPass: boolean;
  readonly koreanQuestion?: string;
  readonly category?: string;
  readonly difficulty?: string;
  readonly evaluationNote?: string;
};

export type Split = "visible" | "held_out";

/** A fixed exam: what a run is scored by, from its first question to its last. */
export type Exam = {
  /** Digest of the questions, their SQL and policies, in order of id. */
  readonly digest: string;
  /** Where it came from, for people: a file, a table, or "the space's own questions". */
  readonly source: string;
  readonly questions: readonly (Question & { readonly split: Split })[];
};
