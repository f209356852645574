import type { Cell, Column } from "../../core/statement.ts";

const number = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/iu;

/** Whether a column holds text. */
export function isText({ typeName }: Column): boolean {
  return typeName === "STRING" || typeName === "CHAR" || typeName === "VARCHAR";
}

/** Whether all values are numbers written as text, and stand in another order as text than as numbers. */
export function ordersNumbersAsText(values: readonly Cell[]): boolean {
  const known = [...new Set(values.filter((value) => value !== null))];
  if (known.length < 2 || !known.every((value) => number.test(value))) return false;
  const asText = known.toSorted((left, right) => (left < right ? -1 : 1));
  return asText.some((value, index) => index > 0 && Number(asText[index - 1]) > Number(value));
}
