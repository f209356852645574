import { invalidParameter } from "../api-error.ts";
import type { SpaceDocument } from "./space-document.ts";

type Identified = { readonly path: string; readonly id: string };

/**
 * Refuses ids that are not 32 lower-case hex digits, and ids that stand twice anywhere in the document (the sources
 * disagree on how far uniqueness reaches; this is the strictest reading).
 * @throws ApiError 400 naming the member
 */
export function checkIds(document: SpaceDocument): void {
  const seen = new Map<string, string>();
  for (const { path, id } of identified(document)) {
    if (!/^[0-9a-f]{32}$/u.test(id)) {
      throw invalidParameter(`Invalid id for ${path}: '${id}'. An id must be 32 lowercase hex digits without hyphens`);
    }
    const first = seen.get(id);
    if (first !== undefined)
      throw invalidParameter(`Invalid export proto: duplicate id '${id}' in ${first} and ${path}`);
    seen.set(id, path);
  }
}

function identified(document: SpaceDocument): readonly Identified[] {
  const { instructions } = document;
  const lists: readonly (readonly [string, readonly { readonly id: string }[] | undefined])[] = [
    ["config.sample_questions", document.config?.sample_questions],
    ["instructions.text_instructions", instructions?.text_instructions],
    ["instructions.example_question_sqls", instructions?.example_question_sqls],
    ["instructions.sql_functions", instructions?.sql_functions],
    ["instructions.join_specs", instructions?.join_specs],
    ["instructions.sql_snippets.filters", instructions?.sql_snippets?.filters],
    ["instructions.sql_snippets.expressions", instructions?.sql_snippets?.expressions],
    ["instructions.sql_snippets.measures", instructions?.sql_snippets?.measures],
    ["benchmarks.questions", document.benchmarks?.questions],
  ];
  return lists.flatMap(([path, items]) =>
    (items ?? []).map((item, index) => ({ path: `${path}[${String(index)}].id`, id: item.id })),
  );
}
