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
