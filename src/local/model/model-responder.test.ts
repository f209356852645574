import { readdir, readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../../lib/sql/parser.ts";
import { failure, type InventedFailure, promptOf, requestOf, tables } from "./invented-request.fixture.ts";
import { modelResponder } from "./model-responder.ts";

let failures: readonly InventedFailure[];
beforeAll(async () => {
  await loadParser();
  failures = terms.map((term, at) => {
    const column = columns[at % columns.length] ?? "";
    const expected = `SELECT c.${column}, SUM(c.tonnage) FROM ${calls} GROUP BY c.${column}`;
    return failure(`q${String(at)}`, `What is the total tonnage by ${term} mark?`, expected);
  });
});

const schema = {
  type: "object",
  properties: {
    fixes: {
      type: "array",
      items: {
        type: "object",
        properties: {
          change_type: { type: "string", enum: ["add_synonym"] },
          table: { type: "string" },
          column: { type: "string" },
          synonym: { type: "string" },
          enabled: { type: "boolean" },
          others: { type: "array", items: { type: "string" } },
          kind: { type: "string", enum: ["", "ONE"] },
          target_question_ids: { type: "array", items: { type: "string" } },
          reasoning: { type: "string" },
        },
      },
    },
  },
};

const calls = "port.yard.ship_calls c";
const columns = tables[0].columns.filter(({ type }) => type === "string").map(({ name }) => name);
const terms = ["harbour", "quay", "dock", "basin", "sound", "inlet", "shoal", "reef", "strait", "lagoon"];
type Reply = { readonly fixes: readonly Readonly<Record<string, unknown>>[] };
const ask = (seed: number, category: string, list = failures, lessons: readonly object[] = []): Reply =>
  modelResponder({ seed })({
    prompt: promptOf(requestOf(category, list, lessons)),
    schemaName: category,
    schema,
  }) as Reply;

describe("the local model", () => {
  it("fills every field of the schema, the unused ones empty", () => {
    const [fix] = ask(1, "metadata_add").fixes;
    expect(fix).toMatchObject({ change_type: "add_synonym", enabled: false, others: [], kind: "" });
    expect(Object.keys(fix ?? {}).toSorted()).toEqual(Object.keys(schema.properties.fixes.items.properties).toSorted());
  });

  it("says the same to the same request and seed, and other things to other seeds", () => {
    expect(ask(1, "metadata_add")).toEqual(ask(1, "metadata_add"));
    const replies = new Set([1, 2, 3, 4, 5].map((seed) => JSON.stringify(ask(seed, "metadata_add"))));
    expect(replies.size).toBeGreaterThan(1);
  });

  it("is of no use about once in six", () => {
    let bad = 0;
    let all = 0;
    for (let seed = 0; seed < 60; seed += 1) {
      const { fixes } = ask(seed, "metadata_add");
      all += fixes.length;
      bad += fixes.length - terms.length;
    }
    expect(bad / all).toBeGreaterThan(0.1);
    expect(bad / all).toBeLessThan(0.24);
  });

  it("gives an expected query away now and then, for the planner to catch", () => {
    const leaks = Array.from({ length: 40 }, (_, seed) => ask(seed, "sample_queries_add").fixes).flat();
    expect(leaks.some(({ sql }) => failures.some(({ expected_sql }) => expected_sql === sql))).toBe(true);
  });

  it("does not repeat what a lesson says was tried in vain", () => {
    const [first] = ask(1, "metadata_add").fixes;
    const { table, column, synonym } = first ?? {};
    const lesson = {
      change_type: "add_synonym",
      value: JSON.stringify({ table, column, synonym }),
      outcome: "rejected",
    };
    const again = Array.from({ length: 10 }, (_, seed) => ask(seed, "metadata_add", failures, [lesson]).fixes).flat();
    expect(again.filter((fix) => fix["synonym"] === synonym)).toEqual([]);
  });

  it("names a category for each failure of a reading request", () => {
    const expected = "SELECT COUNT(*) FROM a.b.c WHERE x = 1 GROUP BY y";
    const failing = (question_id: string, answered_sql: string | null) => ({
      question_id,
      expected_sql: expected,
      answered_sql,
    });
    const reply = modelResponder({ seed: 1 })({
      prompt: promptOf({
        failures: [
          failing("q1", null),
          failing("q2", "SELECT COUNT(*) FROM a.b.d WHERE x = 1 GROUP BY y"),
          failing("q3", "SELECT COUNT(*) FROM a.b.c GROUP BY y"),
          failing("q4", "SELECT COUNT(*) FROM a.b.c WHERE x = 1 GROUP BY z"),
          failing("q5", "SELECT SUM(z) FROM a.b.c WHERE x = 1 GROUP BY y"),
        ],
      }),
      schemaName: "failure_reading",
      schema: {},
    });
    expect(reply).toMatchObject({
      readings: ["no_sql_generated", "wrong_table", "wrong_filter", "wrong_grouping", "wrong_aggregation"].map(
        (category) => ({ category }),
      ),
    });
  });

  it("refuses what it is not made for", () => {
    for (const [prompt, schemaName] of [
      ["Hello", null],
      ["Hello", "metadata_add"],
      [promptOf({ failures: 3 }), "failure_reading"],
    ] as const) {
      expect(modelResponder({ seed: 1 })({ prompt, schemaName, schema: {} })).toHaveProperty("refusal");
    }
  });

  it("knows no word of the demo", async () => {
    const read = async (path: string): Promise<string> => readFile(new URL(path, import.meta.url), "utf8");
    const demo = await read("../../../benchmarks/bakehouse.good.space.json");
    const exam = await read("../../../benchmarks/bakehouse.json");
    const words = new Set(
      [
        ...`${demo}${exam}`.matchAll(
          /\b(?:[a-z]+_[a-z_]+|[a-z]+[A-Z]\w+|samples|bakehouse|tpch|lineitem|franchise\w*)\b/gu,
        ),
      ].map(([word]) => word.toLowerCase()),
    );
    const own =
      /^(?:version|config|data_sources|column_configs|column_name|text_instructions|join_specs|sql_snippets|display_name|sample_questions|enable_\w+|example_question_sqls|expected_sql|korean_question|count_if|order_by|filter_code|time_range|one_number|top_n)$/u;
    const korean = ["매출", "매장", "객단가", "반품", "대형", "미처리", "결제", "운송", "공급사"];
    const files = (await readdir(new URL(".", import.meta.url))).filter(
      (name) => name.endsWith(".ts") && !/\.(?:test|fixture)\.ts$/u.test(name),
    );
    for (const file of files) {
      const text = (await read(`./${file}`)).toLowerCase();
      const found = [...[...words].filter((word) => !own.test(word)), ...korean].filter((word) =>
        new RegExp(`(?<![\\p{L}_])${word}(?![\\p{L}_])`, "u").test(text),
      );
      expect(found, file).toEqual([]);
    }
  });
});
