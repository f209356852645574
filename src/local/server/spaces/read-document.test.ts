import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiError } from "../api-error.ts";
import { idOf } from "../test-workspace.ts";
import { readDocument } from "./read-document.ts";

const read = (document: unknown): unknown => readDocument(JSON.stringify(document));

const table = (identifier: string, more = {}): unknown => ({ identifier, ...more });
const withTables = (...tables: unknown[]): unknown => ({ version: 2, data_sources: { tables } });
const withInstructions = (instructions: unknown): unknown => ({ version: 2, data_sources: {}, instructions });
const withQuestions = (...questions: unknown[]): unknown => ({
  version: 2,
  data_sources: {},
  benchmarks: { questions },
});
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const join = {
  id: idOf(1),
  left: { identifier: "c.s.plants", alias: "plants" },
  right: { identifier: "c.s.pots", alias: "pots" },
  sql: ["`plants`.`pot` = `pots`.`id`", "--rt=FROM_RELATIONSHIP_TYPE_MANY_TO_ONE--"],
};
const joined = (more: unknown): unknown => withInstructions({ join_specs: [{ ...join, ...(more as object) }] });
const text = (number: number): unknown => ({ id: idOf(number), content: ["x"] });
const example = (number: number, more = {}): unknown => ({
  id: idOf(number),
  question: ["q"],
  sql: ["SELECT 1"],
  ...more,
});
const filter = (number: number, more = {}): unknown => ({
  id: idOf(number),
  sql: ["t.a = 1"],
  display_name: "a",
  ...more,
});
const filters = (...items: unknown[]): unknown => withInstructions({ sql_snippets: { filters: items } });
const matched = (name: string): unknown => ({
  column_name: name,
  enable_format_assistance: true,
  enable_entity_matching: true,
});

