import { z } from "zod";
import type { FixCategory } from "./fix-category.ts";
import { addColumnDescription } from "./fixes/add-column-description.ts";
import { addExampleQuery } from "./fixes/add-example-query.ts";
import { addExpression } from "./fixes/add-expression.ts";
import { addFilter } from "./fixes/add-filter.ts";
import { addJoinSpec } from "./fixes/add-join-spec.ts";
import { addMeasure } from "./fixes/add-measure.ts";
import { addSampleQuestion } from "./fixes/add-sample-question.ts";
import { addSqlFunction } from "./fixes/add-sql-function.ts";
import { addSynonym } from "./fixes/add-synonym.ts";
import { addTableDescription } from "./fixes/add-table-description.ts";
import { createMetricView } from "./fixes/create-metric-view.ts";
import { deleteDescription } from "./fixes/delete-description.ts";
import { deleteExampleQuery } from "./fixes/delete-example-query.ts";
import { deleteExpression } from "./fixes/delete-expression.ts";
import { deleteFilter } from "./fixes/delete-filter.ts";
import { deleteJoinSpec } from "./fixes/delete-join-spec.ts";
import { deleteMeasure } from "./fixes/delete-measure.ts";
import { deleteMetricView } from "./fixes/delete-metric-view.ts";
import { deleteSampleQuestion } from "./fixes/delete-sample-question.ts";
import { deleteSqlFunction } from "./fixes/delete-sql-function.ts";
import { deleteSynonym } from "./fixes/delete-synonym.ts";
import { hideColumn } from "./fixes/hide-column.ts";
import { setColumnComment } from "./fixes/set-column-comment.ts";
import { setEntityMatching } from "./fixes/set-entity-matching.ts";
import { setFormatAssistance } from "./fixes/set-format-assistance.ts";
import { setTableComment } from "./fixes/set-table-comment.ts";
import { showColumn } from "./fixes/show-column.ts";
import { updateDescription } from "./fixes/update-description.ts";
import { updateExampleQuery } from "./fixes/update-example-query.ts";
import { updateExpression } from "./fixes/update-expression.ts";
import { updateFilter } from "./fixes/update-filter.ts";
import { updateJoinSpec } from "./fixes/update-join-spec.ts";
import { updateMeasure } from "./fixes/update-measure.ts";
import { updateMetricView } from "./fixes/update-metric-view.ts";
import { updateTextInstruction } from "./fixes/update-text-instruction.ts";
import type { FixWork } from "./fixes/fix-type.ts";

/** Every type of fix; those of one category stand together, in the order in which a model is told of them. */
const types = [
  updateTextInstruction,
  deleteJoinSpec,
  addJoinSpec,
  updateJoinSpec,
  deleteFilter,
  deleteExpression,
  deleteMeasure,
  deleteSqlFunction,
  addFilter,
  addExpression,
  addMeasure,
  updateFilter,
  updateExpression,
  updateMeasure,
  addSqlFunction,
  deleteSynonym,
  deleteDescription,
  hideColumn,
  deleteSampleQuestion,
  deleteMetricView,
  addSynonym,
  addColumnDescription,
  addTableDescription,
  updateDescription,
  showColumn,
  setEntityMatching,
  setFormatAssistance,
  addSampleQuestion,
  createMetricView,
  updateMetricView,
  setColumnComment,
  setTableComment,
  deleteExampleQuery,
  addExampleQuery,
  updateExampleQuery,
] as const;

type Schemas<T> = { [K in keyof T]: T[K] extends { readonly schema: infer S } ? S : never };

/** One typed edit of a space. Field names are those of the tables and of the model's answers. */
export const fixSchema = z.discriminatedUnion(
  "change_type",
  // `map` forgets the order of a tuple's types.
  types.map((type) => type.schema) as unknown as Schemas<typeof types>,
);

export type Fix = z.infer<typeof fixSchema>;
export type ChangeType = Fix["change_type"];

const byName = new Map<string, FixWork<Fix>>(
  // Each is only ever handed fixes of its own name.
  types.map((type) => [type.schema.shape.change_type.value, type as unknown as FixWork<Fix>]),
);

/** What the fix's type can do. */
export function typeOf(fix: Pick<Fix, "change_type">): FixWork<Fix> {
  const found = byName.get(fix.change_type);
  if (found === undefined) throw new Error(`no fix type ${fix.change_type}`);
  return found;
}

/** The category a type stands under, in tables and reports. */
export function categoryOf(type: ChangeType): FixCategory {
  return typeOf({ change_type: type }).category;
}
