import { describe, expect, it } from "vitest";
import { nearDuplicates, similarity } from "./similar-questions.ts";

/** The same question in other words, as people write it twice. */
const same: readonly (readonly [string, string])[] = [
  ["월별 매출은?", "월별 매출을 알려줘"],
  ["국가별 고객 수를 알려줘", "국가별 고객 수를 보여주세요"],
  ["월별로 매출을 보여줘", "매출을 월별로 보여줘"],
  ["지난달 신규 가입자 수는?", "지난달 신규 가입자수는 몇 명인가요?"],
  ["결제 수단별 거래 건수는?", "결제수단별 거래 건수는?"],
  ["2024년 5월의 거래 건수는?", "2024년 5월 거래 건수를 알려주세요."],
  ["How many customers are there in each country?", "How many customers are in each country"],
  ["Show me monthly revenue by store.", "What is the monthly revenue by store?"],
  ["list all customers from Seoul", "List all the customers from Seoul, please"],
  ["What is the average order value per customer?", "What is the average order value by customer?"],
];

/** Questions that look alike and ask for something else. */
const others: readonly (readonly [string, string])[] = [
  ["국가별 매출은?", "상품별 매출은?"],
  ["월별 매출은?", "연도별 매출은?"],
  ["서울 매장의 매출은?", "부산 매장의 매출은?"],
  ["국가별 고객 수는?", "국가별 매장 수는?"],
  ["매출이 가장 높은 매장은?", "매출이 가장 낮은 매장은?"],
  ["결제 수단별 거래 건수는?", "결제 수단별 평균 거래 금액은?"],
  ["2024년 5월의 거래 건수는?", "2024년 6월의 거래 건수는?"],
  ["How many customers are there in each country?", "How many franchises are there in each country?"],
  ["How many franchises are there in each country?", "How many large franchises are there in each country?"],
  ["What is the total revenue by country?", "What is the total revenue by product?"],
  ["Which store has the highest revenue?", "Which store has the lowest revenue?"],
  ["What is the average order value per customer?", "What is the total order value per customer?"],
  ["What is the total revenue in March?", "What is the total revenue in April?"],
  ["Which 3 products have the highest total quantity?", "Which 5 products have the highest total quantity?"],
  ["How many orders are there?", "How many orders are there without a customer?"],
];

describe("near-duplicate questions", () => {
  it.each(same)("are %s and %s", (one, other) => {
    expect(nearDuplicates(["수도는 어디인가요?", one, other])).toEqual([[1, 2]]);
    expect(similarity(one, other)).toBeGreaterThan(0.7);
  });

  it.each(others)("are not %s and %s", (one, other) => {
    expect(nearDuplicates([one, other])).toEqual([]);
  });

  it("are found in a long exam in little time", () => {
    const questions = Array.from({ length: 3000 }, (_, index) => `What is the revenue of store ${String(index)}?`);
    expect(nearDuplicates([...questions, "Tell me the revenue of store 7"])).toEqual([[7, 3000]]);
  });
});
