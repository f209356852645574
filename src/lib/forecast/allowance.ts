import { type Amounts, type Exceeded, type Limits, reached, tooLow } from "./limits.ts";

/** What one more question is taken to cost, before it is known. */
export type EachQuestion = { readonly money: number | null };

/**
 * `wait`: it cannot be said before those under way have ended, since some of them may not become questions at all.
 * `refused`: nothing is under way, and it does not fit.
 */
export type Grant =
  | { readonly kind: "granted" }
  | { readonly kind: "wait" }
  | { readonly kind: "refused"; readonly exceeded: Exceeded };

export type Allowance = {
  /** Asks for one question; a grant is that question's, and is to be ended. */
  readonly take: (each: EachQuestion) => Grant;
  /** Whether a question under way may be put once more: that is another question. There is no waiting for it. */
  readonly again: (each: EachQuestion) => boolean;
  /** A question that was granted ended, asked or not. */
  readonly end: () => void;
};

/**
 * Grants questions one at a time against the limits, and counts each from its grant on, so that those in flight are counted too: however
 * many are asked at once, no limit of questions is overshot, and no other by more than one question. `spent` says what is used by now
 * and how many of the questions granted were really asked.
 */
export function createAllowance(
  limits: Limits,
  spent: () => { readonly amounts: Amounts; readonly asked: number },
): Allowance {
  let granted = 0;
  let underWay = 0;
  const startedWith = spent().asked;
  /** The limit that one more grant would overshoot, with so many questions under way then, or null. */
  const beyond = (
    each: EachQuestion,
    underWayThen: number,
  ): { readonly exceeded: Exceeded | null; readonly amounts: Amounts } => {
    const { amounts, asked } = spent();
    // A question under way is on its way to Genie once at a time; a grant that was not asked after all leaves none there.
    const onTheWay = Math.max(1, Math.min(underWayThen, granted + 1 - (asked - startedWith)));
    const exceeded =
      reached(limits, amounts, ["max_questions", "max_minutes"]) ??
      reached(limits, withQuestions(amounts, onTheWay - 1, each), ["max_cost"]) ??
      tooLow({ ...none, max_questions: limits.max_questions }, withQuestions(amounts, onTheWay, each));
    return { exceeded, amounts };
  };
  return {
    take: (each) => {
      const { exceeded, amounts } = beyond(each, underWay + 1);
      if (exceeded === null) {
        granted += 1;
        underWay += 1;
        return { kind: "granted" };
      }
      if (underWay > 0) return { kind: "wait" };
      return { kind: "refused", exceeded: { ...exceeded, kind: "reached", used: usedOf(exceeded, amounts) } };
    },
    again: (each) => {
      if (beyond(each, underWay).exceeded !== null) return false;
      granted += 1;
      return true;
    },
    end: () => {
      underWay -= 1;
    },
  };
}

const none: Limits = { max_questions: null, max_minutes: null, max_tokens: null, max_cost: null };

function withQuestions(amounts: Amounts, more: number, { money }: EachQuestion): Amounts {
  return {
    ...amounts,
    questions: amounts.questions + more,
    money: amounts.money === null ? null : amounts.money + more * (money ?? 0),
  };
}

function usedOf({ limit, used }: Exceeded, amounts: Amounts): number {
  return limit === "max_questions" ? amounts.questions : used;
}
