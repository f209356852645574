import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Amounts, limitNames, type Limits, reached, readReason, reasonOf, tooLow } from "./limits.ts";

const none: Limits = { max_questions: null, max_minutes: null, max_tokens: null, max_cost: null };
const used: Amounts = { questions: 10, minutes: 5, tokens: 1000, money: 2.5 };

describe("limits", () => {
  it.each([
    ["none set", none, null, null],
    ["more than enough", { ...none, max_questions: 11, max_cost: 3 }, null, null],
    ["just enough", { ...none, max_questions: 10 }, "max_questions", null],
    ["too few questions", { ...none, max_questions: 9 }, "max_questions", "max_questions"],
    ["too little money", { ...none, max_cost: 2 }, "max_cost", "max_cost"],
    ["too few tokens", { ...none, max_tokens: 999 }, "max_tokens", "max_tokens"],
    ["the first of several", { ...none, max_minutes: 1, max_tokens: 1 }, "max_minutes", "max_minutes"],
  ] as const)("%s", (_what, limits, usedUp, lacking) => {
    expect(reached(limits, used)?.limit ?? null).toBe(usedUp);
    expect(tooLow(limits, used)?.limit ?? null).toBe(lacking);
  });

  it("do not bind what has no price", () => {
    expect(tooLow({ ...none, max_cost: 1 }, { ...used, money: null })).toBeNull();
  });

  it("are read back from the reason they leave", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...limitNames),
        fc.constantFrom("reached" as const, "too_low" as const),
        fc.integer({ min: 0, max: 1e8 }),
        fc.integer({ min: 1, max: 1e8 }),
        (limit, kind, cents, allowed) => {
          const exceeded = { kind, limit, used: cents / 100, allowed };
          expect(readReason(reasonOf(exceeded))).toMatchObject({ kind, limit, allowed });
        },
      ),
    );
    expect(readReason("loops_used_up")).toBeNull();
  });
});
