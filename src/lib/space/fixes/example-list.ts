import type { ExampleQuery, SpaceDocument } from "../document.ts";
import { textOf } from "../lines.ts";
import { parametersOf } from "../../sql/parameters.ts";

export function examplesOf(document: SpaceDocument): readonly ExampleQuery[] {
  return document.instructions?.example_question_sqls ?? [];
}

export function setExamples(draft: SpaceDocument, examples: ExampleQuery[]): void {
  (draft.instructions ??= {}).example_question_sqls = examples;
}

/** The example's question, by its id; the id where it is not known. */
export function exampleName(document: SpaceDocument | null, id: string): string {
  const example = document === null ? undefined : examplesOf(document).find((each) => each.id === id);
  return example === undefined ? id : textOf(example.question);
}

/** Markers of a query as the space declares them. Genie fills a marker only when the example declares it. */
export function declaredParameters(sql: string): NonNullable<ExampleQuery["parameters"]> {
  return parametersOf(sql).map((name) => ({ name, type_hint: "STRING" }));
}
