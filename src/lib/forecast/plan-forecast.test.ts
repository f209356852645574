import { expect, it } from "vitest";
import { forecastOfPlan, type PlanFacts } from "./plan-forecast.ts";

const facts: PlanFacts = {
  targets: 10,
  guards: 5,
  pairs: 6,
  perMinute: null,
  concurrent: 2,
  measured: { questionSeconds: 12, statementSeconds: 3, tokensPerCall: 1_000, wrongShare: null },
  prices: { question: null, warehouseHour: null, millionInputTokens: null, millionOutputTokens: null },
  currency: "USD",
};

it("takes the screen alone where nothing becomes right, and guards and pairs besides where something does", () => {
  const forecast = forecastOfPlan(facts);
  expect(forecast).toMatchObject({
    screen: 10,
    guard: 5,
    confirm: 120,
    questions: { least: 10, typical: 10 + 5 + 6 * 12, long: 10 + 5 + 120 },
    statements: { least: 20, typical: 87 + 15, long: 135 + 15 },
    tokens: { least: 0, typical: 1_000, long: 1_000 },
    money: null,
  });
  // 135 questions of 12 seconds, two at once.
  expect(forecast.minutes.long).toBeCloseTo(13.5);
});

it("takes no less time than the quota leaves, and tells money where a price is known", () => {
  const forecast = forecastOfPlan({
    ...facts,
    perMinute: 4,
    prices: { ...facts.prices, question: 0.1, warehouseHour: 6 },
  });
  expect(forecast.minutes.long).toBeCloseTo(135 / 4);
  expect(forecast.money?.least).toBeCloseTo(10 * 0.1 + ((20 * 3) / 3600) * 6);
});

it("a plan without questions of its own asks nothing", () => {
  expect(forecastOfPlan({ ...facts, targets: 0, pairs: 0 }).questions).toEqual({ least: 0, typical: 0, long: 0 });
});
