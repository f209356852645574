import type { KeyExpression, KeyOperator, ResultColumn } from "../sql/key-expression.ts";
import type { ValueType } from "./column-type.ts";
import { parseDecimal } from "./decimal.ts";
import { isFiniteText } from "./number-text.ts";

/** A computed value; a number is an exact fraction in lowest terms. `opaque` values can only be passed on. */
export type KeyValue =
  | { readonly kind: "null" }
  | { readonly kind: "number"; readonly over: bigint; readonly under: bigint }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "opaque"; readonly text: string };

const nothing: KeyValue = { kind: "null" };

/** A row's columns as values: `undefined` where the result has no such column. */
export type ReadColumn = (column: ResultColumn) => KeyValue | undefined;

/** Computes an order key over one row as SQL does; undefined where that is not sure. */
export function keyValue(expression: KeyExpression, read: ReadColumn): KeyValue | undefined {
  switch (expression.kind) {
    case "column":
      return read(expression.column);
    case "number": {
      const value = parseDecimal(expression.text);
      return value === null ? undefined : valueOfDecimal(value.mantissa, value.scale);
    }
    case "text":
      return { kind: "text", text: expression.text };
    case "boolean":
      return { kind: "boolean", value: expression.value };
    case "null":
      return nothing;
    case "call":
      return callValue(expression.operator, expression.operands, read);
    case "case": {
      for (const { when, result } of expression.branches) {
        const test = keyValue(when, read);
        if (test === undefined) return undefined;
        if (test.kind === "boolean" && test.value) return keyValue(result, read);
      }
      return keyValue(expression.otherwise, read);
    }
  }
}

/** Text that is the same for equal values. */
export function keyValueText(value: KeyValue): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "number":
      return `n${String(value.over)}/${String(value.under)}`;
    case "boolean":
      return `b${String(value.value)}`;
    case "text":
      return `t${value.text}`;
    case "opaque":
      return `o${value.text}`;
  }
}

/** A cell's compared text as a value. */
export function cellValue(text: string | null, type: ValueType): KeyValue {
  if (text === null) return nothing;
  if (text.startsWith("?")) return { kind: "opaque", text };
  if (type.family === "text") return { kind: "text", text };
  if (type.family === "boolean") return { kind: "boolean", value: text === "true" };
  const value = type.family === "number" && isFiniteText(text) ? parseDecimal(text) : null;
  return value === null ? { kind: "opaque", text } : valueOfDecimal(value.mantissa, value.scale);
}

function callValue(operator: KeyOperator, operands: readonly KeyExpression[], read: ReadColumn): KeyValue | undefined {
  const values = operands.map((operand) => keyValue(operand, read));
  if (values.some((value) => value === undefined)) return undefined;
  const [left = nothing, right = nothing] = values as KeyValue[];
  if (operator === "is_null") return truth(left.kind === "null");
  if (operator === "coalesce") return (values as KeyValue[]).find((value) => value.kind !== "null") ?? nothing;
  if (operator === "and" || operator === "or") return both(operator, left, right);
  if (values.some((value) => value?.kind === "null")) return nothing;
  if (operator === "not") return left.kind === "boolean" ? truth(!left.value) : undefined;
  if (left.kind === "text" && operands.length === 1) return textCall(operator, left.text);
  if (operator === "concat") {
    return left.kind === "text" && right.kind === "text" ? { kind: "text", text: left.text + right.text } : undefined;
  }
  if (operator === "equal" || operator === "unequal") {
    if (left.kind !== right.kind || left.kind === "opaque") return undefined;
    return truth((keyValueText(left) === keyValueText(right)) === (operator === "equal"));
  }
  if (left.kind !== "number") return undefined;
  if (operands.length === 1) return numberCall(operator, left, left);
  return right.kind === "number" ? numberCall(operator, left, right) : undefined;
}

function textCall(operator: KeyOperator, text: string): KeyValue | undefined {
  if (operator === "lower") return { kind: "text", text: text.toLowerCase() };
  if (operator === "upper") return { kind: "text", text: text.toUpperCase() };
  return operator === "length" ? fraction(BigInt(Array.from(text).length), 1n) : undefined;
}

type NumberValue = Extract<KeyValue, { kind: "number" }>;

/** Operators on numbers, over a common denominator: `a`/`under` and `b`/`under`. */
const numberCalls: Partial<Record<KeyOperator, (a: bigint, b: bigint, under: bigint) => KeyValue>> = {
  add: (a, b, under) => fraction(a + b, under),
  subtract: (a, b, under) => fraction(a - b, under),
  multiply: (a, b, under) => fraction(a * b, under * under),
  divide: (a, b) => (b === 0n ? nothing : fraction(a, b)),
  modulo: (a, b, under) => (b === 0n ? nothing : fraction(a % b, under)),
  negate: (a, _b, under) => fraction(-a, under),
  abs: (a, _b, under) => fraction(a < 0n ? -a : a, under),
  less: (a, b) => truth(a < b),
  at_most: (a, b) => truth(a <= b),
  greater: (a, b) => truth(a > b),
  at_least: (a, b) => truth(a >= b),
};

function numberCall(operator: KeyOperator, left: NumberValue, right: NumberValue): KeyValue | undefined {
  return numberCalls[operator]?.(left.over * right.under, right.over * left.under, left.under * right.under);
}

/** Three-valued logic. */
function both(operator: "and" | "or", left: KeyValue, right: KeyValue): KeyValue | undefined {
  const sides = [left, right];
  if (sides.some((side) => side.kind !== "boolean" && side.kind !== "null")) return undefined;
  const decisive = operator === "or";
  if (sides.some((side) => side.kind === "boolean" && side.value === decisive)) return truth(decisive);
  return sides.some((side) => side.kind === "null") ? nothing : truth(!decisive);
}

function truth(value: boolean): KeyValue {
  return { kind: "boolean", value };
}

function valueOfDecimal(mantissa: bigint, scale: number): KeyValue {
  return scale >= 0 ? fraction(mantissa, 10n ** BigInt(scale)) : fraction(mantissa * 10n ** BigInt(-scale), 1n);
}

function fraction(over: bigint, under: bigint): KeyValue {
  let [a, b] = [over < 0n ? -over : over, under < 0n ? -under : under];
  while (b !== 0n) [a, b] = [b, a % b];
  const divisor = a === 0n ? 1n : under < 0n ? -a : a;
  return { kind: "number", over: over / divisor, under: under / divisor };
}
