import type { Cell } from "../core/statement.ts";
import type { ValueType } from "./column-type.ts";
import { instantText } from "./instant.ts";
import { intervalText } from "./interval-text.ts";
import { parseExactJson } from "./json-value.ts";
import { nestedEqual, nestedText, type NestedValue, readNested } from "./nested.ts";
import { isFiniteText, numberText } from "./number-text.ts";
import { toleranceBetween, type ValueRules } from "./rules.ts";
import { normalText } from "./text.ts";
import { withinTolerance } from "./tolerance.ts";

/**
 * A value's text in one form: two values of one family are equal, tolerance aside, exactly when these texts are.
 * A value that does not read as its type keeps its own text behind a mark, equal only to itself.
 */
export function compared(raw: string, type: ValueType, rules: ValueRules): string {
  return read(raw, type, rules) ?? `?${raw}`;
}

function read(raw: string, type: ValueType, rules: ValueRules): string | null {
  switch (type.family) {
    case "number":
      return numberText(raw, rules.round);
    case "text":
      return normalText(type.padded ? raw.replace(/ +$/u, "") : raw, rules.caseIgnored);
    case "boolean":
      return raw.trim().toLowerCase();
    case "time":
      return instantText(raw, rules.timeZone);
    case "interval":
      return intervalText(raw, type.unit);
    case "binary":
      return bytesText(raw);
    case "array":
    case "map":
    case "struct":
    case "variant": {
      const value = nested(raw, type, rules);
      return value === undefined ? null : nestedText(value, leafTextOf(rules));
    }
    case "void":
    case "other":
      return raw;
  }
}

/** Whether two cells are equal under the rules of their types. Families never mix. */
export function cellsEqual(
  left: Cell,
  leftType: ValueType,
  right: Cell,
  rightType: ValueType,
  rules: ValueRules,
): boolean {
  if (left === null || right === null) return left === right;
  if (!sameFamily(leftType, rightType)) return false;
  const [leftText, rightText] = [compared(left, leftType, rules), compared(right, rightType, rules)];
  if (leftText === rightText) return true;
  if (leftType.family === "number") return numbersEqual(leftText, leftType, rightText, rightType, rules);
  if (!holdsTolerance(leftType, rightType, rules)) return false;
  const [leftValue, rightValue] = [nested(left, leftType, rules), nested(right, rightType, rules)];
  if (leftValue === undefined || rightValue === undefined) return false;
  return nestedEqual(leftValue, rightValue, (a, aType, b, bType) => cellsEqual(a, aType, b, bType, rules));
}

function numbersEqual(
  left: string,
  leftType: ValueType,
  right: string,
  rightType: ValueType,
  rules: ValueRules,
): boolean {
  const tolerance = toleranceBetween(leftType, rightType, rules);
  if (tolerance === null || left.startsWith("?") || right.startsWith("?")) return false;
  return isFiniteText(left) && isFiniteText(right) && withinTolerance(left, right, tolerance);
}

/** Whether two types are of one family; types we do not know only with themselves. */
export function sameFamily(left: ValueType, right: ValueType): boolean {
  if (left.family === "other" && right.family === "other") return left.name === right.name;
  return left.family === right.family;
}

/** Whether some number inside these types is compared with a tolerance. */
export function holdsTolerance(left: ValueType, right: ValueType, rules: ValueRules): boolean {
  if (left.family === "number" && right.family === "number") return toleranceBetween(left, right, rules) !== null;
  if (left.family === "array" && right.family === "array") return holdsTolerance(left.element, right.element, rules);
  if (left.family === "map" && right.family === "map") return holdsTolerance(left.value, right.value, rules);
  if (left.family !== "struct" || right.family !== "struct") return false;
  return [...left.fields].some(([name, type]) => {
    const other = right.fields.get(name);
    return other !== undefined && holdsTolerance(type, other, rules);
  });
}

function nested(raw: string, type: ValueType, rules: ValueRules): NestedValue | undefined {
  const json = parseExactJson(raw);
  return json === undefined ? undefined : readNested(json, type, leafTextOf(rules));
}

function leafTextOf(rules: ValueRules): (raw: string, type: ValueType) => string {
  return (raw, type) => compared(raw, type, rules);
}

/** Binary comes as base64; its padding, alphabet and spacing do not count. */
function bytesText(raw: string): string | null {
  const compact = raw.replace(/\s+/gu, "");
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/u.test(compact)) return null;
  return Buffer.from(compact, "base64").toString("hex");
}
