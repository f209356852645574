import { collapsesRows } from "./aggregates.ts";
import type { SelectScope } from "./scope.ts";
import { isPiece, listOf, wholeNumber } from "./syntax.ts";

/** Grouping keys of one SELECT: positions and ALL resolved, names left to the printer. */
export function groupKeys(scope: SelectScope): readonly unknown[] {
  const clause = scope.body["group_by"];
  if (!isPiece(clause)) return [];
  if (clause["all"] === true) {
    return scope.items.flatMap((item) => item?.expressions ?? []).filter((expression) => !collapsesRows(expression));
  }
  return listOf(clause["expressions"]).map((key) => {
    const position = wholeNumber(key);
    return position === null ? key : (scope.items[position - 1]?.expressions[0] ?? key);
  });
}
