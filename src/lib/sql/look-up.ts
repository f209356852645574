import type { Output, Place, Reference, SelectScope, Source } from "./scope.ts";
import { bodyOf, foldedName, isPiece } from "./syntax.ts";

/** What a column name means at its place. Names come folded. */
export function lookUp(qualifier: string | null, name: string, place: Place): Reference {
  if (qualifier !== null) return qualified(qualifier, name, place);
  if (place.lambdas.includes(name)) return { kind: "lambda", name };
  if (place.clause === "order" && name === "all") return { kind: "word", name };
  const item = itemNamed(name, place);
  if (item !== null) return item;
  for (let scope = place.scope; scope !== null; scope = scope.parent) {
    const source = ownerOf(name, scope);
    if (source !== null) return { kind: "column", source, name, field: null };
    if (scope.sources.some(hasUnknownColumns)) break;
  }
  return { kind: "unknown", qualifier: null, name };
}

function qualified(qualifier: string, name: string, place: Place): Reference {
  for (let scope = place.scope; scope !== null; scope = scope.parent) {
    const source = scope.sources.find((candidate) => candidate.alias === qualifier);
    if (source !== undefined) return { kind: "column", source, name, field: null };
  }
  // Not a source: then it is a field of a struct column.
  if (place.lambdas.includes(qualifier)) return { kind: "lambda", name: `${qualifier}.${name}` };
  for (let scope = place.scope; scope !== null; scope = scope.parent) {
    const source = ownerOf(qualifier, scope);
    if (source !== null) return { kind: "column", source, name: qualifier, field: name };
  }
  return { kind: "unknown", qualifier, name };
}

/**
 * A select-list alias, where the clause may use one. ORDER BY prefers aliases, all others prefer a source's column;
 * a table's columns are not known here, so a column is taken to exist when the alias is made from one of its name.
 */
function itemNamed(name: string, place: Place): Reference | null {
  const { scope, clause } = place;
  if (scope === null || clause === "where" || clause === "join") return null;
  const index = scope.items.findIndex(
    (item, at) => at < place.items && item?.name === name && (clause === "order" || isRenaming(item, name)),
  );
  if (index === -1) return null;
  if (clause !== "order" && knownOwner(name, scope) !== null) return null;
  return { kind: "item", index, scope };
}

function isRenaming(item: Output, name: string): boolean {
  return !item.expressions.some((expression) => usesName(expression, name));
}

function usesName(value: unknown, name: string): boolean {
  if (Array.isArray(value)) return value.some((item) => usesName(item, name));
  if (!isPiece(value)) return false;
  const column = bodyOf(value, "column");
  if (column !== null) return foldedName(column["name"]) === name;
  return Object.values(value).some((member) => usesName(member, name));
}

function ownerOf(name: string, scope: SelectScope): Source | null {
  const known = knownOwner(name, scope);
  if (known !== null) return known;
  const candidates = scope.sources.filter(hasUnknownColumns);
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

function knownOwner(name: string, scope: SelectScope): Source | null {
  return scope.sources.find((source) => columnNames(source).includes(name)) ?? null;
}

function columnNames(source: Source): readonly (string | null)[] {
  switch (source.kind) {
    case "table":
      return [];
    case "derived":
      return source.outputs.map((output) => output.name);
    case "opaque":
      return source.columns ?? [];
  }
}

function hasUnknownColumns(source: Source): boolean {
  return source.kind === "table" || (source.kind === "derived" ? !source.complete : source.columns === null);
}
