/**
 * What a part of the document means, whatever it looks like: by it the canonical form, the difference and the merge
 * know that a list is found by an id, that a text comes in pieces, that synonyms have no order.
 */
export type Shape =
  | { readonly kind: "leaf" }
  /** A text in pieces. `merge: lines` when two people may change different lines of it. */
  | { readonly kind: "text"; readonly merge: "whole" | "lines" }
  /** The pieces of a join: condition and relationship marker, never put together. */
  | { readonly kind: "join_sql" }
  /** Words without order or repeats. */
  | { readonly kind: "words" }
  /** Objects found by a member. */
  | { readonly kind: "list"; readonly key: string; readonly item: ObjectShape }
  | ObjectShape;

export type ObjectShape = {
  readonly kind: "object";
  /** Members that are not named are leaves, kept as they are. */
  readonly members: Readonly<Record<string, Shape>>;
  /** Members that stay although they are empty. */
  readonly keep: readonly string[];
  /** The member that names a thing which is there whether it is spoken of or not, such as a table's column: only what is said of it can clash. */
  readonly names?: string;
};

const leaf: Shape = { kind: "leaf" };
const text: Shape = { kind: "text", merge: "whole" };
const words: Shape = { kind: "words" };
const object = (members: Readonly<Record<string, Shape>>, keep: readonly string[] = []): ObjectShape => ({
  kind: "object",
  members,
  keep,
});
/** A list of what is said about things that are there by themselves. */
const notesOn = (key: string, members: Readonly<Record<string, Shape>>): Shape => ({
  kind: "list",
  key,
  item: { ...object(members, [key]), names: key },
});
const list = (key: string, members: Readonly<Record<string, Shape>>, keep: readonly string[] = []): Shape => ({
  kind: "list",
  key,
  item: object(members, [key, ...keep]),
});

const column = { description: text, synonyms: words };
const tables = list("identifier", { description: text, column_configs: notesOn("column_name", column) });
const notes = { comment: text, instruction: text };
const parameters = list("name", { description: text, default_value: object({ values: leaf }) });
const answer = list("format", { content: text }, ["content"]);
const snippets = list("id", { sql: text, synonyms: words, ...notes }, ["sql"]);

/** The whole document. */
export const spaceShape: ObjectShape = object(
  {
    config: object({ sample_questions: list("id", { question: text }, ["question"]) }),
    data_sources: object({ tables, metric_views: tables }),
    instructions: object({
      text_instructions: list("id", { content: { kind: "text", merge: "lines" } }),
      example_question_sqls: list("id", { question: text, sql: text, usage_guidance: text, parameters }, [
        "question",
        "sql",
      ]),
      sql_functions: list("id", { description: text }),
      join_specs: list("id", { sql: { kind: "join_sql" }, ...notes }, ["sql"]),
      sql_snippets: object({ filters: snippets, expressions: snippets, measures: snippets }),
    }),
    benchmarks: object({ questions: list("id", { question: text, answer, evaluation_note: text }, ["question"]) }),
  },
  ["version", "data_sources"],
);

/** The shape of a member. */
export function memberShape(shape: ObjectShape, name: string): Shape {
  return Object.hasOwn(shape.members, name) ? (shape.members[name] ?? leaf) : leaf;
}
