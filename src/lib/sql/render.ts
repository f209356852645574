import { passedOn } from "./lineage.ts";
import type { Reference, Resolution } from "./scope.ts";
import { foldedName, isPiece, printed, take, type Piece } from "./syntax.ts";

/** How select-list aliases are shown: by name, or by what they stand for. */
type Items = "named" | "expanded";

/** SQL text of an expression with table aliases replaced by the tables' last name parts and names in lower case. */
export function render(expression: unknown, resolution: Resolution, items: Items = "named"): string {
  return printed(rewritten(expression, resolution, items));
}

function rewritten(value: unknown, resolution: Resolution, items: Items): unknown {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, resolution, items));
  if (!isPiece(value)) return value;
  const taken = take(value);
  if (taken?.kind === "column") return column(taken.body, resolution, items);
  if (taken?.kind === "table") return { table: { ...taken.body, ...tableNames(taken.body) } };
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rewritten(member, resolution, items)]));
}

function column(body: Piece, resolution: Resolution, items: Items): unknown {
  const reference = resolution.references.get(body);
  if (reference?.kind === "item" && items === "expanded") {
    const expression = reference.scope?.items[reference.index]?.expressions[0];
    if (expression !== undefined) return rewritten(expression, resolution, items);
  }
  const named = {
    ...body,
    name: identifier(foldedName(body["name"])),
    table: identifier(qualifierOf(reference, resolution)),
  };
  if (reference?.kind !== "column") {
    return {
      column: reference?.kind === "unknown" ? { ...named, table: identifier(foldedName(body["table"])) } : named,
    };
  }
  const stored = passedOn({ ...reference, field: null }, resolution);
  const plain = { column: { ...named, name: identifier(stored?.column ?? reference.name) } };
  return reference.field === null ? plain : { dot: { this: plain, field: identifier(reference.field) } };
}

function qualifierOf(reference: Reference | undefined, resolution: Resolution): string | null {
  if (reference?.kind !== "column") return null;
  return lastPart(passedOn({ ...reference, field: null }, resolution)?.table ?? null);
}

/** The last part of a table's full name. */
export function lastPart(identifierText: string | null): string | null {
  return identifierText?.split(".").at(-1) ?? null;
}

function tableNames(body: Piece): Piece {
  const folded = (key: string): Piece | null => identifier(foldedName(body[key]));
  return {
    name: folded("name"),
    schema: folded("schema"),
    catalog: folded("catalog"),
    alias: null,
    alias_explicit_as: false,
  };
}

function identifier(name: string | null): Piece | null {
  return name === null ? null : { name, quoted: !/^[a-z_][a-z0-9_]*$/u.test(name), trailing_comments: [], span: null };
}
