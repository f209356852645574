import * as fc from "fast-check";
import type { SpaceDocument } from "../../src/lib/space/document.ts";
import type { Fix } from "../../src/lib/space/fix.ts";

const tables = ["c.s.orders", "c.s.customers", "c.s.주문", "C.S.Items"] as const;
const columns = ["id", "amount", "Region", "지역", "odd]name"] as const;

const word = fc.constantFrom("매출", "sales", "Revenue", "a]b\\c", "turnover", "x");
const text = fc.oneof(word, fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }));
/** A text in pieces, cut anywhere. */
const lines = fc.array(fc.oneof(text, fc.constantFrom("one\n", "two\nthree", "\n", "")), { maxLength: 4 });
const someLines = fc.tuple(text, lines).map(([first, rest]) => [first, ...rest]);
const id = fc.stringMatching(/^[0-9a-f]{32}$/u);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

/** What a newer service may say that we do not know of. */
const novelty = fc.oneof(
  fc.boolean(),
  fc.integer(),
  text,
  fc.constant(null),
  fc.constant([]),
  fc.record({ inner: fc.array(text) }),
);

const column = fc.record(
  {
    column_name: fc.constantFrom(...columns),
    description: lines,
    synonyms: fc.array(word, { maxLength: 4 }),
    exclude: fc.boolean(),
    enable_format_assistance: fc.constant(true),
    enable_entity_matching: fc.boolean(),
    novelty: novelty,
  },
  { requiredKeys: ["column_name", "enable_format_assistance"] },
);
const table = (identifiers: readonly string[]) =>
  fc.record(
    {
      identifier: fc.constantFrom(...identifiers),
      description: lines,
      column_configs: fc.uniqueArray(column, { selector: (each) => each.column_name, maxLength: 5 }),
    },
    { requiredKeys: ["identifier"] },
  );
const snippet = fc.record(
  {
    id,
    alias: word,
    display_name: word,
    sql: someLines,
    synonyms: fc.array(word, { maxLength: 3 }),
    instruction: lines,
  },
  { requiredKeys: ["id", "alias", "display_name", "sql"] },
);
const join = fc.record({
  id,
  left: fc.constant({ identifier: "c.s.orders", alias: "orders" }),
  right: fc.constant({ identifier: "c.s.customers", alias: "customers" }),
  sql: fc.constantFrom(
    ["`orders`.`id` = `customers`.`id`", "--rt=FROM_RELATIONSHIP_TYPE_MANY_TO_ONE--"],
    ["`orders`.`지역` = `customers`.`id`\n", "--rt=FROM_RELATIONSHIP_TYPE_ONE_TO_ONE--"],
  ),
});
const example = fc.record(
  { id, question: someLines, sql: someLines, usage_guidance: lines },
  { requiredKeys: ["id", "question", "sql"] },
);
const answer = someLines.map((content) => [{ format: "SQL", content }]);
const many = <T extends { id: string }>(item: fc.Arbitrary<T>): fc.Arbitrary<T[] | undefined> =>
  maybe(fc.uniqueArray(item, { selector: (each) => each.id, maxLength: 4 }));

/** A document that the schema takes, in no particular order, texts cut anywhere. */
export const anySpace: fc.Arbitrary<SpaceDocument> = fc
  .record({
    config: maybe(fc.record({ sample_questions: many(fc.record({ id, question: someLines })) })),
    tables: maybe(fc.uniqueArray(table(tables.slice(0, 3)), { selector: (each) => each.identifier })),
    metric_views: maybe(fc.uniqueArray(table(tables.slice(3)), { selector: (each) => each.identifier })),
    instructions: maybe(
      fc.record({
        text_instructions: maybe(fc.array(fc.record({ id, content: someLines }), { maxLength: 1 })),
        example_question_sqls: many(example),
        join_specs: many(join),
        sql_functions: many(
          fc.record({ id, identifier: fc.constantFrom("c.s.f", "c.s.G") }, { requiredKeys: ["id", "identifier"] }),
        ),
        sql_snippets: maybe(fc.record({ filters: many(snippet), expressions: many(snippet), measures: many(snippet) })),
      }),
    ),
    benchmarks: maybe(
      fc.record({
        questions: many(fc.record({ id, question: someLines, evaluation_note: lines, answer: maybe(answer) })),
      }),
    ),
    novelty: maybe(novelty),
  })
  .map(({ tables: list, metric_views, ...rest }) => {
    const sources = { ...(list && { tables: list }), ...(metric_views && { metric_views }) };
    const whole = { version: 2, data_sources: sources, ...rest };
    // JSON drops the members that are not there; what is left has the document's type.
    return JSON.parse(JSON.stringify(whole)) as SpaceDocument;
  });

