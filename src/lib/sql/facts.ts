import { remembering } from "../core/remembering.ts";
import { aggregateCalls } from "./aggregates.ts";
import { groupKeys } from "./group-keys.ts";
import { joinsOf, whereConjuncts } from "./join-facts.ts";
import { columnsIn, storedColumns } from "./lineage.ts";
import { literalValues } from "./literals.ts";
import type { AggregateFact, Analysis, Clause, FilterFact, QueryFacts } from "./query-facts.ts";
import { readStatement } from "./read-statement.ts";
import { render } from "./render.ts";
import { resolve } from "./resolve.ts";
import type { Resolution, SelectScope } from "./scope.ts";
import { bodyOf, conjuncts, isPiece, listOf, nameOf, take, wholeNumber, type Piece } from "./syntax.ts";

const queryKinds = new Set(["select", "union", "intersect", "except", "subquery", "values"]);

/** Queries kept: the failures of an exam are looked at from several sides. */
const kept = 300;

/** Reads the facts of a query off its text. One semicolon at the end is tolerated. */
export const analyze = remembering(kept, (sql): Analysis => {
  const read = readStatement(sql);
  if (read.kind === "not_understood") return read;
  const kind = take(read.node)?.kind ?? "";
  if (!queryKinds.has(kind)) return { kind: "not_understood", reason: "the statement is not a query" };
  try {
    return { kind: "understood", facts: factsOf(read.node) };
  } catch (thrown) {
    return { kind: "not_understood", reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
});

function factsOf(node: unknown): QueryFacts {
  const resolution = resolve(node);
  const { selects } = resolution;
  const joined = new Map(selects.map((scope) => [scope, joinsOf(scope, resolution)]));
  return {
    tables: unique(
      [...resolution.sources.values()].flatMap((source) => (source.kind === "table" ? [source.identifier] : [])),
    ).toSorted(),
    columns: columnUses(resolution),
    joins: selects.flatMap((scope) => joined.get(scope)?.joins ?? []),
    filters: selects.flatMap((scope) => filtersOf(scope, joined.get(scope)?.spent ?? new Set(), resolution)),
    aggregates: selects.flatMap((scope) => aggregatesOf(scope, resolution)),
    groupBy: unique(selects.flatMap((scope) => groupKeys(scope).map((key) => render(key, resolution, "expanded")))),
    orderBy: orderOf(node, resolution),
    limit: tailNumber(node, "limit"),
    offset: tailNumber(node, "offset"),
    distinct: outermost(node)?.["distinct"] === true,
    outputs: outputsOf(node, resolution),
    literals: literalValues(node),
  };
}

const clauseNames: Readonly<Record<Resolution["uses"][number]["clause"], Clause>> = {
  select: "select",
  join: "join",
  where: "filter",
  group: "group",
  having: "having",
  qualify: "qualify",
  window: "window",
  order: "order",
};

function columnUses(resolution: Resolution): QueryFacts["columns"] {
  const uses = resolution.uses.flatMap(({ reference, clause }) =>
    storedColumns(reference, resolution).map((column) => ({ column, clause: clauseNames[clause] })),
  );
  // Keys given by position or by ALL are no names, so the walk over names has not met them.
  for (const scope of resolution.selects) {
    for (const key of nameless(scope, "group_by")) {
      for (const column of columnsIn(key, resolution)) uses.push({ column, clause: "group" });
    }
    for (const key of nameless(scope, "order_by")) {
      for (const column of columnsIn(key, resolution)) uses.push({ column, clause: "order" });
    }
  }
  const seen = new Map(uses.map((use) => [`${use.column} ${use.clause}`, use]));
  return [...seen.values()];
}

/** The expressions behind a clause's positions, and behind GROUP BY ALL. */
function nameless(scope: SelectScope, key: "group_by" | "order_by"): readonly unknown[] {
  const clause = scope.body[key];
  if (!isPiece(clause)) return [];
  if (clause["all"] === true) return groupKeys(scope);
  return listOf(clause["expressions"]).flatMap((item) => {
    const position = wholeNumber(isPiece(item) && "this" in item ? item["this"] : item);
    return position === null ? [] : (scope.items[position - 1]?.expressions ?? []);
  });
}

function filtersOf(scope: SelectScope, spent: ReadonlySet<unknown>, resolution: Resolution): readonly FilterFact[] {
  const fact =
    (clause: FilterFact["clause"]) =>
    (part: unknown): FilterFact => ({
      sql: render(part, resolution),
      clause,
      columns: columnsIn(part, resolution),
      literals: literalValues(part),
    });
  const of = (key: string): readonly unknown[] => {
    const clause = scope.body[key];
    return isPiece(clause) ? conjuncts(clause["this"]) : [];
  };
  return [
    ...whereConjuncts(scope)
      .filter((part) => !spent.has(part))
      .map(fact("where")),
    ...of("having").map(fact("having")),
    ...of("qualify").map(fact("qualify")),
  ];
}

function aggregatesOf(scope: SelectScope, resolution: Resolution): readonly AggregateFact[] {
  const { body } = scope;
  const parts = [body["expressions"], body["having"], body["qualify"], body["order_by"]];
  const facts = parts.flatMap(aggregateCalls).map(({ call, whole }): AggregateFact => {
    const sql = render(whole, resolution);
    return {
      function: /^[\p{L}\w]+/u.exec(sql)?.[0].toUpperCase() ?? "",
      distinct: take(call)?.body["distinct"] === true,
      sql,
      columns: columnsIn(call, resolution),
    };
  });
  return [...new Map(facts.map((fact) => [fact.sql, fact])).values()];
}

/** The body of the outermost SELECT, the left one of a set operation, brackets aside. */
function outermost(node: unknown): Piece | null {
  const taken = take(node);
  if (taken === null) return null;
  switch (taken.kind) {
    case "select":
      return taken.body;
    case "subquery":
      return outermost(taken.body["this"]);
    case "union":
    case "intersect":
    case "except":
      return outermost(taken.body["left"]);
    default:
      return null;
  }
}

/** The clause of the outermost level that has it: brackets alone do not make a level. */
function topClause(node: unknown, key: string): unknown {
  const taken = take(node);
  if (taken === null) return null;
  return taken.body[key] ?? (taken.kind === "subquery" ? topClause(taken.body["this"], key) : null);
}

function orderOf(node: unknown, resolution: Resolution): QueryFacts["orderBy"] {
  const clause = topClause(node, "order_by");
  const items = resolution.selects.find((scope) => scope.body === outermost(node))?.items ?? [];
  return listOf(isPiece(clause) ? clause["expressions"] : []).flatMap((key) => {
    if (!isPiece(key)) return [];
    const position = wholeNumber(key["this"]);
    const expression = position === null ? key["this"] : (items[position - 1]?.expressions[0] ?? key["this"]);
    return [
      { expression: render(expression, resolution, "expanded"), direction: key["desc"] === true ? "desc" : "asc" },
    ] as const;
  });
}

function tailNumber(node: unknown, key: "limit" | "offset"): number | null {
  const clause = topClause(node, key);
  const direct = wholeNumber(clause);
  if (direct !== null) return direct;
  if (isPiece(clause)) return wholeNumber(clause["this"]);
  if (key === "offset") return null;
  const others = [topClause(node, "top"), topClause(node, "fetch")];
  return others.flatMap((other) => (isPiece(other) ? [wholeNumber(other["this"] ?? other["count"])] : []))[0] ?? null;
}

function outputsOf(node: unknown, resolution: Resolution): QueryFacts["outputs"] {
  return listOf(outermost(node)?.["expressions"]).map((item) => {
    const alias = bodyOf(item, "alias");
    return {
      alias: alias === null ? null : nameOf(alias["alias"]),
      sql: render(alias === null ? item : alias["this"], resolution),
    };
  });
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}
