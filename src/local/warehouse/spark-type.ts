import { StatementFailure } from "./engine.ts";

/** A SQL type as Databricks knows it. `name` is lower case: `bigint`, `string`, `timestamp_ntz`. */
export type SparkType =
  | { readonly kind: "simple"; readonly name: string }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "array"; readonly element: SparkType }
  | { readonly kind: "map"; readonly key: SparkType; readonly value: SparkType }
  | { readonly kind: "struct"; readonly fields: readonly StructField[] };

type StructField = { readonly name: string; readonly type: SparkType };

const synonyms: Readonly<Record<string, string>> = {
  byte: "tinyint",
  short: "smallint",
  integer: "int",
  long: "bigint",
  real: "float",
  dec: "decimal",
  numeric: "decimal",
  text: "string",
  varchar: "string",
  char: "string",
  bool: "boolean",
  timestamp_ltz: "timestamp",
  timestamptz: "timestamp",
  timestampntz: "timestamp_ntz",
  null: "void",
};

const simpleNames = new Set(
  "tinyint smallint int bigint float double string boolean binary date timestamp timestamp_ntz variant void interval".split(
    " ",
  ),
);

/**
 * Reads a type's text, or a column list as `from_json` takes it (`a INT, b STRING`), which is a struct.
 * @throws StatementFailure UNSUPPORTED_DATATYPE
 */
export function parseSparkType(text: string): SparkType {
  const tokens = text.match(/`(?:[^`]|``)*`|'[^']*'|[\p{L}\p{N}_]+|[<>(),:]/gu) ?? [];
  let at = 0;
  const peek = (ahead = 0): string => (tokens[at + ahead] ?? "").toLowerCase();
  const take = (): string => tokens[at++] ?? "";
  const refuse = (): never => {
    throw new StatementFailure("UNSUPPORTED_DATATYPE", "0A000", `Unsupported data type "${text.toUpperCase()}".`);
  };
  const expect = (token: string): void => {
    if (take() !== token) refuse();
  };
  const numbers = (): number[] => {
    if (peek() !== "(") return [];
    take();
    const found: number[] = [];
    while (peek() !== ")" && at < tokens.length) {
      const token = take();
      if (token !== ",") found.push(Number(token));
    }
    expect(")");
    return found;
  };
  const fields = (end: string): StructField[] => {
    const found: StructField[] = [];
    while (at < tokens.length && peek() !== end) {
      const name = unquoted(take());
      if (peek() === ":") take();
      found.push({ name, type: type() });
      if (peek() === "not" && peek(1) === "null") at += 2;
      if (peek() === "comment") at += 2;
      if (peek() === ",") take();
    }
    return found;
  };
  const type = (): SparkType => {
    const word = take().toLowerCase();
    if (word === "array" || word === "map") {
      expect("<");
      const first = type();
      if (word === "array") {
        expect(">");
        return { kind: "array", element: first };
      }
      expect(",");
      const value = type();
      expect(">");
      return { kind: "map", key: first, value };
    }
    if (word === "struct") {
      expect("<");
      const found = fields(">");
      expect(">");
      return { kind: "struct", fields: found };
    }
    const sizes = numbers();
    const name = synonyms[word] ?? word;
    if (name === "decimal") return { kind: "decimal", precision: sizes[0] ?? 10, scale: sizes[1] ?? 0 };
    if (name === "interval") while (/^\w/u.test(peek())) take();
    return simpleNames.has(name) ? { kind: "simple", name } : refuse();
  };
  const startsList =
    /^\s*[`\p{L}_]/u.test(text) && !simpleStart(peek()) && (peek(1) === ":" || /^[\p{L}`]/u.test(peek(1)));
  const parsed: SparkType = startsList ? { kind: "struct", fields: fields("") } : type();
  return at < tokens.length ? refuse() : parsed;
}

function simpleStart(word: string): boolean {
  return word === "interval" || word === "array" || word === "map" || word === "struct";
}

function unquoted(name: string): string {
  return name.startsWith("`") ? name.slice(1, -1).replaceAll("``", "`") : name;
}

/** The type as Databricks writes it, upper case: `DECIMAL(18,2)`, `ARRAY<STRUCT<a: INT>>`. */
export function typeText(type: SparkType): string {
  switch (type.kind) {
    case "simple":
      return type.name.toUpperCase();
    case "decimal":
      return `DECIMAL(${String(type.precision)},${String(type.scale)})`;
    case "array":
      return `ARRAY<${typeText(type.element)}>`;
    case "map":
      return `MAP<${typeText(type.key)}, ${typeText(type.value)}>`;
    case "struct":
      return `STRUCT<${type.fields.map((field) => `${field.name}: ${typeText(field.type)}`).join(", ")}>`;
  }
}

const duckNames: Readonly<Record<string, string>> = {
  int: "INTEGER",
  string: "VARCHAR",
  binary: "BLOB",
  timestamp: "TIMESTAMPTZ",
  timestamp_ntz: "TIMESTAMP",
  variant: "JSON",
  void: "INTEGER",
};

/** The type as DuckDB writes it. */
export function duckType(type: SparkType): string {
  switch (type.kind) {
    case "simple":
      return duckNames[type.name] ?? type.name.toUpperCase();
    case "decimal":
      return `DECIMAL(${String(type.precision)},${String(type.scale)})`;
    case "array":
      return `${duckType(type.element)}[]`;
    case "map":
      return `MAP(${duckType(type.key)}, ${duckType(type.value)})`;
    case "struct":
      return `STRUCT(${type.fields.map((field) => `${quoted(field.name)} ${duckType(field.type)}`).join(", ")})`;
  }
}

/** The JSON text by which DuckDB's `from_json` is told the type. */
export function jsonStructure(type: SparkType): string {
  const shape = (part: SparkType): unknown => {
    switch (part.kind) {
      case "simple":
      case "decimal":
      case "map":
        return duckType(part);
      case "array":
        return [shape(part.element)];
      case "struct":
        return Object.fromEntries(part.fields.map((field) => [field.name, shape(field.type)]));
    }
  };
  return JSON.stringify(shape(type));
}

/** An identifier in double quotes, as DuckDB reads it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text literal as DuckDB reads it. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
