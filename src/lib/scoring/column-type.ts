import type { Column } from "../core/statement.ts";

/** A SQL type, as far as comparing needs it. Families never mix; `void` is a column declared without any type and fits all. */
export type ValueType =
  | { readonly family: "number"; readonly width: "exact" | "double" | "float" }
  | { readonly family: "text"; readonly padded: boolean }
  | { readonly family: "boolean" | "time" | "binary" | "variant" | "void" }
  | { readonly family: "interval"; readonly unit: string }
  | { readonly family: "array"; readonly element: ValueType }
  | { readonly family: "map"; readonly key: ValueType; readonly value: ValueType }
  | { readonly family: "struct"; readonly fields: ReadonlyMap<string, ValueType> }
  | { readonly family: "other"; readonly name: string };

const simple: Readonly<Record<string, ValueType>> = {
  BYTE: { family: "number", width: "exact" },
  TINYINT: { family: "number", width: "exact" },
  SHORT: { family: "number", width: "exact" },
  SMALLINT: { family: "number", width: "exact" },
  INT: { family: "number", width: "exact" },
  INTEGER: { family: "number", width: "exact" },
  LONG: { family: "number", width: "exact" },
  BIGINT: { family: "number", width: "exact" },
  DECIMAL: { family: "number", width: "exact" },
  DEC: { family: "number", width: "exact" },
  NUMERIC: { family: "number", width: "exact" },
  DOUBLE: { family: "number", width: "double" },
  FLOAT: { family: "number", width: "float" },
  REAL: { family: "number", width: "float" },
  STRING: { family: "text", padded: false },
  VARCHAR: { family: "text", padded: false },
  CHAR: { family: "text", padded: true },
  CHARACTER: { family: "text", padded: true },
  BOOLEAN: { family: "boolean" },
  DATE: { family: "time" },
  TIMESTAMP: { family: "time" },
  TIMESTAMP_NTZ: { family: "time" },
  TIMESTAMP_LTZ: { family: "time" },
  BINARY: { family: "binary" },
  VARIANT: { family: "variant" },
  NULL: { family: "void" },
  VOID: { family: "void" },
};

/** The type of a result column: `typeText` says more than `typeName` (CHAR against VARCHAR, elements of arrays). */
export function typeOfColumn(column: Column): ValueType {
  const fromText = parseType(column.typeText);
  const isUnread = fromText.family === "other" && !/^\s*STRUCT\b/iu.test(column.typeText);
  return isUnread ? parseType(column.typeName) : fromText;
}

/** Reads a type as SQL writes it: `DECIMAL(18,2)`, `ARRAY<STRING>`, `STRUCT<a: INT, b: MAP<STRING, DOUBLE>>`. */
function parseType(text: string): ValueType {
  const trimmed = text.trim();
  const head = (/^[A-Za-z_]+/u.exec(trimmed)?.[0] ?? "").toUpperCase();
  const inner = /^[A-Za-z_]+\s*<([\s\S]*)>/u.exec(trimmed)?.[1];
  switch (head) {
    case "INTERVAL":
      return { family: "interval", unit: trimmed.slice("INTERVAL".length).trim().toUpperCase() };
    case "ARRAY":
      return { family: "array", element: parseType(inner ?? "") };
    case "MAP": {
      const [key, value] = splitTopLevel(inner ?? "");
      return { family: "map", key: parseType(key ?? ""), value: parseType(value ?? "") };
    }
    case "STRUCT": {
      const listed = splitTopLevel(inner ?? "").map(parseField);
      const fields = new Map(listed);
      // Of two fields of one name JSON keeps the last, so such values are equal only as they are written.
      return fields.size === listed.length ? { family: "struct", fields } : { family: "other", name: trimmed };
    }
    default:
      return simple[head] ?? { family: "other", name: head };
  }
}

function parseField(text: string): [string, ValueType] {
  const quoted = /^\s*`((?:[^`]|``)*)`\s*:?\s*([\s\S]*)$/u.exec(text);
  if (quoted !== null) return [(quoted[1] ?? "").replaceAll("``", "`"), parseType(quoted[2] ?? "")];
  const plain = /^\s*([^\s:]+)\s*:?\s*([\s\S]*)$/u.exec(text);
  return [plain?.[1] ?? "", parseType(plain?.[2] ?? "")];
}

/** Splits at commas outside every kind of bracket and quote. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] as string;
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === "`" || char === "'" || char === '"') quote = char;
    else if (char === "<" || char === "(") depth += 1;
    else if (char === ">" || char === ")") depth -= 1;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (text.slice(start).trim() !== "") parts.push(text.slice(start));
  return parts;
}
