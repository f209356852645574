import { z } from "zod";

/** Applied in this order; delete before add inside a pair. */
export const fixCategories = [
  "instruction_fix",
  "join_specs_delete",
  "join_specs_add",
  "sql_snippets_delete",
  "sql_snippets_add",
  "metadata_delete",
  "metadata_add",
  "sample_queries_delete",
  "sample_queries_add",
] as const;

export type FixCategory = (typeof fixCategories)[number];

const text = z.string().trim().min(1);
/** A full three-part name. */
const table = z.string().regex(/^[^.\s]+\.[^.\s]+\.[^.\s]+$/u, "must be catalog.schema.table");
const texts = z.array(text);
const relationship = z.enum(["MANY_TO_ONE", "ONE_TO_MANY", "ONE_TO_ONE", "MANY_TO_MANY"]);
const id = z.string().regex(/^[0-9a-f]{32}$/u, "must be 32 hex digits");

const snippet = { sql: text, display_name: text, synonyms: texts };

/**
 * One typed edit of a space. Field names are those of the tables and of the model's answers.
 * `update_text_instruction`: `find` is an existing line to replace, or empty to add `content` as a new line.
 */
export const fixSchema = z.discriminatedUnion("change_type", [
  z.strictObject({
    change_type: z.literal("update_text_instruction"),
    find: z.string(),
    content: text,
  }),
  z.strictObject({ change_type: z.literal("delete_join_spec"), id }),
  z.strictObject({
    change_type: z.literal("add_join_spec"),
    left_table: table,
    right_table: table,
    left_alias: text,
    right_alias: text,
    sql: text,
    relationship_type: relationship,
  }),
  z.strictObject({
    change_type: z.literal("update_join_spec"),
    id,
    sql: text,
    relationship_type: relationship,
  }),
  z.strictObject({ change_type: z.literal("delete_filter"), id }),
  z.strictObject({ change_type: z.literal("delete_expression"), id }),
  z.strictObject({ change_type: z.literal("delete_measure"), id }),
  z.strictObject({ change_type: z.literal("add_filter"), ...snippet }),
  z.strictObject({ change_type: z.literal("add_expression"), alias: text, ...snippet }),
  z.strictObject({ change_type: z.literal("add_measure"), alias: text, ...snippet }),
  z.strictObject({ change_type: z.literal("update_filter"), id, sql: text }),
  z.strictObject({ change_type: z.literal("update_expression"), id, sql: text }),
  z.strictObject({ change_type: z.literal("update_measure"), id, sql: text }),
  z.strictObject({ change_type: z.literal("delete_synonym"), table, column: text, synonym: text }),
  z.strictObject({ change_type: z.literal("add_synonym"), table, column: text, synonym: text }),
  z.strictObject({
    change_type: z.literal("add_column_description"),
    table,
    column: text,
    description: text,
  }),
  z.strictObject({ change_type: z.literal("add_table_description"), table, description: text }),
  z.strictObject({
    change_type: z.literal("set_entity_matching"),
    table,
    column: text,
    enabled: z.boolean(),
  }),
  z.strictObject({
    change_type: z.literal("set_format_assistance"),
    table,
    column: text,
    enabled: z.boolean(),
  }),
  z.strictObject({ change_type: z.literal("delete_example_query"), id }),
  z.strictObject({
    change_type: z.literal("add_example_query"),
    question: text,
    sql: text,
    usage_guidance: z.string(),
  }),
]);

export type Fix = z.infer<typeof fixSchema>;
export type ChangeType = Fix["change_type"];

/** The category each type stands under, in tables and reports. */
export const categoryOf: Readonly<Record<ChangeType, FixCategory>> = {
  update_text_instruction: "instruction_fix",
  delete_join_spec: "join_specs_delete",
  add_join_spec: "join_specs_add",
  update_join_spec: "join_specs_add",
  delete_filter: "sql_snippets_delete",
  delete_expression: "sql_snippets_delete",
  delete_measure: "sql_snippets_delete",
  add_filter: "sql_snippets_add",
  add_expression: "sql_snippets_add",
  add_measure: "sql_snippets_add",
  update_filter: "sql_snippets_add",
  update_expression: "sql_snippets_add",
  update_measure: "sql_snippets_add",
  delete_synonym: "metadata_delete",
  add_synonym: "metadata_add",
  add_column_description: "metadata_add",
  add_table_description: "metadata_add",
  set_entity_matching: "metadata_add",
  set_format_assistance: "metadata_add",
  delete_example_query: "sample_queries_delete",
  add_example_query: "sample_queries_add",
};