/** Some fix, often of something that the document has. */
export function anyFix(document: SpaceDocument): fc.Arbitrary<Fix> {
  const { instructions } = document;
  const idsIn = (items: readonly { readonly id: string }[] | undefined): fc.Arbitrary<string> =>
    fc.constantFrom(...(items ?? []).map((item) => item.id), "0".repeat(32));
  const existingLines = (instructions?.text_instructions?.[0]?.content ?? []).join("").split("\n");
  const at = { table: fc.constantFrom(...tables), column: fc.constantFrom(...columns) };
  const maybeColumn = fc.constantFrom("", ...columns);
  const added = { sql: text, display_name: text, synonyms: fc.array(word, { maxLength: 2 }) };
  const snippets = instructions?.sql_snippets;
  const type = <T extends string>(change_type: T) => ({ change_type: fc.constant(change_type) });
  return fc.oneof(
    fc.record({
      ...type("update_text_instruction"),
      find: fc.constantFrom("", ...existingLines),
      content: fc.oneof(text, fc.constant("two\nlines")),
    }),
    fc.record({ ...type("delete_join_spec"), id: idsIn(instructions?.join_specs) }),
    fc.record({
      ...type("add_join_spec"),
      left_table: fc.constantFrom(...tables),
      right_table: fc.constantFrom(...tables),
      left_alias: fc.constant("l"),
      right_alias: fc.constant("r"),
      sql: fc.constantFrom("l.id = r.id", "`r`.`amount` = l.`지역`", "l.id = x.id", "l.id = r.id AND l.a = r.a"),
      relationship_type: fc.constantFrom("MANY_TO_ONE" as const, "ONE_TO_ONE" as const),
    }),
    fc.record({
      ...type("update_join_spec"),
      id: idsIn(instructions?.join_specs),
      sql: fc.constantFrom("orders.id = customers.id", "orders.amount = customers.id"),
      relationship_type: fc.constantFrom("MANY_TO_ONE" as const, "MANY_TO_MANY" as const),
    }),
    fc.record({ ...type("add_filter"), ...added }),
    fc.record({ ...type("add_expression"), ...added, alias: text }),
    fc.record({ ...type("add_measure"), ...added, alias: text }),
    fc.record({ ...type("update_filter"), id: idsIn(snippets?.filters), sql: text }),
    fc.record({ ...type("update_measure"), id: idsIn(snippets?.measures), sql: text }),
    fc.record({ ...type("update_expression"), id: idsIn(snippets?.expressions), sql: text }),
    fc.record({ ...type("delete_filter"), id: idsIn(snippets?.filters) }),
    fc.record({ ...type("delete_expression"), id: idsIn(snippets?.expressions) }),
    fc.record({ ...type("delete_measure"), id: idsIn(snippets?.measures) }),
    fc.record({ ...type("add_synonym"), ...at, synonym: word }),
    fc.record({ ...type("delete_synonym"), ...at, synonym: word }),
    fc.record({ ...type("add_column_description"), ...at, description: text }),
    fc.record({ ...type("add_table_description"), table: at.table, description: text }),
    fc.record({ ...type("set_entity_matching"), ...at, enabled: fc.boolean() }),
    fc.record({ ...type("set_format_assistance"), ...at, enabled: fc.boolean() }),
    fc.record({
      ...type("update_description"),
      table: at.table,
      column: maybeColumn,
      find: word,
      content: fc.constantFrom("", "new"),
    }),
    fc.record({ ...type("delete_description"), table: at.table, column: maybeColumn }),
    fc.record({ ...type("hide_column"), ...at }),
    fc.record({ ...type("show_column"), ...at }),
    fc.record({ ...type("add_sample_question"), question: text }),
    fc.record({ ...type("delete_sample_question"), id: idsIn(document.config?.sample_questions) }),
    fc.record({
      ...type("add_sql_function"),
      function_name: fc.constantFrom("c.s.f", "c.s.h"),
      description: fc.constantFrom("", "d"),
    }),
    fc.record({ ...type("delete_sql_function"), id: idsIn(instructions?.sql_functions) }),
    fc.record({
      ...type("update_example_query"),
      id: idsIn(instructions?.example_question_sqls),
      sql: text,
      usage_guidance: fc.constantFrom("", "hint"),
    }),
    fc.record({ ...type("delete_example_query"), id: idsIn(instructions?.example_question_sqls) }),
    fc.record({ ...type("add_example_query"), question: text, sql: text, usage_guidance: fc.constantFrom("", "hint") }),
  );
}
