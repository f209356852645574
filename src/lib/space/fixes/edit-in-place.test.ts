import { beforeAll, describe, expect, it } from "vitest";
import { seededIds } from "../../core/random.ts";
import { applyFix, describeFix } from "../apply-fix.ts";
import { loadParser } from "../../sql/parser.ts";
import { parseSpace, type SpaceDocument } from "../document.ts";
import { type Fix, fixSchema } from "../fix.ts";

const id = (digit: string): string => digit.repeat(32);
const table = "c.s.orders";
const space = parseSpace({
  version: 2,
  config: { sample_questions: [{ id: id("1"), question: ["How many orders?"] }] },
  data_sources: {
    tables: [
      {
        identifier: table,
        description: ["One row an order.\n", "Amounts are net."],
        column_configs: [
          { column_name: "amount", description: ["In won."], synonyms: ["매출"] },
          { column_name: "old_amount", exclude: true },
        ],
      },
    ],
  },
  instructions: {
    example_question_sqls: [
      {
        id: id("2"),
        question: ["Orders of a region?"],
        sql: ["SELECT * FROM c.s.orders WHERE region = :region"],
        parameters: [{ name: "region", type_hint: "STRING", description: ["as stored"] }],
      },
    ],
    sql_functions: [{ id: id("3"), identifier: "c.s.fiscal_year" }],
  },
});

beforeAll(loadParser);

function applied(fix: Fix): { document: SpaceDocument; changed: readonly string[] } {
  const result = applyFix(space, fixSchema.parse(fix), seededIds("a"));
  if (result.kind === "refused") throw new Error(result.reason);
  return result;
}

describe("each edit changes what it says and nothing else", () => {
  it.each<[Fix, string]>([
    [
      { change_type: "update_description", table, column: "", find: "net", content: "gross" },
      "data_sources.tables[c.s.orders].description",
    ],
    [
      { change_type: "update_description", table, column: "amount", find: "won", content: "dollars" },
      "data_sources.tables[c.s.orders].column_configs[amount].description",
    ],
    [
      { change_type: "delete_description", table, column: "amount" },
      "data_sources.tables[c.s.orders].column_configs[amount].description",
    ],
    [
      { change_type: "hide_column", table, column: "amount" },
      "data_sources.tables[c.s.orders].column_configs[amount].exclude",
    ],
    [
      { change_type: "show_column", table, column: "old_amount" },
      "data_sources.tables[c.s.orders].column_configs[old_amount]",
    ],
    [{ change_type: "delete_sample_question", id: id("1") }, `config.sample_questions[${id("1")}]`],
    [{ change_type: "delete_sql_function", id: id("3") }, `instructions.sql_functions[${id("3")}]`],
    [
      { change_type: "update_example_query", id: id("2"), sql: "SELECT 1", usage_guidance: "" },
      `instructions.example_question_sqls[${id("2")}]`,
    ],
  ])("%j", (fix, path) => {
    const { changed } = applied(fix);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter((each) => !each.startsWith(path))).toEqual([]);
  });

  it("adds a sample question and a function with ids of their own", () => {
    const asked = applied({ change_type: "add_sample_question", question: "Sales by month?" });
    expect(asked.document.config?.sample_questions).toHaveLength(2);
    const called = applied({ change_type: "add_sql_function", function_name: "c.s.week", description: "ISO week" });
    expect(called.document.instructions?.sql_functions).toHaveLength(2);
  });

  it("keeps what people said of a query's parameter when the new query still has it", () => {
    const sql = "SELECT count(*) FROM c.s.orders WHERE region = :region AND year = :year";
    const { document } = applied({ change_type: "update_example_query", id: id("2"), sql, usage_guidance: "" });
    expect(document.instructions?.example_question_sqls?.[0]?.parameters).toEqual([
      { name: "region", type_hint: "STRING", description: ["as stored"] },
      { name: "year", type_hint: "STRING" },
    ]);
  });
});

it.each<[Fix, string]>([
  [{ change_type: "update_description", table, column: "amount", find: "euro", content: "won" }, "not_found"],
  [{ change_type: "update_description", table, column: "", find: "n", content: "m" }, "ambiguous"],
  [{ change_type: "update_description", table, column: "amount", find: "won", content: "won" }, "no_op"],
  [{ change_type: "update_description", table, column: "amount", find: "In won.", content: "" }, "invalid"],
  [{ change_type: "update_description", table, column: "region", find: "x", content: "y" }, "not_found"],
  [{ change_type: "delete_description", table, column: "old_amount" }, "not_found"],
  [{ change_type: "delete_description", table: "c.s.order", column: "" }, "unknown_table"],
  [{ change_type: "hide_column", table, column: "old_amount" }, "no_op"],
  [{ change_type: "show_column", table, column: "amount" }, "no_op"],
  [{ change_type: "add_sample_question", question: "how many  orders?" }, "duplicate"],
  [{ change_type: "delete_sample_question", id: id("9") }, "not_found"],
  [{ change_type: "add_sql_function", function_name: "C.S.Fiscal_Year", description: "" }, "duplicate"],
  [{ change_type: "delete_sql_function", id: id("9") }, "not_found"],
  [{ change_type: "update_example_query", id: id("9"), sql: "SELECT 1", usage_guidance: "" }, "not_found"],
])("refuses %j as %s", (fix, code) => {
  expect(applyFix(space, fix, seededIds("a"))).toMatchObject({ kind: "refused", code });
});

it("names examples, questions and functions instead of their ids", () => {
  const words = (fix: Fix): string => describeFix(fix, "en", space) + describeFix(fix, "ko", space);
  expect(words({ change_type: "delete_sample_question", id: id("1") })).toMatch(
    /How many orders\?.*How many orders\?/su,
  );
  expect(words({ change_type: "delete_sql_function", id: id("3") })).toMatch(/c\.s\.fiscal_year.*c\.s\.fiscal_year/su);
});
