import type { Unit } from "./expected-units.ts";
import { factsOf, type Failure } from "./request-document.ts";
import { aliasesOf, plainSql, withoutAliases } from "./sql-text.ts";

/** Whether the answered query holds a unit of the expected one in the same role. */
export function isSatisfied(unit: Unit, failure: Failure): boolean {
  const facts = factsOf(failure.answered_facts);
  if (facts === undefined || failure.answered_sql === null) return false;
  const aliases = aliasesOf(failure.answered_sql);
  const plain = (text: string): string => plainSql(withoutAliases(text, aliases));
  const wanted = plainSql(unit.sql);
  switch (unit.kind) {
    case "table":
      return facts.tables.includes(unit.table.toLowerCase()) && facts.outputs.some(({ sql }) => /count\(/iu.test(sql));
    case "column":
    case "expression":
    case "measure":
      return unit.role === "by"
        ? facts.groupBy.some((key) => plain(key) === wanted)
        : facts.outputs.some(({ sql }) => plain(sql).includes(wanted));
    case "filter":
    case "value":
      return facts.filters.some(({ sql }) => plain(sql) === wanted || plain(sql) === opposite(wanted));
  }
}

/** The same comparison denied, as an answer to "not …" writes it. */
const opposite = (sql: string): string => (sql.includes("<>") ? sql.replace("<>", "=") : sql.replace("=", "<>"));
