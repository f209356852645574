import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Allowance, createAllowance } from "./allowance.ts";
import type { Amounts, Limits } from "./limits.ts";

const unlimited: Limits = { max_questions: null, max_minutes: null, max_tokens: null, max_cost: null };

/** What becomes of a question, step by step: it is on its way, Genie takes it (or not), it may be asked again, it ends. */
type Fate = { readonly tries: readonly ("taken" | "not_taken")[]; readonly costs: number };

/** Plays questions against an allowance, at most `concurrent` at once, in an order that `pick` decides. */
function play(
  limits: Limits,
  before: Amounts,
  fates: readonly Fate[],
  concurrent: number,
  pick: (choices: number) => number,
): { asked: number; money: number; most: number; stoppedAt: number | null } {
  let asked = 0;
  let money = 0;
  const spent = (): { amounts: Amounts; asked: number } => ({
    amounts: {
      ...before,
      questions: before.questions + asked,
      money: before.money === null ? null : before.money + money,
    },
    asked,
  });
  const allowance: Allowance = createAllowance(limits, spent);
  const flying: { fate: Fate; at: number }[] = [];
  let next = 0;
  let stopped = false;
  let most = 0;
  while (flying.length > 0 || (next < fates.length && !stopped)) {
    const mayBegin = !stopped && next < fates.length && flying.length < concurrent;
    if (mayBegin && (flying.length === 0 || pick(2) === 0)) {
      const grant = allowance.take({ money: before.money === null ? null : 1 });
      const fate = fates[next];
      if (grant.kind === "granted" && fate !== undefined) {
        flying.push({ fate, at: 0 });
        next += 1;
        most = Math.max(most, flying.length);
        continue;
      }
      if (grant.kind === "refused") stopped = true;
      if (flying.length === 0) continue;
    }
    const index = pick(flying.length);
    const one = flying[index];
    if (one === undefined) break;
    const happened = one.fate.tries[one.at];
    if (happened === "taken") {
      asked += 1;
      money += one.fate.costs;
    }
    one.at += 1;
    const isOver = one.at >= one.fate.tries.length || !allowance.again({ money: 1 });
    if (isOver) {
      flying.splice(index, 1);
      allowance.end();
    }
  }
  return { asked, money, most, stoppedAt: stopped ? next : null };
}

const fate: fc.Arbitrary<Fate> = fc.record({
  tries: fc.array(fc.constantFrom("taken" as const, "not_taken" as const), { minLength: 1, maxLength: 3 }),
  costs: fc.integer({ min: 1, max: 1 }),
});

describe("an allowance of questions", () => {
  it("is never overshot, however many are asked at once and however often they are asked again", () => {
    fc.assert(
      fc.property(
        fc.array(fate, { maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 30 }),
        fc.infiniteStream(fc.nat()),
        (fates, limit, concurrent, used, choices) => {
          const pick = (count: number): number => Number(choices.next().value) % Math.max(1, count);
          const before: Amounts = { questions: used, minutes: 0, tokens: 0, money: null };
          const { asked } = play({ ...unlimited, max_questions: limit }, before, fates, concurrent, pick);
          expect(asked).toBeLessThanOrEqual(Math.max(0, limit - used));
        },
      ),
    );
  });

  it("is used to its last question where each is asked once", () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(fc.nat()),
        (count, limit, concurrent, choices) => {
          const pick = (most: number): number => Number(choices.next().value) % Math.max(1, most);
          const fates = Array.from({ length: count }, (): Fate => ({ tries: ["taken"], costs: 1 }));
          const before: Amounts = { questions: 0, minutes: 0, tokens: 0, money: null };
          const played = play({ ...unlimited, max_questions: limit }, before, fates, concurrent, pick);
          expect(played.asked).toBe(Math.min(count, limit));
          expect(played.stoppedAt).toBe(count > limit ? limit : null);
        },
      ),
    );
  });

  it("overshoots money by one question at most", () => {
    fc.assert(
      fc.property(
        fc.array(fate, { maxLength: 40 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(fc.nat()),
        (fates, halves, concurrent, choices) => {
          const pick = (most: number): number => Number(choices.next().value) % Math.max(1, most);
          const before: Amounts = { questions: 0, minutes: 0, tokens: 0, money: 0 };
          const limit = halves / 2;
          const { money } = play({ ...unlimited, max_cost: limit }, before, fates, concurrent, pick);
          expect(money).toBeLessThan(limit + 1);
        },
      ),
    );
  });

  it("grants nothing once the minutes are over, and says which limit it was", () => {
    const amounts: Amounts = { questions: 3, minutes: 10, tokens: 0, money: null };
    const allowance = createAllowance({ ...unlimited, max_minutes: 10 }, () => ({ amounts, asked: 3 }));
    expect(allowance.take({ money: null })).toEqual({
      kind: "refused",
      exceeded: { kind: "reached", limit: "max_minutes", used: 10, allowed: 10 },
    });
  });
});
