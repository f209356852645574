import type { Facts, Failure, RequestDocument } from "./request-document.ts";
import { factsOf } from "./request-document.ts";
import { asksWithout, spells } from "./question-words.ts";
import { aliasesOf, columnOf, isAggregate, lastPart, plainSql, withoutAliases, withoutName } from "./sql-text.ts";

/** One piece of meaning that an expected query holds and that words of its question must stand for. */
export type Unit = {
  /** The same piece in another query has the same key. */
  readonly key: string;
  readonly role: "by" | "measure" | "filter" | "count";
  /** SQL with columns qualified by their tables' last parts. */
  readonly sql: string;
  /** Name of the output, where the query gives one. */
  readonly name: string | null;
} & (
  | { readonly kind: "column"; readonly table: string; readonly column: string }
  | { readonly kind: "measure" | "expression" | "filter" }
  | { readonly kind: "value"; readonly table: string; readonly column: string; readonly literals: readonly string[] }
  | { readonly kind: "table"; readonly table: string }
);

/** The units of a failure's expected query, or none when it was not understood. */
export function expectedUnits(failure: Failure, tables: RequestDocument["tables"]): readonly Unit[] {
  const facts = factsOf(failure.expected_facts);
  if (facts === undefined) return [];
  const look = lookUp(failure.expected_sql, facts, tables);
  const units = [
    ...grouped(facts, look),
    // A formula over a value that the question spells is a shape to show, not a thing to name.
    ...measured(facts, look).filter(({ sql }) => !textsIn(sql).some((text) => spells(failure.question, text))),
    ...filtered(facts, look, failure.question),
  ];
  const seen = new Set<string>();
  return units.filter(({ key }) => !seen.has(key) && seen.add(key) !== undefined);
}

const textsIn = (sql: string): readonly string[] => [...sql.matchAll(/'([^']*)'/gu)].map(([, text = ""]) => text);

type LookUp = {
  readonly clean: (text: string) => string;
  readonly find: (
    text: string,
  ) => { readonly table: string; readonly column: string; readonly type: string } | undefined;
  readonly base: string | undefined;
};

function lookUp(sql: string, facts: Facts, tables: RequestDocument["tables"]): LookUp {
  const aliases = aliasesOf(sql);
  const used = tables.filter(({ identifier }) => facts.tables.includes(identifier.toLowerCase()));
  const first = /\bfrom\s+((?:[\w`]+\.)*[\w`]+)/iu.exec(sql)?.[1] ?? "";
  return {
    clean: (text) => spelled(withoutAliases(withoutName(text), aliases).trim(), used),
    find: (text) => {
      const named = columnOf(text);
      if (named === undefined) return undefined;
      const lower = named.column.toLowerCase();
      for (const { identifier, columns } of used) {
        if (named.table !== "" && lastPart(identifier).toLowerCase() !== named.table.toLowerCase()) continue;
        const column = columns.find(({ name }) => name.toLowerCase() === lower);
        if (column !== undefined) return { table: identifier, column: column.name, type: column.type };
      }
      return undefined;
    },
    base: used.find(({ identifier }) => lastPart(identifier).toLowerCase() === lastPart(first).toLowerCase())
      ?.identifier,
  };
}

/** Facts come in lower case: names of tables and columns as the catalog writes them. */
function spelled(sql: string, used: RequestDocument["tables"]): string {
  return sql
    .split(/('(?:[^']|'')*')/u)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part.replaceAll(/\b(\w+)\.(\w+)\b/gu, (whole, table: string, column: string) => {
            const owner = used.find(({ identifier }) => lastPart(identifier).toLowerCase() === table.toLowerCase());
            const name = owner?.columns.find((each) => each.name.toLowerCase() === column.toLowerCase())?.name;
            return owner === undefined || name === undefined ? whole : `${lastPart(owner.identifier)}.${name}`;
          }),
    )
    .join("");
}

function grouped(facts: Facts, look: LookUp): Unit[] {
  const outputs = facts.outputs.map(({ sql, alias }) => ({ text: look.clean(sql), alias }));
  return facts.groupBy.flatMap((text): Unit[] => {
    const sql = look.clean(text);
    const column = look.find(sql);
    const shown = outputs.find((output) => plainSql(output.text) === plainSql(sql));
    // A key that is grouped by but not shown tells rows apart; nobody asks for it by name.
    if (shown === undefined) return [];
    if (column !== undefined)
      return [{ kind: "column", ...column, role: "by", sql, name: shown.alias, key: keyOf(column) }];
    return [{ kind: "expression", role: "by", sql, name: shown.alias, key: plainSql(sql) }];
  });
}

const keyOf = (column: { readonly table: string; readonly column: string }): string =>
  `${column.table}.${column.column}`.toLowerCase();

function measured(facts: Facts, look: LookUp): Unit[] {
  return facts.outputs.flatMap(({ sql: text, alias }): Unit[] => {
    const sql = look.clean(text);
    if (!isAggregate(sql)) return [];
    if (/^count\(\s*\*\s*\)$/iu.test(sql)) {
      return look.base === undefined
        ? []
        : [{ kind: "table", table: look.base, role: "count", sql, name: alias, key: look.base.toLowerCase() }];
    }
    const inner = /^(sum|avg|min|max|count)\(\s*(?:distinct\s+)?([^()]+)\)$/iu.exec(sql);
    const column = inner === null ? undefined : look.find(inner[2] ?? "");
    if (column === undefined) return [{ kind: "measure", role: "measure", sql, name: alias, key: plainSql(sql) }];
    const role = /^count/iu.test(sql) ? "count" : "measure";
    return [{ kind: "column", ...column, role, sql, name: alias, key: keyOf(column) }];
  });
}

function filtered(facts: Facts, look: LookUp, question: string): Unit[] {
  return facts.filters.flatMap((filter): Unit[] => {
    if (filter.clause !== "where") return [];
    const sql = look.clean(filter.sql);
    if (/\bis\s+(?:not\s+)?null\b/iu.test(sql)) return [];
    const sides = /^([\w`.]+)\s*(?:=|<>|!=|<=|>=|<|>|not\s+in\b|in\b|between\b)/iu.exec(sql);
    const column = sides === null ? undefined : look.find(sides[1] ?? "");
    const literals = filter.literals;
    if (column !== undefined && /^(?:date|timestamp)/iu.test(column.type) && literals.length > 0) return [];
    const isSpelled = literals.length > 0 && literals.every((literal) => spells(question, literal));
    if (isSpelled && column !== undefined) {
      return /^(?:string|varchar|char)/iu.test(column.type)
        ? [{ kind: "value", ...column, literals, role: "filter", sql, name: null, key: plainSql(sql) }]
        : [];
    }
    const named = asksWithout(question) ? positive(sql) : sql;
    return [{ kind: "filter", role: "filter", sql: named, name: null, key: plainSql(named) }];
  });
}

/** A condition on what a negated word means: what "not" is said of. */
function positive(sql: string): string {
  return sql
    .replace(/^NOT\s+(?=[\w`.]+\s+IN\b)/iu, "")
    .replace(/\s*(?:<>|!=)\s*/u, " = ")
    .replace(/\bNOT\s+IN\b/iu, "IN");
}
