import { type Edge, fansOut, guessedEdge, pathTo, type Step } from "./join-graph.ts";
import type { Expression, Measure, Plan } from "./query-plan.ts";
import { keyOf, type TableView } from "./schema-view.ts";
import { type Fragment, quoteName, quoteTable, renderFragment } from "./sql-fragment.ts";

/** Two tables that no join spec links and no column names suggest how to join. */
export type NoJoin = { readonly kind: "no_join"; readonly left: string; readonly right: string };
export type SqlText = { readonly kind: "sql"; readonly sql: string } | NoJoin;

/** A table as it stands in FROM: the same table may stand there twice, reached by two ways. */
type Instance = { readonly table: string; readonly via: string | null; readonly alias: string };
type From = { readonly instances: Instance[]; readonly lines: string[]; many: boolean };
type Schema = { readonly tables: readonly TableView[]; readonly edges: readonly Edge[] };

/** The plan as one statement in the Databricks dialect: three-part names, tables under the last part of their names. */
export function sqlText(plan: Plan, schema: Schema): SqlText {
  const from: From = {
    instances: [{ table: plan.base, via: null, alias: shortOf(plan.base, schema) }],
    lines: [],
    many: false,
  };
  const wanted = [
    ...plan.required,
    ...expressionsOf(plan).flatMap(({ fragment, via }) => fragment.tables.map((table) => ({ table, via }))),
  ];
  for (const { table, via } of wanted) {
    const refused = reach(from, table, via, plan.includeAll, schema);
    if (refused !== null) return refused;
  }
  const absent = plan.without.map((each) => antiJoin(plan, each, from, schema));
  const refused = absent.find((each): each is NoJoin => typeof each !== "string");
  if (refused !== undefined) return refused;
  return {
    kind: "sql",
    sql: statement(
      plan,
      from,
      schema,
      absent.filter((each) => typeof each === "string"),
    ),
  };
}

function expressionsOf(plan: Plan): Expression[] {
  const measures = (list: readonly Measure[]) => list.flatMap((each) => (each.kind === "sql" ? [each.expression] : []));
  return [
    ...measures(plan.measures),
    ...measures(plan.having.map(({ measure }) => measure)),
    ...plan.groups.map(({ expression }) => expression),
    ...plan.columns.map(({ expression }) => expression),
    ...plan.where,
    ...plan.hiddenKeys,
    ...plan.order.flatMap(({ expression }) => (expression === null ? [] : [expression])),
  ];
}

/** Brings a table into FROM: along the specs from what is there, through `via` where that is said; else by a guess. */
function reach(from: From, table: string, via: string | null, outer: boolean, schema: Schema): NoJoin | null {
  if (from.instances.some((each) => each.table === table && (via === null || each.via === via))) return null;
  if (via !== null && via !== table) {
    const first = reach(from, via, null, outer, schema);
    if (first !== null) return first;
  }
  const starts =
    via !== null && via !== table
      ? [via]
      : from.instances.filter((each) => each.via === null).map((each) => each.table);
  const path = pathTo(starts, table, schema.edges);
  if (path === null) return guess(from, table, outer, schema);
  for (const step of path) {
    const last = step === path.at(-1);
    if (
      from.instances.some(
        (each) =>
          each.table === step.to &&
          (each.via === (last ? via : null) || (each.via === null && !(last && via !== null))),
      )
    )
      continue;
    addStep(from, step, last ? via : null, outer, schema);
  }
  return null;
}

function guess(from: From, table: string, outer: boolean, { tables }: Schema): NoJoin | null {
  const right = tables.find(({ name }) => name === table);
  for (const { table: name } of from.instances) {
    const left = tables.find((each) => each.name === name);
    const edge = left === undefined || right === undefined ? null : guessedEdge(left, right);
    if (edge !== null) {
      addStep(from, { from: name, to: table, edge }, null, outer, { tables, edges: [] });
      return null;
    }
  }
  return { kind: "no_join", left: from.instances[0]?.table ?? "", right: table };
}

function addStep(from: From, step: Step, via: string | null, outer: boolean, schema: Schema): void {
  const short = shortOf(step.to, schema);
  const taken = from.instances.some((each) => each.alias === short);
  const instance: Instance = {
    table: step.to,
    via,
    alias: taken ? `${shortOf(via ?? step.from, schema)}_${short}` : short,
  };
  const aliasOf = (table: string) =>
    table === step.to
      ? instance.alias
      : (from.instances.find((each) => each.table === table)?.alias ?? shortOf(table, schema));
  const condition = step.edge.conditions.map((fragment) => render(fragment, aliasOf)).join(" AND ");
  from.instances.push(instance);
  from.lines.push(
    `${outer || step.edge.outer ? "LEFT JOIN" : "JOIN"} ${quoteTable(step.to)} AS ${quoteName(instance.alias)} ON ${condition}`,
  );
  if (fansOut(step)) from.many = true;
}

function render(fragment: Fragment, aliasOf: (table: string) => string): string {
  return renderFragment(fragment, (table) => quoteName(aliasOf(table)));
}

function expressionSql({ fragment, via }: Expression, from: From, schema: Schema): string {
  return render(fragment, (table) => {
    const all = from.instances.filter((each) => each.table === table);
    return (all.find((each) => each.via === via) ?? all[0])?.alias ?? shortOf(table, schema);
  });
}

