import { referencesIn } from "./lineage.ts";
import type { JoinFact } from "./query-facts.ts";
import { lastPart, render } from "./render.ts";
import type { JoinScope, Resolution, SelectScope, Source } from "./scope.ts";
import { bodyOf, conjuncts, isPiece } from "./syntax.ts";

/** Joins of one SELECT, and the WHERE conjuncts that are really the conditions of tables joined by comma. */
export function joinsOf(
  scope: SelectScope,
  resolution: Resolution,
): { readonly joins: readonly JoinFact[]; readonly spent: ReadonlySet<unknown> } {
  const spent = new Set<unknown>();
  const joins = scope.joins.flatMap((join): JoinFact[] => {
    const { source } = join;
    if (join.kind === "First" || source === null || source.kind === "opaque") return [];
    if (join.kind !== "Comma") {
      const condition = join.on === null ? fromUsing(join) : render(join.on, resolution);
      return [{ kind: kindOf(join.kind), left: leftOf(join, resolution), right: nameOfSource(source), condition }];
    }
    const mine = whereConjuncts(scope).filter((part) => isJoining(part, join, resolution));
    for (const part of mine) spent.add(part);
    return [
      {
        kind: mine.length === 0 ? "cross" : "inner",
        left: leftOf({ ...join, on: mine }, resolution),
        right: nameOfSource(source),
        condition: mine.length === 0 ? null : mine.map((part) => render(part, resolution)).join(" AND "),
      },
    ];
  });
  return { joins, spent };
}

/** Conjuncts of a SELECT's WHERE. */
export function whereConjuncts(scope: SelectScope): readonly unknown[] {
  const clause = scope.body["where_clause"];
  return isPiece(clause) ? conjuncts(clause["this"]) : [];
}

/** A full table name, the CTE's or subquery's only table, or else its alias. */
function nameOfSource(source: Source): string {
  if (source.kind === "table") return source.identifier;
  if (source.kind === "opaque") return source.alias;
  const inner = source.query.selects.flatMap((select) => select.sources).map(nameOfSource);
  const [first] = inner;
  return first !== undefined && new Set(inner).size === 1 ? first : source.alias;
}

function isJoining(part: unknown, join: JoinScope, resolution: Resolution): boolean {
  const equality = bodyOf(part, "eq");
  if (equality === null) return false;
  const sides = [equality["left"], equality["right"]].map((side) => bodyOf(side, "column"));
  const sources = sides.map((column) => {
    const reference = column === null ? undefined : resolution.references.get(column);
    return reference?.kind === "column" ? reference.source : null;
  });
  return sources.includes(join.source) && sources.some((source) => source !== null && join.before.includes(source));
}

function leftOf(join: JoinScope, resolution: Resolution): string | null {
  const used = referencesIn(join.on, resolution).flatMap((reference) =>
    reference.kind === "column" && join.before.includes(reference.source) ? [reference.source] : [],
  );
  const left = used[0] ?? (join.before.length === 1 ? join.before[0] : undefined);
  return left === undefined ? null : nameOfSource(left);
}

function fromUsing(join: JoinScope): string | null {
  if (join.using.length === 0 || join.source === null) return null;
  const right = lastPart(nameOfSource(join.source)) ?? "";
  const left = lastPart(join.before[0] === undefined ? null : nameOfSource(join.before[0])) ?? "";
  return join.using.map((name) => `${left}.${name} = ${right}.${name}`).join(" AND ");
}

function kindOf(kind: string): JoinFact["kind"] {
  const lower = kind.toLowerCase();
  if (lower.includes("semi")) return "semi";
  if (lower.includes("anti")) return "anti";
  if (lower.includes("left")) return "left";
  if (lower.includes("right")) return "right";
  if (lower.includes("full")) return "full";
  if (lower.includes("cross")) return "cross";
  return "inner";
}
