import type { Output, Reference, Resolution, Source } from "./scope.ts";
import { bodyOf, isPiece, take } from "./syntax.ts";

/** The stored columns that a reference draws from, through CTEs, subqueries and aliases; as written where that is not known. */
export function storedColumns(reference: Reference, resolution: Resolution): readonly string[] {
  switch (reference.kind) {
    case "column":
      return ofSource(reference.source, reference.name, resolution);
    case "item":
      return ofOutput(reference.scope?.items[reference.index] ?? undefined, resolution);
    case "unknown":
      return [reference.qualifier === null ? reference.name : `${reference.qualifier}.${reference.name}`];
    case "lambda":
    case "word":
      return [];
  }
}

/** The stored columns used anywhere in an expression. */
export function columnsIn(expression: unknown, resolution: Resolution): readonly string[] {
  const found = new Set<string>();
  eachColumn(expression, (body) => {
    const reference = resolution.references.get(body);
    if (reference !== undefined) for (const column of storedColumns(reference, resolution)) found.add(column);
  });
  return [...found].toSorted();
}

/** The references of an expression's columns, nested queries included. */
export function referencesIn(expression: unknown, resolution: Resolution): readonly Reference[] {
  const found: Reference[] = [];
  eachColumn(expression, (body) => {
    const reference = resolution.references.get(body);
    if (reference !== undefined) found.push(reference);
  });
  return found;
}

/** The one stored column that a reference only passes on, or null when it is computed. */
export function passedOn(reference: Reference, resolution: Resolution): { table: string; column: string } | null {
  if (reference.kind !== "column" || reference.field !== null) return null;
  const { source, name } = reference;
  if (source.kind === "table") return { table: source.identifier, column: name };
  if (source.kind === "opaque") return null;
  const output = source.outputs.find((candidate) => candidate.name === name);
  if (output?.passes !== undefined) {
    return passedOn(
      { kind: "column", source: output.passes.source, name: output.passes.output.name ?? "", field: null },
      resolution,
    );
  }
  if (output === undefined || output.expressions.length !== 1) return null;
  const column = bodyOf(output.expressions[0], "column");
  const inner = column === null ? undefined : resolution.references.get(column);
  return inner === undefined ? null : passedOn(inner, resolution);
}

function ofSource(source: Source, name: string, resolution: Resolution): readonly string[] {
  if (source.kind === "table") return [`${source.identifier}.${name}`];
  if (source.kind === "opaque") return [name];
  const output = source.outputs.find((candidate) => candidate.name === name);
  if (output !== undefined) return ofOutput(output, resolution);
  // Behind a star over a table: the column is that table's.
  const hidden = source.query.selects.flatMap((select) => select.sources).filter((inner) => inner.kind !== "opaque");
  const [only] = hidden;
  return only !== undefined && hidden.length === 1 ? ofSource(only, name, resolution) : [name];
}

function ofOutput(output: Output | undefined, resolution: Resolution): readonly string[] {
  if (output === undefined) return [];
  if (output.passes !== undefined) return ofSource(output.passes.source, output.passes.output.name ?? "", resolution);
  return output.expressions.flatMap((expression) => columnsIn(expression, resolution));
}

function eachColumn(value: unknown, act: (body: object) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) eachColumn(item, act);
    return;
  }
  if (!isPiece(value)) return;
  const taken = take(value);
  if (taken?.kind === "column") act(taken.body);
  else for (const member of Object.values(value)) eachColumn(member, act);
}
