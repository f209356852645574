/** Questions that each ask something else, many in nearly the same words. */
export const differentQuestions: readonly string[] = [
  ...["customers", "orders", "parts", "suppliers", "shipments", "refunds"].flatMap((what) =>
    ["country", "month", "brand", "sales channel", "warehouse"].map(
      (by) => `How many ${what} are there for each ${by}?`,
    ),
  ),
  ...["revenue", "discount", "delivery time", "basket size"].flatMap((what) => [
    `What is the average ${what} by region?`,
    `What is the total ${what} by region?`,
    `Which store has the highest ${what}?`,
    `Which store has the lowest ${what}?`,
  ]),
  ...["매출", "환불 금액", "방문자 수", "재고 수량"].flatMap((what) =>
    ["지역별", "월별", "상품군별"].map((by) => `${by} ${what}은 얼마인가요?`),
  ),
  "How many orders were there in March 1995?",
  "How many orders were there in April 1995?",
  "Which 3 products sold best?",
  "Which 5 products sold best?",
];

/** Ways to ask the same once more. */
export const rewordings: readonly ((question: string) => string)[] = [
  (question) => question.replace(/\?$/u, ""),
  (question) => `${question.replace(/\?$/u, "")} ?`,
  (question) => (isKorean(question) ? question.replace("얼마인가요?", "얼마야?") : `Please tell me: ${question}`),
  (question) => question.toUpperCase(),
  (question) =>
    isKorean(question)
      ? question.replace("얼마인가요?", "알려줘")
      : question.replace(/^How many (\w+) are there/u, "How many $1 do we have").replace(/^What is/u, "Show me"),
];

function isKorean(question: string): boolean {
  return /[가-힣]/u.test(question);
}
