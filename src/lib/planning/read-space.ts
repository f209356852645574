import type { SnippetExcerpt, SpaceExcerpt } from "./evidence.ts";

type Loose = Readonly<Record<string, unknown>>;

/** What planning reads of a space: everything but the questions it is examined by. */
export type SpaceTexts = SpaceExcerpt & { readonly sampleQuestions: readonly string[] };

/** Reads a parsed `serialized_space`; what is missing or of another shape counts as empty. */
export function readSpace(document: unknown): SpaceTexts {
  const root = members(document);
  const sources = members(root["data_sources"]);
  const instructions = members(root["instructions"]);
  const snippets = members(instructions["sql_snippets"]);
  return {
    tables: [...items(sources["tables"]), ...items(sources["metric_views"])].map((table) => ({
      identifier: text(table["identifier"]),
      description: text(table["description"]),
      columns: items(table["column_configs"]).map((column) => ({
        name: text(column["column_name"]),
        description: text(column["description"]),
        synonyms: words(column["synonyms"]),
        hidden: column["exclude"] === true,
        format_assistance: column["enable_format_assistance"] === true,
        entity_matching: column["enable_entity_matching"] === true,
      })),
    })),
    join_specs: items(instructions["join_specs"]).map((join) => {
      const [condition, ...rest] = pieces(join["sql"]);
      return {
        id: text(join["id"]),
        left: text(members(join["left"])["identifier"]),
        right: text(members(join["right"])["identifier"]),
        sql: condition ?? "",
        relationship_type: /FROM_RELATIONSHIP_TYPE_([A-Z_]+?)--/u.exec(rest.join(""))?.[1] ?? "",
      };
    }),
    filters: items(snippets["filters"]).map((filter) => ({
      id: text(filter["id"]),
      display_name: text(filter["display_name"]),
      sql: text(filter["sql"]),
      synonyms: words(filter["synonyms"]),
    })),
    expressions: items(snippets["expressions"]).map(snippet),
    measures: items(snippets["measures"]).map(snippet),
    instructions: items(instructions["text_instructions"])
      .flatMap((block) => text(block["content"]).split("\n"))
      .filter((line) => line.trim() !== ""),
    example_queries: items(instructions["example_question_sqls"]).map((example) => ({
      id: text(example["id"]),
      question: text(example["question"]),
      sql: text(example["sql"]),
    })),
    sql_functions: items(instructions["sql_functions"]).map((each) => ({
      id: text(each["id"]),
      function_name: text(each["identifier"]),
      description: text(each["description"]),
    })),
    sampleQuestions: items(members(root["config"])["sample_questions"]).map((sample) => text(sample["question"])),
  };
}

/** Aliases of a join, which its condition uses. */
export function joinSides(document: unknown, id: string): { left: JoinSide; right: JoinSide } | null {
  const join = items(members(members(document)["instructions"])["join_specs"]).find((each) => each["id"] === id);
  if (join === undefined) return null;
  const side = (key: "left" | "right"): JoinSide => {
    const found = members(join[key]);
    const table = text(found["identifier"]);
    return { table, alias: text(found["alias"]) || (table.split(".").at(-1) ?? "") };
  };
  return { left: side("left"), right: side("right") };
}

export type JoinSide = { readonly table: string; readonly alias: string };

function snippet(value: Loose): SnippetExcerpt {
  return {
    id: text(value["id"]),
    alias: text(value["alias"]),
    display_name: text(value["display_name"]),
    sql: text(value["sql"]),
    synonyms: words(value["synonyms"]),
  };
}

function members(value: unknown): Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : {};
}

function items(value: unknown): readonly Loose[] {
  return Array.isArray(value) ? value.map(members) : [];
}

function pieces(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((piece) => typeof piece === "string") : [];
}

function text(value: unknown): string {
  return pieces(value).join("");
}

function words(value: unknown): readonly string[] {
  return pieces(value);
}
