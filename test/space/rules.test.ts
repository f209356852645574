import { beforeAll, describe, expect, it } from "vitest";
import { canonicalSpace, serializeSpace } from "../../src/lib/space/canonical.ts";
import type { SpaceDocument } from "../../src/lib/space/document.ts";
import { inspectSpace } from "../../src/lib/space/inspect-space.ts";
import { sqlProblems } from "../../src/lib/space/lint-sql.ts";
import type { SpaceProblem } from "../../src/lib/space/problem.ts";
import { validateSpace } from "../../src/lib/space/validate.ts";
import { loadParser } from "../../src/lib/sql/parser.ts";
import { readDocument } from "../../src/local/server/spaces/read-document.ts";
import { idOf, sampleSpace } from "./sample-space.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- drafts are of any shape, wrong ones too
type Draft = Record<string, any>;

/** The canonical sample with an edit, as a file may hold it: of any shape. */
function edited(edit: (draft: Draft) => void): unknown {
  const draft = JSON.parse(serializeSpace(sampleSpace())) as Draft;
  edit(draft);
  return draft;
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const numbered = (index: number): string => idOf(`9${String(index + 1000)}`);
const examples = (count: number): unknown[] =>
  times(count, (at) => ({ id: numbered(at), question: ["q"], sql: ["SELECT 1"] }));
const table = (draft: Draft, at = 1): Draft => draft["data_sources"]["tables"][at] as Draft;
const join = (draft: Draft): Draft => draft["instructions"]["join_specs"][0] as Draft;

type Rule = readonly [name: string, code: SpaceProblem["code"], path: string, edit: (draft: Draft) => void];

const orders = "data_sources.tables[c.s.orders]";
const joined = `instructions.join_specs[${idOf("d1")}]`;
const example = `instructions.example_question_sqls[${idOf("c1")}]`;
const question = `benchmarks.questions[${idOf("ab")}]`;

/** The service refuses these. */
const refused: readonly Rule[] = [
  ["another version", "bad_version", "version", (d) => (d["version"] = 3)],
  ["no version", "bad_version", "version", (d) => delete d["version"]],
  ["a text where a list must stand", "bad_shape", `${orders}.description`, (d) => (table(d)["description"] = "x")],
  [
    "a word for a switch",
    "bad_shape",
    `${orders}.column_configs[Region].exclude`,
    (d) => (table(d)["column_configs"][0].exclude = "no"),
  ],
  [
    "a thing without an id",
    "missing_member",
    "config.sample_questions[0].id",
    (d) => (d["config"]["sample_questions"] = [{ question: ["q"] }]),
  ],
  [
    "an id in upper case",
    "bad_id",
    `config.sample_questions[${"A".repeat(32)}]`,
    (d) => (d["config"]["sample_questions"][0].id = "A".repeat(32)),
  ],
  ["an empty id", "bad_id", "config.sample_questions[]", (d) => (d["config"]["sample_questions"][0].id = "")],
  ["an id that stands elsewhere", "repeated_id", question, (d) => (d["config"]["sample_questions"][0].id = idOf("ab"))],
  [
    "a two-part table name",
    "bad_identifier",
    "data_sources.tables[s.t]",
    (d) => d["data_sources"]["tables"].push({ identifier: "s.t" }),
  ],
  [
    "a table without a name",
    "bad_identifier",
    "data_sources.tables[]",
    (d) => d["data_sources"]["tables"].unshift({ identifier: "" }),
  ],
  [
    "a table twice",
    "repeated_table",
    orders,
    (d) => d["data_sources"]["tables"].splice(1, 0, { identifier: "c.s.orders" }),
  ],
  [
    "a table that is a metric view too",
    "repeated_table",
    "data_sources.metric_views[c.s.orders]",
    (d) => d["data_sources"]["metric_views"].push({ identifier: "c.s.orders" }),
  ],
  [
    "tables out of order",
    "wrong_order",
    "data_sources.tables",
    (d) => (d["data_sources"]["tables"] = d["data_sources"]["tables"].toReversed()),
  ],
  [
    "columns out of order",
    "wrong_order",
    `${orders}.column_configs`,
    (d) => (table(d)["column_configs"] = table(d)["column_configs"].toReversed()),
  ],
  [
    "ids out of order",
    "wrong_order",
    "benchmarks.questions",
    (d) => d["benchmarks"]["questions"].push({ id: idOf("aa"), question: ["q"] }),
  ],
  [
    "a column twice",
    "repeated_column",
    `${orders}.column_configs[amount]`,
    (d) => table(d)["column_configs"].push({ column_name: "amount" }),
  ],
  [
    "a column without a name",
    "missing_member",
    `${orders}.column_configs[].column_name`,
    (d) => table(d)["column_configs"].unshift({ column_name: "" }),
  ],
  [
    "a version-1 member",
    "version_1_member",
    `${orders}.column_configs[amount].get_example_values`,
    (d) => (table(d)["column_configs"][1].get_example_values = true),
  ],
  [
    "entity matching alone",
    "needs_format_assistance",
    `${orders}.column_configs[Region]`,
    (d) => (table(d)["column_configs"][0].enable_entity_matching = true),
  ],
  [
    "a join of two equalities",
    "bad_join",
    `${joined}.sql`,
    (d) => (join(d)["sql"][0] = "`orders`.`a` = `customers`.`a` AND `orders`.`b` = `customers`.`b`"),
  ],
  [
    "a join without backticks",
    "bad_join",
    `${joined}.sql`,
    (d) => (join(d)["sql"][0] = "orders.customer_id = customers.id"),
  ],
  [
    "a join on another alias",
    "bad_join",
    `${joined}.sql`,
    (d) => (join(d)["sql"][0] = "`orders`.`customer_id` = `c`.`id`"),
  ],
  [
    "a join of one side with itself",
    "bad_join",
    `${joined}.sql`,
    (d) => (join(d)["sql"][0] = "`orders`.`customer_id` = `orders`.`id`"),
  ],
  ["a join without marker", "bad_join", `${joined}.sql`, (d) => join(d)["sql"].pop()],
  [
    "an unknown relationship",
    "bad_join",
    `${joined}.sql`,
    (d) => (join(d)["sql"][1] = "--rt=FROM_RELATIONSHIP_TYPE_SOME--"),
  ],
  [
    "a join with more than its marker",
    "bad_join",
    `${joined}.sql`,
    (d) => join(d)["sql"].push("--rt=FROM_RELATIONSHIP_TYPE_ONE_TO_ONE--"),
  ],
  ["one alias for both sides", "bad_join", joined, (d) => (join(d)["right"].alias = "orders")],
  ["a join's side without alias", "missing_member", `${joined}.left.alias`, (d) => delete join(d)["left"].alias],
  ["a join without a side", "missing_member", `${joined}.right`, (d) => delete join(d)["right"]],
  [
    "an example without SQL",
    "missing_member",
    `${example}.sql`,
    (d) => (d["instructions"]["example_question_sqls"][0].sql = [""]),
  ],
  [
    "an example without its question",
    "missing_member",
    `${example}.question`,
    (d) => (d["instructions"]["example_question_sqls"][0].question = []),
  ],
  [
    "a parameter twice",
    "repeated_parameter",
    `${example}.parameters[p]`,
    (d) =>
      (d["instructions"]["example_question_sqls"][0].parameters = times(2, () => ({ name: "p", type_hint: "STRING" }))),
  ],
  [
    "a parameter without type",
    "missing_member",
    `${example}.parameters[p].type_hint`,
    (d) => (d["instructions"]["example_question_sqls"][0].parameters = [{ name: "p" }]),
  ],
  [
    "a parameter without name",
    "missing_member",
    `${example}.parameters[].name`,
    (d) => (d["instructions"]["example_question_sqls"][0].parameters = [{ name: "", type_hint: "STRING" }]),
  ],
  [
    "a filter without name",
    "missing_member",
    `instructions.sql_snippets.filters[${idOf("e1")}].display_name`,
    (d) => delete d["instructions"]["sql_snippets"].filters[0].display_name,
  ],
  [
    "a measure without alias",
    "missing_member",
    `instructions.sql_snippets.measures[${idOf("f1")}].alias`,
    (d) => delete d["instructions"]["sql_snippets"].measures[0].alias,
  ],
  [
    "an instruction without text",
    "missing_member",
    `instructions.text_instructions[${idOf("b1")}].content`,
    (d) => delete d["instructions"]["text_instructions"][0].content,
  ],
  [
    "a function that is no full name",
    "bad_identifier",
    `instructions.sql_functions[${idOf("aa")}]`,
    (d) => (d["instructions"]["sql_functions"] = [{ id: idOf("aa"), identifier: "f" }]),
  ],
  [
    "two answers",
    "bad_answer",
    `${question}.answer`,
    (d) => d["benchmarks"]["questions"][0].answer.push({ format: "SQL", content: ["SELECT 2"] }),
  ],
  [
    "an answer in words",
    "bad_answer",
    `${question}.answer`,
    (d) => (d["benchmarks"]["questions"][0].answer[0].format = "TEXT"),
  ],
  [
    "an answer that says nothing",
    "bad_answer",
    `${question}.answer`,
    (d) => (d["benchmarks"]["questions"][0].answer[0].content = []),
  ],
  [
    "two text blocks",
    "over_limit",
    "instructions.text_instructions",
    (d) => d["instructions"]["text_instructions"].push({ id: idOf("b2"), content: ["x"] }),
  ],
  [
    "31 tables and views",
    "over_limit",
    "data_sources",
    (d) => (d["data_sources"]["tables"] = times(30, (at) => ({ identifier: `c.s.t${String(at + 10)}` }))),
  ],
  [
    "101 instructions",
    "over_limit",
    "instructions",
    (d) => (d["instructions"]["example_question_sqls"] = examples(100)),
  ],
  [
    "201 snippets",
    "over_limit",
    "instructions.sql_snippets",
    (d) =>
      (d["instructions"]["sql_snippets"].filters = times(198, (at) => ({
        id: numbered(at),
        sql: ["orders.a > 1"],
        display_name: "f",
      }))),
  ],
  [
    "501 benchmark questions",
    "over_limit",
    "benchmarks.questions",
    (d) => (d["benchmarks"]["questions"] = times(501, (at) => ({ id: numbered(at), question: ["q"] }))),
  ],
  [
    "121 columns with entity matching",
    "over_limit",
    "data_sources.tables",
    (d) =>
      (table(d)["column_configs"] = times(120, (at) => ({
        column_name: `c${String(at + 100)}`,
        enable_format_assistance: true,
        enable_entity_matching: true,
      }))),
  ],
  [
    "a text of 25,001 characters",
    "over_limit",
    `${orders}.description[0]`,
    (d) => (table(d)["description"] = ["x".repeat(25_001)]),
  ],
  [
    "a list of 10,001 elements",
    "over_limit",
    `${orders}.column_configs[amount].synonyms`,
    (d) => (table(d)["column_configs"][1].synonyms = times(10_001, (at) => String(at + 10_000))),
  ],
  ["65 KB of notes", "over_limit", "instructions", (d) => (join(d)["comment"] = times(3, () => "가".repeat(7_500)))],
  [
    "3.5 MB and more",
    "over_limit",
    "",
    (d) => (d["instructions"]["text_instructions"][0].content = times(180, () => "x".repeat(20_000))),
  ],
];

/** The service takes these, or nobody knows; they do not work as meant. */
const warned: readonly Rule[] = [
  ["a join with a table that is not there", "unknown_table", joined, (d) => d["data_sources"]["tables"].splice(0, 1)],
  [
    "sample questions out of order",
    "wrong_order",
    "config.sample_questions",
    (d) => d["config"]["sample_questions"].push({ id: idOf("a0"), question: ["q"] }),
  ],
  [
    "a table in another spelling",
    "repeated_table",
    orders,
    (d) => d["data_sources"]["tables"].splice(1, 0, { identifier: "c.s.ordeRs" }),
  ],
  [
    "a column in another spelling",
    "repeated_column",
    `${orders}.column_configs[amount]`,
    (d) => table(d)["column_configs"].unshift({ column_name: "Amount" }),
  ],
  [
    "a parameter that SQL cannot name",
    "bad_parameter",
    `${example}.parameters[a b]`,
    (d) => (d["instructions"]["example_question_sqls"][0].parameters = [{ name: "a b", type_hint: "STRING" }]),
  ],
  [
    "a function twice",
    "repeated_function",
    `instructions.sql_functions[${idOf("bb")}]`,
    (d) => (d["instructions"]["sql_functions"] = [idOf("aa"), idOf("bb")].map((id) => ({ id, identifier: "c.s.f" }))),
  ],
];

/** Refused by the platform of today, kept by us in case that of tomorrow knows them. */
const unknown: readonly Rule[] = [
  ["an unknown member at the top", "unknown_member", "future", (d) => (d["future"] = 1)],
  ["what is said of the space outside", "unknown_member", "title", (d) => (d["title"] = "t")],
  [
    "an unknown member of a column",
    "unknown_member",
    `${orders}.column_configs[amount].future`,
    (d) => (table(d)["column_configs"][1].future = 1),
  ],
  [
    "a filter's alias",
    "unknown_member",
    `instructions.sql_snippets.filters[${idOf("e1")}].alias`,
    (d) => (d["instructions"]["sql_snippets"].filters[0].alias = "a"),
  ],
];

/** What SQL says that cannot work, read off its text. */
const inSql: readonly Rule[] = [
  [
    "a filter with WHERE",
    "bad_sql",
    `instructions.sql_snippets.filters[${idOf("e1")}].sql`,
    (d) => (d["instructions"]["sql_snippets"].filters[0].sql = ["WHERE orders.a > 1"]),
  ],
  [
    "a filter that aggregates",
    "bad_sql",
    `instructions.sql_snippets.filters[${idOf("e1")}].sql`,
    (d) => (d["instructions"]["sql_snippets"].filters[0].sql = ["SUM(orders.a) > 1"]),
  ],
  [
    "a measure that does not",
    "bad_sql",
    `instructions.sql_snippets.measures[${idOf("f1")}].sql`,
    (d) => (d["instructions"]["sql_snippets"].measures[0].sql = ["orders.amount"]),
  ],
  [
    "a column without its table",
    "bad_sql",
    `instructions.sql_snippets.measures[${idOf("f1")}].sql`,
    (d) => (d["instructions"]["sql_snippets"].measures[0].sql = ["SUM(amount)"]),
  ],
  [
    "a snippet on a table that is not there",
    "unknown_table",
    `instructions.sql_snippets.measures[${idOf("f1")}].sql`,
    (d) => (d["instructions"]["sql_snippets"].measures[0].sql = ["SUM(refunds.amount)"]),
  ],
  [
    "a snippet that is no expression",
    "bad_sql",
    `instructions.sql_snippets.measures[${idOf("f1")}].sql`,
    (d) => (d["instructions"]["sql_snippets"].measures[0].sql = ["SUM(orders.amount) FROM"]),
  ],
  [
    "an example that writes",
    "bad_sql",
    `${example}.sql`,
    (d) => (d["instructions"]["example_question_sqls"][0].sql = ["DELETE FROM c.s.orders"]),
  ],
  [
    "an example on a table that is not there",
    "unknown_table",
    `${example}.sql`,
    (d) => (d["instructions"]["example_question_sqls"][0].sql = ["SELECT 1 FROM c.s.refunds"]),
  ],
  [
    "a parameter that is not given",
    "bad_parameter",
    `${example}.parameters`,
    (d) => (d["instructions"]["example_question_sqls"][0].sql = ["SELECT * FROM c.s.orders WHERE amount > :least"]),
  ],
  [
    "a parameter that is not used",
    "bad_parameter",
    `${example}.parameters[p]`,
    (d) => (d["instructions"]["example_question_sqls"][0].parameters = [{ name: "p", type_hint: "STRING" }]),
  ],
  [
    "an answer that writes",
    "bad_sql",
    `${question}.answer`,
    (d) => (d["benchmarks"]["questions"][0].answer[0].content = ["DROP TABLE c.s.orders"]),
  ],
];

function isTaken(document: unknown): boolean {
  try {
    readDocument(JSON.stringify(document));
    return true;
  } catch {
    return false;
  }
}

beforeAll(loadParser);

describe("a configuration with", () => {
  it("nothing wrong is taken, and nothing is found", () => {
    const fine = edited(() => {});
    expect(inspectSpace(fine).problems).toEqual([]);
    expect(sqlProblems(canonicalSpace(sampleSpace()))).toEqual([]);
    expect(isTaken(fine)).toBe(true);
  });

  it.each(refused)("%s breaks a rule, which the platform refuses too", (_name, code, path, edit) => {
    const document = edited(edit);
    expect(inspectSpace(document).problems).toContainEqual(expect.objectContaining({ code, path, severity: "error" }));
    expect(isTaken(document)).toBe(false);
  });

  it.each(warned)("%s gets a warning, and the platform takes it", (_name, code, path, edit) => {
    const document = edited(edit);
    expect(inspectSpace(document).problems.map(({ severity }) => severity)).not.toContain("error");
    expect(inspectSpace(document).problems).toContainEqual(expect.objectContaining({ code, path }));
    expect(isTaken(document)).toBe(true);
  });

  it.each(unknown)("%s gets a warning and is kept, although the platform refuses it", (_name, code, path, edit) => {
    const document = edited(edit);
    const found = inspectSpace(document);
    expect(found.problems).toEqual([expect.objectContaining({ code, path, severity: "warning" })]);
    expect(JSON.parse(serializeSpace(found.document as SpaceDocument))).toEqual(document);
    expect(isTaken(document)).toBe(false);
  });

  it.each(inSql)("%s gets a warning", (_name, code, path, edit) => {
    const { document } = inspectSpace(edited(edit));
    expect(sqlProblems(document as SpaceDocument)).toContainEqual(
      expect.objectContaining({ code, path, severity: "warning" }),
    );
  });

  it("everything wrong at once is told all at once, what has the wrong type beside what breaks a rule", () => {
    const all = [refused[2], refused[5], refused[12], refused[18], refused[20], refused[40], unknown[0]];
    const document = edited((draft) => {
      for (const rule of all) rule?.[3](draft);
    });
    const found = inspectSpace(document).problems.map(({ code }) => code);
    expect(found).toEqual(expect.arrayContaining(all.map((rule) => rule?.[1])));
  });

  it("a member that is null is read as if it were not there, as the platform does", () => {
    const document = edited((draft) => {
      table(draft)["description"] = null;
      draft["instructions"]["sql_functions"] = null;
    });
    expect(inspectSpace(document).problems).toEqual([]);
    expect(isTaken(document)).toBe(true);
  });

  it("version 1 is read as version 2, and says so", () => {
    const old = { version: 1, data_sources: { tables: [{ identifier: "c.s.t" }] } };
    expect(inspectSpace(old)).toMatchObject({ migrated: true, problems: [], document: { version: 2 } });
  });
});

it("every problem is told in both languages", () => {
  for (const [, , , edit] of [...refused, ...warned, ...unknown]) {
    for (const { message, korean } of validateSpace(inspectSpace(edited(edit)).rest ?? sampleSpace())) {
      expect(message).toMatch(/^[^가-힣]+$/u);
      expect(korean).toMatch(/[가-힣]/u);
    }
  }
});
