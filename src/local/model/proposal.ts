/** A fix as the model writes it, before it is made flat: fields by the names of the reply. */
export type Proposal = {
  readonly category: string;
  readonly change_type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly targets: readonly string[];
  readonly reasoning: string;
};

const categories: Readonly<Record<string, string>> = {
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

/** A proposal of one failure; equal ones of several failures are joined later. */
export function proposal(
  change_type: string,
  fields: Readonly<Record<string, unknown>>,
  target: string,
  reasoning: string,
): Proposal {
  return { category: categories[change_type] ?? "", change_type, fields, targets: [target], reasoning };
}

/** Equal proposals as one that aims at all their questions, in the order they were first made. */
export function joined(proposals: readonly Proposal[]): readonly Proposal[] {
  const found = new Map<string, Proposal>();
  for (const each of proposals) {
    const key = JSON.stringify([each.change_type, each.fields]);
    const held = found.get(key);
    found.set(key, held === undefined ? each : { ...held, targets: [...new Set([...held.targets, ...each.targets])] });
  }
  return [...found.values()];
}
