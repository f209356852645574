import { quoted } from "./names.ts";
import type { SqlValue } from "./sql-port.ts";
import type { AnyTable } from "./table.ts";

/** Column = value, or one of several values; undefined asks for nothing. */
type Filter = Readonly<Record<string, SqlValue | readonly SqlValue[] | undefined>>;

export type SelectPlan = {
  readonly target: string;
  readonly table: AnyTable;
  readonly where: Filter;
  /** Columns that begin the order; a leading minus means descending. */
  readonly orderBy: readonly string[];
  readonly limit?: number | undefined;
  /** One row a key, the newest; else every row. Delta has no unique keys, so two writers can leave two rows. */
  readonly newest: boolean;
};

/** A SELECT of all columns, with its parameters. */
export function selectStatement(plan: SelectPlan): { sql: string; parameters: Record<string, SqlValue> } {
  const { table } = plan;
  const parameters: Record<string, SqlValue> = {};
  const conditions = Object.entries(plan.where).flatMap(([name, wanted]) =>
    wanted === undefined ? [] : [condition(name, wanted, parameters)],
  );
  const lines = [`SELECT ${Object.keys(table.columns).map(quoted).join(", ")}`, `FROM ${plan.target}`];
  if (conditions.length > 0) lines.push(`WHERE ${conditions.join(" AND ")}`);
  if (plan.newest) lines.push(`QUALIFY ${newestOfKey(table)}`);
  if (plan.orderBy.length > 0) lines.push(`ORDER BY ${plan.orderBy.map(orderTerm).join(", ")}`);
  if (plan.limit !== undefined) lines.push(`LIMIT ${String(Math.max(0, Math.trunc(plan.limit)))}`);
  return { sql: lines.join("\n"), parameters };
}

function condition(name: string, wanted: SqlValue | readonly SqlValue[], parameters: Record<string, SqlValue>): string {
  if (wanted === null) return `${quoted(name)} IS NULL`;
  if (isList(wanted)) {
    if (wanted.length === 0) return "1 = 0";
    const marks = wanted.map((value, index) => {
      parameters[`${name}_${String(index)}`] = value;
      return `:${name}_${String(index)}`;
    });
    return `${quoted(name)} IN (${marks.join(", ")})`;
  }
  parameters[name] = wanted;
  return `${quoted(name)} = :${name}`;
}

function isList(wanted: SqlValue | readonly SqlValue[]): wanted is readonly SqlValue[] {
  return Array.isArray(wanted);
}

function orderTerm(term: string): string {
  return term.startsWith("-") ? `${quoted(term.slice(1))} DESC` : quoted(term);
}

function newestOfKey(table: AnyTable): string {
  const age = ["fence", "updated_at", "created_at"].filter((name) => name in table.columns);
  const order = age.map((name) => `${quoted(name)} DESC`).join(", ");
  return `row_number() OVER (PARTITION BY ${table.key.map(quoted).join(", ")} ORDER BY ${order}) = 1`;
}
