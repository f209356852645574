import * as fc from "fast-check";
import type { ColumnConfig, SpaceDocument } from "../../src/lib/space/document.ts";
import type { ChangeType, Fix } from "../../src/lib/space/fix.ts";

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

/** How much of a document there is: anything from nothing, or at least one of everything that fixes aim at. */
type Fullness = "any" | "full";

/** A record of which only `required` is always there, and which may hold what nobody knows. */
function thing<T extends Readonly<Record<string, fc.Arbitrary<unknown>>>, K extends keyof T & string>(
  members: T,
  required: readonly K[],
) {
  return fc.record({ ...members, novelty }, { requiredKeys: [...required] });
}

function spaceOf(fullness: Fullness): fc.Arbitrary<SpaceDocument> {
  const isFull = fullness === "full";
  const least = isFull ? 1 : 0;
  const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => (isFull ? value : maybe(value));
  const many = <T extends { readonly id: unknown }>(item: fc.Arbitrary<T>): fc.Arbitrary<T[] | undefined> =>
    optional(fc.uniqueArray(item, { selector: (each) => each.id, minLength: least, maxLength: 4 }));

  const column = thing(
    {
      column_name: fc.constantFrom(...columns),
      display_name: word,
      description: lines,
      synonyms: fc.array(word, { maxLength: 4 }),
      exclude: fc.boolean(),
      enable_format_assistance: fc.constant(true),
      enable_entity_matching: fc.boolean(),
    },
    ["column_name", "enable_format_assistance"],
  );
  const table = (identifiers: readonly string[]) =>
    thing(
      {
        identifier: fc.constantFrom(...identifiers),
        description: lines,
        column_configs: fc.uniqueArray(column, {
          selector: (each) => each.column_name,
          minLength: least,
          maxLength: 5,
        }),
      },
      isFull ? ["identifier", "column_configs"] : ["identifier"],
    );
  const snippet = (...required: readonly ("alias" | "display_name")[]) =>
    thing(
      {
        id,
        ...(required.includes("alias") ? { alias: word } : {}),
        display_name: word,
        sql: someLines,
        synonyms: fc.array(word, { maxLength: 3 }),
        comment: lines,
        instruction: lines,
      },
      ["id", ...(required.includes("alias") ? (["alias"] as never[]) : []), "display_name", "sql"],
    );
  const side = (identifier: string, alias: string) =>
    thing({ identifier: fc.constant(identifier), alias: fc.constant(alias) }, ["identifier", "alias"]);
  const join = thing(
    {
      id,
      left: side("c.s.orders", "orders"),
      right: side("c.s.customers", "customers"),
      sql: fc.constantFrom(
        ["`orders`.`id` = `customers`.`id`", "--rt=FROM_RELATIONSHIP_TYPE_MANY_TO_ONE--"],
        ["`orders`.`지역` = `customers`.`id`\n", "--rt=FROM_RELATIONSHIP_TYPE_ONE_TO_ONE--"],
      ),
      comment: lines,
      instruction: lines,
    },
    ["id", "left", "right", "sql"],
  );
  const parameter = thing(
    {
      name: fc.constantFrom("from", "to", "지역"),
      type_hint: fc.constantFrom("STRING", "DATE"),
      description: lines,
      default_value: thing({ values: fc.array(text, { minLength: 1, maxLength: 2 }) }, ["values"]),
    },
    ["name", "type_hint"],
  );
  const example = thing(
    {
      id,
      question: someLines,
      sql: someLines,
      usage_guidance: lines,
      parameters: fc.uniqueArray(parameter, { selector: (each) => each.name, maxLength: 3 }),
    },
    ["id", "question", "sql"],
  );
  const sqlFunction = thing({ id, identifier: fc.constantFrom("c.s.f", "c.s.G"), description: lines }, [
    "id",
    "identifier",
  ]);
  const answer = thing({ format: fc.constant("SQL"), content: someLines }, ["format", "content"]).map((only) => [only]);
  const benchmark = thing({ id, question: someLines, evaluation_note: lines, answer }, ["id", "question"]);
  const sources = (identifiers: readonly string[]) =>
    optional(
      fc.uniqueArray(table(identifiers), { selector: (each) => each.identifier, minLength: least, maxLength: 4 }),
    );

  return fc
    .record({
      config: optional(
        fc.record({
          sample_questions: many(thing({ id, question: someLines }, ["id", "question"])),
          novelty: maybe(novelty),
        }),
      ),
      tables: sources(tables.slice(0, 3)),
      metric_views: sources(tables.slice(3)),
      sourcesNovelty: maybe(novelty),
      instructions: optional(
        fc.record({
          text_instructions: optional(
            fc.array(thing({ id, content: someLines }, ["id", "content"]), { minLength: least, maxLength: 1 }),
          ),
          example_question_sqls: many(example),
          join_specs: many(join),
          sql_functions: many(sqlFunction),
          sql_snippets: optional(
            fc.record({
              filters: many(snippet()),
              expressions: many(snippet("alias")),
              measures: many(snippet("alias")),
              novelty: maybe(novelty),
            }),
          ),
          novelty: maybe(novelty),
        }),
      ),
      benchmarks: optional(fc.record({ questions: many(benchmark), novelty: maybe(novelty) })),
      novelty: maybe(novelty),
    })
    .map(({ tables: list, metric_views, sourcesNovelty, ...rest }) => {
      const data_sources = { tables: list, metric_views, novelty: sourcesNovelty };
      // JSON drops the members that are not there; what is left has the document's type.
      return JSON.parse(JSON.stringify({ version: 2, data_sources, ...rest })) as SpaceDocument;
    });
}

