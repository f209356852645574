import { describe, expect, it } from "vitest";
import { divided, modelMoneyOf, moneyOf } from "./prices.ts";

const unpriced = { question: null, warehouseHour: null, millionInputTokens: null, millionOutputTokens: null };
const used = { questions: 10, warehouseSeconds: 1800, promptTokens: 2e6, completionTokens: 1e6 };

describe("money", () => {
  it.each([
    ["nothing priced", {}, null, null],
    ["questions", { question: 3 }, 30, null],
    ["the warehouse", { warehouseHour: 8 }, 4, null],
    ["tokens", { millionInputTokens: 5, millionOutputTokens: 20 }, 30, 30],
    ["a price of nothing", { question: 0 }, 0, null],
  ])("by %s", (_what, prices, money, modelMoney) => {
    expect(moneyOf(used, { ...unpriced, ...prices })).toBe(money);
    expect(modelMoneyOf(used, { ...unpriced, ...prices })).toBe(modelMoney);
  });

  it("divides a sum of tokens without losing any", () => {
    const { promptTokens, completionTokens } = divided(1000);
    expect(promptTokens + completionTokens).toBe(1000);
  });
});
