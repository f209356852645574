import type { Question } from "../../exam/question.ts";
import { parseSpace, type SpaceDocument } from "../../space/document.ts";
import type { CatalogTable, EvidenceInput, VisibleFailure } from "../mine-evidence.ts";

/** A small space about sales, its exam and two failures, for this room's tests. */

export const hex = (digit: string): string => digit.repeat(32);

export const salesSpace: SpaceDocument = parseSpace({
  version: 2,
  data_sources: {
    tables: [
      { identifier: "shop.sales.customers", column_configs: [{ column_name: "country" }] },
      {
        identifier: "shop.sales.orders",
        description: ["One row an order."],
        column_configs: [{ column_name: "amount", description: ["Net amount."], synonyms: ["매출"] }],
      },
    ],
  },
  instructions: {
    text_instructions: [{ id: hex("1"), content: ["Amounts are in won.\n", "Leave out test orders."] }],
    example_question_sqls: [
      {
        id: hex("2"),
        question: ["Orders by channel"],
        sql: ["SELECT o.channel, COUNT(*) FROM shop.sales.orders o GROUP BY o.channel"],
      },
    ],
    sql_snippets: {
      measures: [{ id: hex("3"), alias: "order_count", display_name: "Orders", sql: ["COUNT(orders.order_id)"] }],
    },
  },
});

export const catalog: readonly CatalogTable[] = [
  {
    identifier: "shop.sales.customers",
    columns: ["customer_id", "country", "name"].map((name) => ({ name, type: "STRING" })),
  },
  {
    identifier: "shop.sales.orders",
    columns: ["order_id", "customer_id", "amount", "channel", "day", "status"].map((name) => ({
      name,
      type: "STRING",
    })),
  },
];

export function question(id: string, text: string, expectedSql: string): Question {
  return { id, question: text, expectedSql, alternates: [], policy: {}, mustPass: false };
}

export const visible: readonly Question[] = [
  question(
    "v1",
    "What is the total amount for each country?",
    "SELECT c.country, SUM(o.amount) AS total FROM shop.sales.orders o JOIN shop.sales.customers c ON o.customer_id = c.customer_id WHERE o.status = 'paid' GROUP BY c.country",
  ),
  question(
    "v2",
    "How many orders came through the web channel?",
    "SELECT COUNT(*) FROM shop.sales.orders WHERE channel = 'web'",
  ),
];

export const heldOut: readonly Question[] = [
  question(
    "h1",
    "Which five customers in Busan spent the most during the spring campaign?",
    "SELECT c.name, SUM(o.amount) AS spent FROM shop.sales.customers c JOIN shop.sales.orders o ON c.customer_id = o.customer_id WHERE c.country = 'Busan-Haeundae' AND o.day >= '2024-03-11' GROUP BY c.name ORDER BY spent DESC LIMIT 5",
  ),
  question(
    "h2",
    "지난 분기 환불 주문은 모두 몇 건인가요?",
    "SELECT COUNT(*) FROM shop.sales.orders WHERE status = 'refunded-q'",
  ),
];

export const failures: readonly VisibleFailure[] = [
  {
    questionId: "v1",
    question: visible[0]?.question ?? "",
    expectedSql: visible[0]?.expectedSql ?? "",
    answeredSql:
      "SELECT c.country, COUNT(*) AS total FROM shop.sales.orders o JOIN shop.sales.customers c ON o.customer_id = c.customer_id WHERE c.name = 'Kim Secret' /* Kim Secret */ GROUP BY c.country",
    difference: {
      mechanism: "value",
      words: 'country = "Secretland" has total 12345, not 777',
      example: {
        expected: { country: "Secretland", total: "777" },
        answered: { country: "Secretland", total: "12345" },
      },
    },
    category: "wrong_aggregation",
    rows: { expected: 4, answered: 4 },
  },
  {
    questionId: "v2",
    question: visible[1]?.question ?? "",
    expectedSql: visible[1]?.expectedSql ?? "",
    answeredSql: null,
    difference: null,
    category: "no_sql_generated",
  },
];

export const evidenceInput: EvidenceInput = {
  failures,
  visible,
  heldOut,
  document: salesSpace,
  catalog,
  lessons: [],
  shareValues: { kind: "none" },
};