function shortOf(table: string, { tables }: Schema): string {
  return tables.find(({ name }) => name === table)?.short ?? table.split(".").at(-1) ?? table;
}

function antiJoin(plan: Plan, absent: Plan["without"][number], outer: From, schema: Schema): string | NoJoin {
  let path = pathTo([plan.base], absent.table, schema.edges);
  if (path === null) {
    const left = schema.tables.find(({ name }) => name === plan.base);
    const right = schema.tables.find(({ name }) => name === absent.table);
    const edge = left === undefined || right === undefined ? null : guessedEdge(left, right);
    if (edge === null) return { kind: "no_join", left: plan.base, right: absent.table };
    path = [{ from: plan.base, to: absent.table, edge }];
  }
  const [first, ...rest] = path;
  if (first === undefined) return "1 = 0";
  const inner: From = {
    instances: [{ table: first.to, via: null, alias: shortOf(first.to, schema) }],
    lines: [],
    many: false,
  };
  for (const step of rest) addStep(inner, step, null, false, schema);
  for (const { fragment } of absent.where)
    for (const table of fragment.tables) reach(inner, table, null, false, schema);
  const aliasOf = (table: string) =>
    (inner.instances.find((each) => each.table === table) ?? outer.instances.find((each) => each.table === table))
      ?.alias ?? table;
  const conditions = [
    ...first.edge.conditions.map((fragment) => render(fragment, aliasOf)),
    ...absent.where.map((expression) => expressionSql(expression, inner, schema)),
  ];
  const joins = inner.lines.length === 0 ? "" : ` ${inner.lines.join(" ")}`;
  return `NOT EXISTS (SELECT 1 FROM ${quoteTable(first.to)} AS ${quoteName(shortOf(first.to, schema))}${joins} WHERE ${conditions.join(" AND ")})`;
}

function statement(plan: Plan, from: From, schema: Schema, absent: readonly string[]): string {
  const sqlOf = (expression: Expression) => expressionSql(expression, from, schema);
  const base = schema.tables.find(({ name }) => name === plan.base) as TableView;
  const baseAlias = from.instances[0]?.alias ?? "";
  const measureSql = (measure: Measure): string => {
    if (measure.kind === "sql") return sqlOf(measure.expression);
    const key = keyOf(base);
    const counted =
      from.many && key !== undefined ? `COUNT(DISTINCT ${quoteName(baseAlias)}.${quoteName(key.name)})` : "COUNT(*)";
    return plan.perGroup === null ? counted : `${counted} * 1.0 / COUNT(DISTINCT ${sqlOf(plan.perGroup)})`;
  };
  const grouped = plan.perGroup === null ? plan.groups : [];
  const outputs = distinctAliases([
    ...grouped.map(({ expression, alias }) => [sqlOf(expression), alias] as const),
    ...plan.columns.map(({ expression, alias }) => [sqlOf(expression), alias] as const),
    ...plan.measures.map((measure) => [measureSql(measure), measure.alias] as const),
    ...(plan.countGroups ? [] : plan.having.map(({ measure }) => [measureSql(measure), measure.alias] as const)),
  ]);
  const keys = [
    ...new Set([
      ...grouped.map(({ expression }) => sqlOf(expression)),
      ...(grouped.length === 0 ? [] : plan.hiddenKeys.map(sqlOf)),
    ]),
  ];
  const conditions = [...plan.where.map(sqlOf), ...absent];
  const order = plan.order.flatMap(({ measure, expression, direction }) => {
    const sql = measure === null ? (expression === null ? null : sqlOf(expression)) : measureSql(measure);
    return sql === null || plan.perGroup !== null ? [] : [`${sql}${direction === "DESC" ? " DESC" : ""}`];
  });
  const lines = [
    `SELECT ${plan.distinct ? "DISTINCT " : ""}${outputs.map(([sql, alias]) => `${sql} AS ${quoteName(alias)}`).join(", ")}`,
    `FROM ${quoteTable(plan.base)} AS ${quoteName(baseAlias)}`,
    ...from.lines,
    ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join(" AND ")}`]),
    ...(keys.length === 0 ? [] : [`GROUP BY ${keys.join(", ")}`]),
    ...(plan.having.length === 0
      ? []
      : [`HAVING ${plan.having.map(({ measure, test }) => `${measureSql(measure)} ${test}`).join(" AND ")}`]),
  ];
  if (plan.countGroups) return `SELECT COUNT(*) AS row_count\nFROM (\n${lines.join("\n")}\n) AS counted`;
  const sorted =
    order.length === 0 || (grouped.length === 0 && plan.columns.length === 0)
      ? []
      : [`ORDER BY ${[...new Set(order)].join(", ")}`];
  return [...lines, ...sorted, ...(plan.limit === null ? [] : [`LIMIT ${String(plan.limit)}`])].join("\n");
}

/** The same output is shown once; other outputs of the same name get a number. */
function distinctAliases(outputs: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  const seen = new Map<string, number>();
  const sqls = new Set<string>();
  return outputs.flatMap(([sql, alias]) => {
    if (sqls.has(sql)) return [];
    sqls.add(sql);
    const count = (seen.get(alias) ?? 0) + 1;
    seen.set(alias, count);
    return [[sql, count === 1 ? alias : `${alias}_${String(count)}`] as const];
  });
}