const bad: readonly (readonly [string, unknown, RegExp])[] = [
  [
    "an unknown key at the top",
    { version: 2, title: "t" },
    /^Invalid serialized_space: Cannot find field: title in message /u,
  ],
  [
    "an unknown key inside",
    withTables(table("c.s.t", { alias: "x" })),
    /Cannot find field: alias in message .*Table$/u,
  ],
  ["a key of Object's own", { version: 2, constructor: 1 }, /Cannot find field: constructor in message/u],
  ["a filter's alias", filters(filter(1, { alias: "a" })), /Cannot find field: alias in message .*FilterSnippet/u],
  [
    "text for lines",
    withTables(table("c.s.t", { description: "x" })),
    /^Invalid serialized_space: Expected an array for description but found "x"/u,
  ],
  ["a number for text", withTables(table(5 as unknown as string)), /Expected a string for identifier but found 5/u],
  [
    "text for a flag",
    withTables(table("c.s.t", { column_configs: [{ column_name: "a", exclude: "yes" }] })),
    /Expected a boolean for exclude/u,
  ],
  ["no version", { data_sources: {} }, /^Invalid export proto: .*supports versions 1 and 2, but got 0/u],
  ["version 3", { version: 3 }, /^Invalid export proto: .*supports versions 1 and 2, but got 3/u],
  [
    "version-1 members in version 2",
    withTables(table("c.s.t", { column_configs: [{ column_name: "a", get_example_values: true }] })),
    /uses version 1 fields \(get_example_values\) but the export version is 2/u,
  ],
  [
    "tables out of order",
    withTables(table("c.s.b"), table("c.s.a")),
    /^Invalid export proto: data_sources\.tables must be sorted by identifier/u,
  ],
  [
    "columns out of order",
    withTables(table("c.s.t", { column_configs: [{ column_name: "b" }, { column_name: "a" }] })),
    /column_configs must be sorted by column_name/u,
  ],
  [
    "questions out of order",
    withQuestions({ id: idOf(2), question: ["q"] }, { id: idOf(1), question: ["r"] }),
    /benchmarks\.questions must be sorted by id/u,
  ],
  [
    "functions out of order",
    withInstructions({
      sql_functions: [
        { id: idOf(2), identifier: "c.s.f" },
        { id: idOf(1), identifier: "c.s.g" },
      ],
    }),
    /sql_functions must be sorted by \(id, identifier\)/u,
  ],
  ["a table twice", withTables(table("c.s.t"), table("c.s.t")), /duplicate identifier: c\.s\.t/u],
  [
    "a table that is a metric view too",
    { version: 2, data_sources: { tables: [table("c.s.t")], metric_views: [table("c.s.t")] } },
    /duplicate identifier: c\.s\.t/u,
  ],
  [
    "a column twice",
    withTables(table("c.s.t", { column_configs: [{ column_name: "a" }, { column_name: "a" }] })),
    /duplicate column_name: a/u,
  ],
  [
    "a table without identifier",
    withTables({}),
    /^Invalid export proto: data_sources\.tables\[0\]\.identifier is required but missing/u,
  ],
  [
    "an example without SQL",
    withInstructions({ example_question_sqls: [example(1, { sql: [] })] }),
    /example_question_sqls\[0\]\.sql is required but missing/u,
  ],
  [
    "a join without alias",
    joined({ left: { identifier: "c.s.plants" } }),
    /join_specs\[0\]\.left\.alias is required but missing/u,
  ],
  [
    "no id",
    withInstructions({ text_instructions: [{ content: ["x"] }] }),
    /^Failed to parse export proto: .*id must be provided and non-empty/u,
  ],
  [
    "an id with hyphens",
    withInstructions({ text_instructions: [{ id: "01f1-0000", content: ["x"] }] }),
    /^Invalid id for instructions\.text_instructions\[0\]\.id/u,
  ],
  [
    "an id in upper case",
    withInstructions({ text_instructions: [{ id: "A".repeat(32), content: ["x"] }] }),
    /^Invalid id for /u,
  ],
  [
    "an id twice",
    {
      version: 2,
      data_sources: {},
      instructions: { text_instructions: [text(1)] },
      benchmarks: { questions: [{ id: idOf(1), question: ["q"] }] },
    },
    /duplicate id/u,
  ],
  [
    "two text blocks",
    withInstructions({ text_instructions: [text(1), text(2)] }),
    /text_instructions must contain at most one item/u,
  ],
  [
    "a join without marker",
    joined({ sql: [join.sql[0]] }),
    /^Failed to parse export proto: `plants`\.`pot` = `pots`\.`id` \(of class java\.lang\.String\)/u,
  ],
  [
    "a join of two equalities",
    joined({ sql: ["`plants`.`a` = `pots`.`a` AND `plants`.`b` = `pots`.`b`", join.sql[1]] }),
    /\(of class java\.lang\.String\)/u,
  ],
  [
    "a join without backticks",
    joined({ sql: ["plants.pot = pots.id", join.sql[1]] }),
    /\(of class java\.lang\.String\)/u,
  ],
  [
    "a join on another alias",
    joined({ sql: ["`plants`.`pot` = `p`.`id`", join.sql[1]] }),
    /\(of class java\.lang\.String\)/u,
  ],
  [
    "a join of one side with itself",
    joined({ sql: ["`plants`.`pot` = `plants`.`id`", join.sql[1]] }),
    /\(of class java\.lang\.String\)/u,
  ],
  [
    "a join of one alias",
    joined({ right: { identifier: "c.s.plants", alias: "plants" } }),
    /\(of class java\.lang\.String\)/u,
  ],
  [
    "an unknown relationship",
    joined({ sql: [join.sql[0], "--rt=FROM_RELATIONSHIP_TYPE_SOME--"] }),
    /\(of class java\.lang\.String\)/u,
  ],
  [
    "two answers",
    withQuestions({
      id: idOf(1),
      question: ["q"],
      answer: [
        { format: "SQL", content: ["1"] },
        { format: "SQL", content: ["2"] },
      ],
    }),
    /answer must contain exactly one item/u,
  ],
  [
    "an answer in words",
    withQuestions({ id: idOf(1), question: ["q"], answer: [{ format: "TEXT", content: ["1"] }] }),
    /format must be SQL/u,
  ],
  [
    "entity matching alone",
    withTables(table("c.s.t", { column_configs: [{ column_name: "a", enable_entity_matching: true }] })),
    /enable_entity_matching requires enable_format_assistance/u,
  ],
  ["a two-part name", withTables(table("s.t")), /must be catalog\.schema\.name/u],
  ["31 tables", withTables(...times(31, (n) => table(`c.s.t${String(n + 10)}`))), /Exceeded maximum number \(30\)/u],
  [
    "101 instructions",
    withInstructions({ example_question_sqls: times(101, (n) => example(n + 1)) }),
    /Exceeded maximum number \(100\)/u,
  ],
  ["201 snippets", filters(...times(201, (n) => filter(n + 1))), /Exceeded maximum number \(200\)/u],
  [
    "501 questions",
    withQuestions(...times(501, (n) => ({ id: idOf(n + 1), question: ["q"] }))),
    /Exceeded maximum number \(500\)/u,
  ],
  [
    "121 matched columns",
    withTables(table("c.s.t", { column_configs: times(121, (n) => matched(`a${String(n + 1000)}`)) })),
    /Exceeded maximum number \(120\)/u,
  ],
  [
    "a long text",
    withInstructions({ text_instructions: [{ id: idOf(1), content: ["x".repeat(25_001)] }] }),
    /Exceeded maximum number \(25000\)/u,
  ],
  [
    "a long array",
    withInstructions({ text_instructions: [{ id: idOf(1), content: times(10_001, () => "x") }] }),
    /Exceeded maximum number \(10000\)/u,
  ],
  [
    "much guidance",
    filters(...times(3, (n) => filter(n + 1, { comment: ["가".repeat(9000)] }))),
    /Exceeded maximum number \(65536\)/u,
  ],
  [
    "a huge document",
    withInstructions({ text_instructions: [{ id: idOf(1), content: times(200, () => "x".repeat(20_000)) }] }),
    /3\.5 MB/u,
  ],
];

