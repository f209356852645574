import type { Cell } from "../../../lib/core/statement.ts";
import { javaDouble } from "../java-double.ts";
import type { SparkType } from "../spark-type.ts";

/**
 * A value as exact text, the same as the embedded engine gives it. It comes as JSON by its type: longs, decimals and times as
 * text, maps as pairs, structs as lists.
 */
export function cellOfSpark(value: unknown, type: SparkType): Cell {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case "array":
    case "map":
    case "struct":
      return json(value, type);
    case "decimal":
      return scalar(value);
    case "simple":
      return simpleText(value, type.name);
  }
}

function simpleText(value: unknown, name: string): string {
  switch (name) {
    case "float":
    case "double":
      return javaDouble(Number(value), name === "float");
    case "timestamp":
      return `${shortFraction(scalar(value))}Z`;
    case "timestamp_ntz":
      return shortFraction(scalar(value));
    case "interval":
      return typeof value === "string" && /^-?\d+$/u.test(value) ? intervalText(BigInt(value)) : scalar(value);
    default:
      return scalar(value);
  }
}

/** Text, a number or a boolean; anything else is no value of a type that is not made of others. */
function scalar(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Milliseconds always, microseconds when there are any. */
function shortFraction(instant: string): string {
  return instant.endsWith("000") ? instant.slice(0, -3) : instant;
}

/** Microseconds as `days hours:minutes:seconds.nanoseconds`. */
function intervalText(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  const seconds = size / 1_000_000n;
  const two = (number: bigint): string => String(number % 60n).padStart(2, "0");
  const hours = String((seconds / 3600n) % 24n).padStart(2, "0");
  const fraction = `${String(size % 1_000_000n).padStart(6, "0")}000`;
  return `${micros < 0n ? "-" : ""}${String(seconds / 86_400n)} ${hours}:${two(seconds / 60n)}:${two(seconds)}.${fraction}`;
}

const bare = new Set(["boolean", "tinyint", "smallint", "int", "bigint", "variant"]);

/** JSON text of a nested value; numbers keep every digit, so it is put together by hand. */
function json(value: unknown, type: SparkType): string {
  if (value === null || value === undefined) return "null";
  switch (type.kind) {
    case "array":
      return `[${listOf(value)
        .map((item) => json(item, type.element))
        .join(",")}]`;
    case "map":
      return `{${listOf(value)
        .map((pair) => {
          const [key, item] = listOf(pair);
          return `${JSON.stringify(cellOfSpark(key, type.key))}:${json(item, type.value)}`;
        })
        .join(",")}}`;
    case "struct": {
      const members = listOf(value);
      return `{${type.fields.map((field, at) => `${JSON.stringify(field.name)}:${json(members[at], field.type)}`).join(",")}}`;
    }
    case "decimal":
      return scalar(value);
    case "simple": {
      const text = simpleText(value, type.name);
      const isNumber = typeof value === "number" && Number.isFinite(value);
      return bare.has(type.name) || isNumber ? text : JSON.stringify(text);
    }
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
