import { isKey, type TableView } from "./schema-view.ts";
import type { JoinContent } from "./space-content.ts";
import { type Fragment, fragmentOf } from "./sql-fragment.ts";

/** A join the space allows, as it stands: `many` tells which sides have several rows for one of the other. */
export type Edge = {
  readonly left: string;
  readonly right: string;
  readonly conditions: readonly Fragment[];
  readonly many: { readonly left: boolean; readonly right: boolean };
  readonly outer: boolean;
};

/** One step of a path: `from` is reached already. */
export type Step = { readonly from: string; readonly to: string; readonly edge: Edge };

/** The edges of a space's join specs. Several specs between the same two tables are one join on all their conditions. */
export function joinEdges(specs: readonly JoinContent[], tables: readonly TableView[]): Edge[] {
  const edges = new Map<string, Edge>();
  for (const spec of specs) {
    const left = tableNamed(spec.left.identifier, tables);
    const right = tableNamed(spec.right.identifier, tables);
    if (left === undefined || right === undefined || left === right) continue;
    const lines = typeof spec.sql === "string" ? spec.sql.split("\n") : spec.sql;
    const condition = lines.filter((line) => !line.trim().startsWith("--")).join(" ");
    const marker = /--rt=FROM_RELATIONSHIP_TYPE_(\w+?)--/u.exec(lines.join("\n"))?.[1] ?? "MANY_TO_ONE";
    const aliases = new Map([
      [spec.left.alias.toLowerCase(), left],
      [spec.right.alias.toLowerCase(), right],
    ]);
    const fragment = fragmentOf(condition, tables, aliases);
    const key = `${left}\n${right}`;
    const held = edges.get(key);
    edges.set(key, {
      left,
      right,
      conditions: [...(held?.conditions ?? []), fragment],
      many: { left: marker.startsWith("MANY_TO"), right: marker.endsWith("TO_MANY") },
      outer: /left (?:outer )?join/iu.test(`${spec.comment} ${spec.instruction}`),
    });
  }
  return [...edges.values()];
}

function tableNamed(identifier: string, tables: readonly TableView[]): string | undefined {
  return tables.find((table) => table.name.toLowerCase() === identifier.toLowerCase())?.name;
}

/** The shortest way from any of `starts` (earlier ones first) to a table, or null. */
export function pathTo(starts: readonly string[], goal: string, edges: readonly Edge[]): Step[] | null {
  const cameBy = new Map<string, Step | null>(starts.map((start) => [start, null]));
  let frontier = [...starts];
  while (frontier.length > 0 && !cameBy.has(goal)) {
    const next: string[] = [];
    for (const from of frontier) {
      for (const edge of edges) {
        const to = edge.left === from ? edge.right : edge.right === from ? edge.left : null;
        if (to === null || cameBy.has(to)) continue;
        cameBy.set(to, { from, to, edge });
        next.push(to);
      }
    }
    frontier = next;
  }
  if (!cameBy.has(goal)) return null;
  const steps: Step[] = [];
  let step = cameBy.get(goal) ?? null;
  while (step !== null) {
    steps.unshift(step);
    step = cameBy.get(step.from) ?? null;
  }
  return steps;
}

/** How many joins apart two tables are; far where no spec links them. */
export function distance(from: string, to: string, edges: readonly Edge[]): number {
  return from === to ? 0 : (pathTo([from], to, edges)?.length ?? 99);
}

/** Whether a step gives a row of where it comes from several rows. */
export function fansOut(step: Step): boolean {
  return step.edge.left === step.from ? step.edge.many.right : step.edge.many.left;
}

/**
 * What Genie does with no spec: the first column of one table that the other has by the same name, else the first id or key
 * column of each. Often wrong. Null when there is neither.
 */
export function guessedEdge(left: TableView, right: TableView): Edge | null {
  const shared = left.columns.find((column) => right.columns.some((other) => sameName(column.name, other.name)));
  const key = left.columns.find(isKey);
  const other =
    shared === undefined ? right.columns.find(isKey) : right.columns.find((each) => sameName(each.name, shared.name));
  const mine = shared ?? key;
  if (mine === undefined || other === undefined) return null;
  const parts = [{ table: left.name, column: mine.name }, " = ", { table: right.name, column: other.name }];
  return {
    left: left.name,
    right: right.name,
    conditions: [{ parts, tables: [left.name, right.name] }],
    many: { left: true, right: false },
    outer: false,
  };
}

function sameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
