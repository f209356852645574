import type { PlanForecast } from "../forecast/plan-forecast.ts";
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
  /** People who approved all that nobody rejected, and how many must. */
  readonly approvals: { readonly given: number; readonly required: number };
  /** Of the fixes, how many have no decision yet. */
  readonly undecided: number;
  /** What trying the whole plan once takes. */
  readonly forecast: PlanForecast;
};

/** One fix of it. */
export type FixReport = {
  /** Its number in the plan, by which people may name it. */
  readonly number: number;
  readonly changeId: string;
  readonly changeType: string;
  /** The fix itself, as JSON has it. */
  readonly fix: Readonly<Record<string, unknown>>;
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
  /** Characters by which it makes the space longer; null where it cannot be made any more. */
  readonly characters: number | null;
  /** Who edited it, oldest first. */
  readonly edits: readonly { readonly by: string | null }[];
  /** What each person says of it. */
  readonly said: readonly {
    readonly decision: "APPROVE" | "REJECT";
    readonly by: string | null;
    readonly comment: string | null;
  }[];
};