/** A document that the schema takes, in no particular order, texts cut anywhere, with unknown members on every level. */
export const anySpace: fc.Arbitrary<SpaceDocument> = spaceOf("any");

/** One that has something for every type of fix to aim at. */
export const fullSpace: fc.Arbitrary<SpaceDocument> = spaceOf("full");

/** Half of the documents without members that nobody knows, so that many are taken by a platform that refuses those. */
export const plainOrNovel: fc.Arbitrary<SpaceDocument> = fc.tuple(anySpace, fc.boolean()).map(([document, plain]) => {
  const known = (key: string, value: unknown): unknown => (plain && key === "novelty" ? undefined : value);
  return JSON.parse(JSON.stringify(document, known)) as SpaceDocument;
});

type FixArbitraries = { readonly [T in ChangeType]: fc.Arbitrary<Extract<Fix, { change_type: T }>> };

/** Fixes of every registered type, often of something that the document has. A new type is given its own here. */
export function fixesOf(document: SpaceDocument): FixArbitraries {
  const { instructions } = document;
  const idsIn = (items: readonly { readonly id: string }[] | undefined): fc.Arbitrary<string> =>
    fc.constantFrom(...(items ?? []).map((item) => item.id), "0".repeat(32));
  const existingLines = (instructions?.text_instructions?.[0]?.content ?? []).join("").split("\n");
  const at = { table: fc.constantFrom(...tables), column: fc.constantFrom(...columns) };
  const sources = [...(document.data_sources.tables ?? []), ...(document.data_sources.metric_views ?? [])];
  const plainTables = (document.data_sources.tables ?? []).map((table) => table.identifier);
  const own = fc.constantFrom(...sources.map((table) => table.identifier), tables[0]);
  const configured = (fits: (column: ColumnConfig) => boolean) =>
    fc.constantFrom(
      ...sources.flatMap((table) =>
        (table.column_configs ?? [])
          .filter(fits)
          .map((column) => ({ table: table.identifier, column: column.column_name })),
      ),
      { table: tables[0], column: columns[0] },
    );
  const added = { sql: text, display_name: text, synonyms: fc.array(word, { maxLength: 2 }) };
  const snippets = instructions?.sql_snippets;
  const passages = sources.flatMap((table) =>
    [{ column: "", description: table.description }, ...(table.column_configs ?? [])].flatMap((each) => {
      const column = "column_name" in each ? each.column_name : "";
      const whole = (each.description ?? []).join("");
      return whole === "" ? [] : [{ table: table.identifier, column, find: whole }];
    }),
  );
  const synonyms = sources.flatMap((table) =>
    (table.column_configs ?? []).flatMap((column) =>
      (column.synonyms ?? []).map((synonym) => ({ table: table.identifier, column: column.column_name, synonym })),
    ),
  );
  const described = fc.constantFrom(...passages, { table: tables[0], column: "", find: "매출" });
  const type = <T extends ChangeType>(change_type: T) => ({ change_type: fc.constant(change_type) });
  return {
    update_text_instruction: fc.record({
      ...type("update_text_instruction"),
      find: fc.constantFrom("", ...existingLines),
      content: fc.oneof(text, fc.constant("two\nlines")),
    }),
    delete_join_spec: fc.record({ ...type("delete_join_spec"), id: idsIn(instructions?.join_specs) }),
    add_join_spec: fc.record({
      ...type("add_join_spec"),
      left_table: own,
      right_table: own,
      left_alias: fc.constant("l"),
      right_alias: fc.constant("r"),
      sql: fc.constantFrom("l.id = r.id", "`r`.`amount` = l.`지역`", "l.id = x.id", "l.id = r.id AND l.a = r.a"),
      relationship_type: fc.constantFrom("MANY_TO_ONE" as const, "ONE_TO_ONE" as const),
    }),
    update_join_spec: fc.record({
      ...type("update_join_spec"),
      id: idsIn(instructions?.join_specs),
      sql: fc.constantFrom("orders.id = customers.id", "orders.amount = customers.id"),
      relationship_type: fc.constantFrom("MANY_TO_ONE" as const, "MANY_TO_MANY" as const),
    }),
    add_filter: fc.record({ ...type("add_filter"), ...added }),
    add_expression: fc.record({ ...type("add_expression"), ...added, alias: text }),
    add_measure: fc.record({ ...type("add_measure"), ...added, alias: text }),
    update_filter: fc.record({ ...type("update_filter"), id: idsIn(snippets?.filters), sql: text }),
    update_measure: fc.record({ ...type("update_measure"), id: idsIn(snippets?.measures), sql: text }),
    update_expression: fc.record({ ...type("update_expression"), id: idsIn(snippets?.expressions), sql: text }),
    delete_filter: fc.record({ ...type("delete_filter"), id: idsIn(snippets?.filters) }),
    delete_expression: fc.record({ ...type("delete_expression"), id: idsIn(snippets?.expressions) }),
    delete_measure: fc.record({ ...type("delete_measure"), id: idsIn(snippets?.measures) }),
    add_synonym: fc.record({ ...type("add_synonym"), ...at, synonym: word }),
    delete_synonym: fc
      .constantFrom(...synonyms, { table: tables[0], column: columns[0], synonym: "none" })
      .map((one) => ({ change_type: "delete_synonym" as const, ...one })),
    add_column_description: fc.record({ ...type("add_column_description"), ...at, description: text }),
    add_table_description: fc.record({ ...type("add_table_description"), table: at.table, description: text }),
    set_entity_matching: fc
      .tuple(
        configured(() => true),
        fc.boolean(),
      )
      .map(([one, enabled]) => ({ change_type: "set_entity_matching" as const, ...one, enabled })),
    set_format_assistance: fc
      .tuple(
        configured((column) => column.enable_entity_matching !== true),
        fc.boolean(),
      )
      .map(([one, enabled]) => ({ change_type: "set_format_assistance" as const, ...one, enabled })),
    update_description: fc
      .tuple(described, fc.constantFrom("", "new"))
      .map(([passage, content]) => ({ change_type: "update_description" as const, ...passage, content })),
    delete_description: described.map(({ table, column }) => ({
      change_type: "delete_description" as const,
      table,
      column,
    })),
    hide_column: fc.record({ ...type("hide_column"), ...at }),
    show_column: configured((column) => column.exclude === true).map((one) => ({
      change_type: "show_column" as const,
      ...one,
    })),
    add_sample_question: fc.record({ ...type("add_sample_question"), question: text }),
    delete_sample_question: fc.record({
      ...type("delete_sample_question"),
      id: idsIn(document.config?.sample_questions),
    }),
    add_sql_function: fc.record({
      ...type("add_sql_function"),
      function_name: fc.constantFrom("c.s.f", "c.s.h"),
      description: fc.constantFrom("", "d"),
    }),
    delete_sql_function: fc.record({ ...type("delete_sql_function"), id: idsIn(instructions?.sql_functions) }),
    update_example_query: fc.record({
      ...type("update_example_query"),
      id: idsIn(instructions?.example_question_sqls),
      sql: text,
      usage_guidance: fc.constantFrom("", "hint"),
    }),
    delete_example_query: fc.record({
      ...type("delete_example_query"),
      id: idsIn(instructions?.example_question_sqls),
    }),
    add_example_query: fc.record({
      ...type("add_example_query"),
      question: text,
      sql: text,
      usage_guidance: fc.constantFrom("", "hint"),
    }),
    create_metric_view: fc.record({
      ...type("create_metric_view"),
      name: fc.constantFrom("c.s.sales", "c.s.revenue", "C.S.Items"),
      yaml: definition(plainTables),
    }),
    update_metric_view: fc.record({
      ...type("update_metric_view"),
      name: fc.constantFrom("C.S.Items", "c.s.items"),
      yaml: definition(plainTables),
    }),
    delete_metric_view: fc.record({
      ...type("delete_metric_view"),
      name: fc.constantFrom("C.S.Items", "c.s.orders"),
    }),
    set_table_comment: fc.record({ ...type("set_table_comment"), table: at.table, comment: text }),
    set_column_comment: fc.record({ ...type("set_column_comment"), ...at, comment: text }),
  };
}

const definition = (from: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...from, tables[0]), fc.constantFrom("sum(amount)", "count(1)"))
    .map(([source, expr]) => `version: 1.1\nsource: ${source}\nmeasures:\n  - name: total\n    expr: ${expr}\n`);

/** Some fix of any type. */
export function anyFix(document: SpaceDocument): fc.Arbitrary<Fix> {
  return fc.oneof(...(Object.values(fixesOf(document)) as fc.Arbitrary<Fix>[]));
}
