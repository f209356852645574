import { quoted } from "./names.ts";
import type { AnyTable } from "./table.ts";

/**
 * What a write does with a row that is there already, and with one that is not:
 * `insert` keeps the first and adds the second, `upsert` changes the first, `patch` adds nothing.
 */
export type WriteMode = "insert" | "upsert" | "patch";

export type MergePlan = {
  /** The table's full name, quoted. */
  readonly target: string;
  readonly table: AnyTable;
  readonly mode: WriteMode;
  /** Columns that at least one row gives. */
  readonly given: readonly string[];
  /** Those of them that some row does not give: each has a boolean member `given_<name>` in the source. */
  readonly uneven: readonly string[];
};

/** One MERGE for any number of rows, which arrive as the JSON text `:rows`. */
export function mergeStatement(plan: MergePlan): string {
  const { table, given, uneven } = plan;
  const on = table.key.map((name) => `t.${quoted(name)} = s.${quoted(name)}`).join(" AND ");
  const clauses = [
    `MERGE INTO ${plan.target} AS t`,
    `USING (SELECT inline(from_json(:rows, '${sourceType(table, given, uneven)}', map('mode', 'FAILFAST')))) AS s`,
    `ON ${on}`,
  ];
  const changed = given.filter((name) => !isKey(table, name) && table.columns[name]?.filledBy !== "created");
  if (plan.mode !== "insert" && changed.length > 0) {
    const guard = "fence" in table.columns ? ` AND t.${quoted("fence")} <= s.${quoted("fence")}` : "";
    const sets = changed.map((name) => `t.${quoted(name)} = ${newValue(name, uneven)}`);
    clauses.push(`WHEN MATCHED${guard} THEN UPDATE SET ${sets.join(", ")}`);
  }
  if (plan.mode !== "patch") {
    clauses.push(
      `WHEN NOT MATCHED THEN INSERT (${given.map(quoted).join(", ")})`,
      `VALUES (${given.map((name) => `s.${quoted(name)}`).join(", ")})`,
    );
  }
  return clauses.join("\n");
}

/** The source's type as `from_json` takes it. */
export function sourceType(table: AnyTable, given: readonly string[], uneven: readonly string[] = []): string {
  const members = [
    ...given.map((name) => `${name}: ${table.columns[name]?.sqlType ?? "STRING"}`),
    ...uneven.map((name) => `given_${name}: BOOLEAN`),
  ];
  return `array<struct<${members.join(", ")}>>`;
}

function isKey(table: AnyTable, name: string): boolean {
  return table.key.includes(name);
}

function newValue(name: string, uneven: readonly string[]): string {
  const value = `s.${quoted(name)}`;
  return uneven.includes(name)
    ? `CASE WHEN s.${quoted(`given_${name}`)} THEN ${value} ELSE t.${quoted(name)} END`
    : value;
}