describe("a space document", () => {
  it.each(bad)("with %s is refused with 400 and the platform's words", (_, document, fragment) => {
    const refusal = (): unknown => read(document);
    expect(refusal).toThrow(fragment);
    expect(refusal).toThrow(expect.objectContaining({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" }) as Error);
  });

  it("that is not JSON is refused", () => {
    expect(() => readDocument("{")).toThrow(ApiError);
  });

  it("may be as small as a version and no data sources", () => {
    expect(read({ version: 2, data_sources: {} })).toEqual({ version: 2, data_sources: {} });
  });

  it("of version 1 is stored as version 2 with its columns' new names", () => {
    const old = { column_name: "a", get_example_values: true, build_value_dictionary: true };
    const document = { version: 1, data_sources: { tables: [table("c.s.t", { column_configs: [old] })] } };
    expect(read(document)).toEqual(withTables(table("c.s.t", { column_configs: [matched("a")] })));
    expect(read({ version: 1 })).toEqual({ version: 2, data_sources: {} });
  });

  it("comes back with a line an element and without empty members", () => {
    const description = ["one\ntwo", " and a half\n", "three"];
    const document = withTables(
      table("c.s.t", { description, column_configs: [] }),
      table("c.s.u", { description: [""] }),
    );
    const lines = ["one\n", "two and a half\n", "three"];
    expect(read(document)).toEqual(withTables(table("c.s.t", { description: lines }), table("c.s.u")));
  });

  it("keeps what a complete one holds", () => {
    const document = {
      version: 2,
      config: { sample_questions: [{ id: idOf(1), question: ["q?"] }] },
      data_sources: {
        tables: [
          table("c.s.t", {
            column_configs: [{ column_name: "a", display_name: "A", synonyms: ["b"], exclude: false }],
          }),
        ],
        metric_views: [table("c.s.m")],
      },
      instructions: {
        text_instructions: [text(2)],
        example_question_sqls: [
          example(3, {
            parameters: [{ name: "p", type_hint: "STRING", default_value: { values: ["x"] } }],
            usage_guidance: ["when asked"],
          }),
        ],
        sql_functions: [{ id: idOf(4), identifier: "c.s.f", description: ["d"] }],
        join_specs: [{ ...join, id: idOf(5), instruction: ["i"] }],
        sql_snippets: {
          filters: [filter(6)],
          measures: [{ id: idOf(7), alias: "m", sql: ["SUM(t.a)"], display_name: "m" }],
        },
      },
      benchmarks: {
        questions: [
          { id: idOf(8), question: ["q"], answer: [{ format: "SQL", content: ["SELECT 1"] }], evaluation_note: ["n"] },
        ],
      },
    };
    expect(read(document)).toEqual(document);
  });

  it("has its sample questions sorted by the platform", () => {
    const questions = [
      { id: idOf(2), question: ["b"] },
      { id: idOf(1), question: ["a"] },
    ];
    const document = { version: 2, data_sources: {}, config: { sample_questions: questions } };
    expect(read(document)).toMatchObject({ config: { sample_questions: questions.toReversed() } });
  });

  it("is stored the same when what was stored is sent back", () => {
    const piece = fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(piece, piece, (content, description) => {
        const document = {
          version: 2,
          data_sources: { tables: [table("c.s.t", { description })] },
          instructions: { text_instructions: content.every((part) => part === "") ? [] : [{ id: idOf(1), content }] },
        };
        const once = read(document);
        expect(read(once)).toEqual(once);
      }),
    );
  });

  it("is sorted by code point, not by UTF-16 unit", () => {
    const configs = [{ column_name: "\uFF61" }, { column_name: "\u{1F331}" }];
    expect(() => read(withTables(table("c.s.t", { column_configs: configs })))).not.toThrow();
  });
});
