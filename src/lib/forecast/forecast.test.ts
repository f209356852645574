import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { certainNeed, defaults, forecastOf, type ForecastFacts } from "./forecast.ts";

const unpriced = { question: null, warehouseHour: null, millionInputTokens: null, millionOutputTokens: null };
const facts: ForecastFacts = {
  visible: 18,
  heldOut: 4,
  repeats: { baseline: 3, last: 3 },
  maxIterations: 5,
  maxChanges: 20,
  concurrent: 3,
  perMinute: 4,
  windowMinutes: null,
  measured: { questionSeconds: null, statementSeconds: null, tokensPerCall: null, wrongShare: null },
  prices: unpriced,
  currency: "KRW",
};

describe("forecastOf", () => {
  it("counts the baseline, and the last exam on both spaces", () => {
    const { questions } = forecastOf(facts);
    expect(questions.baseline).toBe(54);
    expect(questions.last_exam).toEqual({ least: 0, typical: 132, long: 132 });
    expect(questions.total.least).toBe(54);
  });

  it.each([
    ["the quota, where that is slower", 4, 20, 54 / 4],
    ["so many at once, where that is slower", 60, 60, (54 * 60) / 3 / 60],
    ["so many at once, without a quota", null, 20, (54 * 20) / 3 / 60],
  ])("takes minutes by %s", (_what, perMinute, questionSeconds, least) => {
    const measured = { ...facts.measured, questionSeconds };
    expect(forecastOf({ ...facts, perMinute, measured }).minutes.least).toBeCloseTo(least);
  });

  it("says what was measured and what is a default", () => {
    const { basis } = forecastOf({ ...facts, measured: { ...facts.measured, tokensPerCall: 500 } });
    expect(basis).toMatchObject({ tokens_per_call: 500, question_seconds: defaults.questionSeconds });
    expect(basis.measured).toEqual(["tokensPerCall"]);
  });

  it("tells money only where something has a price, and days only where a window is set", () => {
    expect(forecastOf(facts)).toMatchObject({ money: null, days: null });
    const priced = forecastOf({ ...facts, prices: { ...unpriced, question: 10 }, windowMinutes: 10 });
    expect(priced.money?.least).toBe(540);
    expect(priced.days?.least).toBe(2);
  });

  it("never forecasts less for more loops, and never less than the baseline", () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.nat(100),
        fc.integer({ min: 1, max: 50 }),
        fc.float({ min: 0, max: 1, noNaN: true }),
        (visible, heldOut, maxIterations, wrongShare) => {
          const measured = { ...facts.measured, wrongShare };
          const { questions, minutes, tokens } = forecastOf({ ...facts, visible, heldOut, maxIterations, measured });
          for (const range of [questions.total, minutes, tokens]) {
            expect(range.least).toBeLessThanOrEqual(range.typical);
            expect(range.typical).toBeLessThanOrEqual(range.long);
          }
          expect(questions.total.least).toBe(questions.baseline);
        },
      ),
    );
  });
});

describe("certainNeed", () => {
  it("rests on nothing that is only guessed", () => {
    expect(certainNeed({ ...facts, perMinute: null }, 54)).toEqual({
      questions: 54,
      minutes: 0,
      tokens: 0,
      money: null,
    });
  });

  it("knows that the quota lets the first minute's questions go at once", () => {
    expect(certainNeed(facts, 4).minutes).toBe(0);
    expect(certainNeed(facts, 54).minutes).toBe(13);
  });
});
