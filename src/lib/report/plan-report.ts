import type { Locale } from "./locale.ts";

/** A plan that waits for a person, as its files and the terminal show it. */
export type PlanReport = {
  readonly loop: number;
  readonly digest: string;
  /** ISO text; from then on nobody may approve it. */
  readonly expiresAt: string | null;
  readonly fixes: readonly FixReport[];
  /** Proposals that a check stopped before. */
  readonly blocked: number;
  readonly forecast: ForecastReport;
};

/** One fix of it. */
export type FixReport = {
  /** Its number in the plan, by which people may name it. */
  readonly number: number;
  readonly changeId: string;
  readonly changeType: string;
  /** The fix in a sentence, a locale each. */
  readonly words: Readonly<Record<Locale, string>>;
  /** Why the model proposed it. */
  readonly reasoning: string;
  /** Questions it declares to mend, each with what is wrong with today's answer where that is known. */
  readonly targets: readonly {
    readonly id: string;
    readonly question: string;
    readonly category: string | null;
    readonly problem: string | null;
  }[];
  /** What it changes in the space. Values as JSON has them; null for what is not there. */
  readonly diff: readonly {
    readonly kind: "add" | "remove" | "change";
    readonly path: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
  /** What a person said of it already. */
  readonly word: {
    readonly decision: "APPROVE" | "REJECT";
    readonly by: string | null;
    readonly comment: string | null;
  } | null;
};

/** Questions that testing the whole plan once may take. */
export type ForecastReport = {
  /** The plan's own questions, asked once. */
  readonly screen: number;
  /** Questions that are right today, asked once. */
  readonly guard: number;
  /** The plan's own questions that became right, in pairs: at most so many asks. */
  readonly confirm: number;
};
