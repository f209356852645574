import type { SpaceDocument } from "../../src/lib/space/document.ts";

/** An id with that beginning. */
export const idOf = (start: string): string => start.padEnd(32, "0");

/** A small space with one of everything. */
export function sampleSpace(): SpaceDocument {
  return {
    version: 2,
    config: { sample_questions: [{ id: idOf("a1"), question: ["How much?"] }] },
    data_sources: {
      tables: [
        {
          identifier: "c.s.customers",
          column_configs: [{ column_name: "id", enable_format_assistance: true, enable_entity_matching: true }],
        },
        {
          identifier: "c.s.orders",
          description: ["Orders\n", "of all shops"],
          column_configs: [
            { column_name: "amount", synonyms: ["매출", "sales"], enable_format_assistance: true },
            { column_name: "Region", synonyms: [] },
          ],
        },
        { identifier: "c.s.orders_archive" },
      ],
      metric_views: [{ identifier: "c.s.metrics" }],
    },
    instructions: {
      text_instructions: [{ id: idOf("b1"), content: ["Be brief.\n", "  Round to euros.  \n", "Use UTC."] }],
      example_question_sqls: [{ id: idOf("c1"), question: ["Total sales?"], sql: ["SELECT 1"] }],
      join_specs: [
        {
          id: idOf("d1"),
          left: { identifier: "c.s.orders", alias: "orders" },
          right: { identifier: "c.s.customers", alias: "customers" },
          sql: ["`orders`.`customer_id` = `customers`.`id`", "--rt=FROM_RELATIONSHIP_TYPE_MANY_TO_ONE--"],
          instruction: ["Always."],
        },
      ],
      sql_snippets: {
        filters: [{ id: idOf("e1"), sql: ["orders.amount > 0"], display_name: "paid" }],
        measures: [{ id: idOf("f1"), alias: "revenue", sql: ["SUM(orders.amount)"], display_name: "Revenue" }],
      },
    },
    benchmarks: {
      questions: [{ id: idOf("ab"), question: ["Q?"], answer: [{ format: "SQL", content: ["SELECT 1"] }] }],
    },
  };
}
