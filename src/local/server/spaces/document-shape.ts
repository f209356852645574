/** What a value of the space document may be. `lines` are texts that are joined without separators. */
export type Shape =
  | { readonly kind: "text" | "lines" | "texts" | "flag" | "number" }
  | { readonly kind: "message" | "list"; readonly of: MessageShape };

export type MessageShape = {
  readonly name: string;
  readonly fields: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
};

const text: Shape = { kind: "text" };
const lines: Shape = { kind: "lines" };
const texts: Shape = { kind: "texts" };
const flag: Shape = { kind: "flag" };
const one = (of: MessageShape): Shape => ({ kind: "message", of });
const list = (of: MessageShape): Shape => ({ kind: "list", of });

function message(name: string, required: readonly string[], fields: Readonly<Record<string, Shape>>): MessageShape {
  return { name: `databricks.genie.export.${name}`, fields, required };
}

/** Version-1 names of column settings and what version 2 calls them. */
export const versionOneFields: Readonly<Record<string, string>> = {
  get_example_values: "enable_format_assistance",
  build_value_dictionary: "enable_entity_matching",
};

const columnConfig = message("ColumnConfig", ["column_name"], {
  column_name: text,
  display_name: text,
  description: lines,
  synonyms: texts,
  exclude: flag,
  enable_format_assistance: flag,
  enable_entity_matching: flag,
  get_example_values: flag,
  build_value_dictionary: flag,
});

const table = message("Table", ["identifier"], {
  identifier: text,
  description: lines,
  column_configs: list(columnConfig),
});

const parameter = message("QueryParameter", ["name", "type_hint"], {
  name: text,
  type_hint: text,
  description: lines,
  default_value: one(message("DefaultValue", ["values"], { values: texts })),
});

const joinSide = message("JoinSide", ["identifier", "alias"], { identifier: text, alias: text });

const snippet = { id: text, sql: lines, display_name: text, synonyms: texts, comment: lines, instruction: lines };
const namedSnippet = { ...snippet, alias: text };

const instructions = message("Instructions", [], {
  text_instructions: list(message("TextInstruction", ["id", "content"], { id: text, content: lines })),
  example_question_sqls: list(
    message("ExampleQuestionSql", ["id", "question", "sql"], {
      id: text,
      question: lines,
      sql: lines,
      parameters: list(parameter),
      usage_guidance: lines,
    }),
  ),
  sql_functions: list(message("SqlFunction", ["id", "identifier"], { id: text, identifier: text, description: lines })),
  join_specs: list(
    message("JoinSpec", ["id", "left", "right", "sql"], {
      id: text,
      left: one(joinSide),
      right: one(joinSide),
      // Two statements, not lines of one text: the second is the relationship's marker.
      sql: texts,
      comment: lines,
      instruction: lines,
    }),
  ),
  sql_snippets: one(
    message("SqlSnippets", [], {
      filters: list(message("FilterSnippet", ["id", "sql", "display_name"], snippet)),
      expressions: list(message("ExpressionSnippet", ["id", "alias", "sql", "display_name"], namedSnippet)),
      measures: list(message("MeasureSnippet", ["id", "alias", "sql", "display_name"], namedSnippet)),
    }),
  ),
});

const benchmarkQuestion = message("BenchmarkQuestion", ["id", "question"], {
  id: text,
  question: lines,
  answer: list(message("BenchmarkAnswer", ["format", "content"], { format: text, content: lines })),
  evaluation_note: lines,
});

/** The whole `serialized_space`. */
export const spaceShape: MessageShape = message("GenieSpaceExport", [], {
  version: { kind: "number" },
  config: one(
    message("Config", [], {
      sample_questions: list(message("SampleQuestion", ["id", "question"], { id: text, question: lines })),
    }),
  ),
  data_sources: one(message("DataSources", [], { tables: list(table), metric_views: list(table) })),
  instructions: one(instructions),
  benchmarks: one(message("Benchmarks", [], { questions: list(benchmarkQuestion) })),
});
