import type { TableView } from "./schema-view.ts";

/** SQL of a space with its column references found, so that they can be written under any alias. */
export type Fragment = {
  readonly parts: readonly (string | { readonly table: string; readonly column: string })[];
  /** Tables referred to, in order of appearance. */
  readonly tables: readonly string[];
};

const token = /'(?:[^'\\]|\\.|'')*'|--[^\n]*|`[^`]*`|[\p{L}_][\p{L}\p{N}_]*|\s+|[\s\S]/gu;
const bare = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * Reads a snippet's, rule's or join's SQL. A qualifier is a table's last part, its full name, or one of `aliases` (alias to table);
 * a bare column belongs to the first table by name that has it. What is not found stays as it is written.
 */
export function fragmentOf(
  sql: string,
  tables: readonly TableView[],
  aliases: ReadonlyMap<string, string> = new Map(),
): Fragment {
  const tokens = sql.trim().replace(/;\s*$/u, "").match(token) ?? [];
  const parts: (string | { table: string; column: string })[] = [];
  let i = 0;
  while (i < tokens.length) {
    const here = tokens[i] as string;
    if (!isIdentifier(here)) {
      parts.push(here);
      i += 1;
      continue;
    }
    let end = i + 1;
    const chain = [unquoted(here)];
    while (tokens[end] === "." && isIdentifier(tokens[end + 1] ?? "")) {
      chain.push(unquoted(tokens[end + 1] as string));
      end += 2;
    }
    const call = (tokens.slice(end).find((each) => each.trim() !== "") ?? "") === "(";
    const reference = call ? undefined : resolve(chain, tables, aliases, here.startsWith("`"));
    parts.push(reference ?? tokens.slice(i, end).join(""));
    i = end;
  }
  const found = parts.flatMap((part) => (typeof part === "string" ? [] : [part.table]));
  return { parts, tables: [...new Set(found)] };
}

/** The fragment as SQL, each table under the alias given for it. */
export function renderFragment(fragment: Fragment, aliasOf: (table: string) => string): string {
  return fragment.parts
    .map((part) => (typeof part === "string" ? part : `${aliasOf(part.table)}.${quoteName(part.column)}`))
    .join("");
}

/** A name as SQL: bare where it may stand so, else in backticks. */
export function quoteName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/u.test(name) && !reserved.has(name.toLowerCase())
    ? name
    : `\`${name.replaceAll("`", "``")}\``;
}

/** A three-part name as SQL. */
export function quoteTable(name: string): string {
  return name
    .split(".")
    .map((part) => quoteName(part.replaceAll("`", "")))
    .join(".");
}

const reserved = new Set(
  "select from where group order by having limit join on and or not in is null case when then else end as distinct union all date timestamp interval between like exists cross inner left right full outer semi anti natural using table values with desc asc true false at to for user".split(
    " ",
  ),
);

function isIdentifier(text: string): boolean {
  return (text.startsWith("`") && text.length > 1) || bare.test(text);
}

function unquoted(text: string): string {
  return text.replaceAll("`", "");
}

function resolve(
  chain: readonly string[],
  tables: readonly TableView[],
  aliases: ReadonlyMap<string, string>,
  quoted: boolean,
): { table: string; column: string } | undefined {
  const column = chain.at(-1) ?? "";
  const qualifier = chain.slice(0, -1).join(".").toLowerCase();
  if (qualifier === "") {
    if (!quoted && reserved.has(column.toLowerCase())) return undefined;
    const owner = tables.find((table) => table.columns.some(({ name }) => name.toLowerCase() === column.toLowerCase()));
    return owner === undefined ? undefined : { table: owner.name, column: spelled(owner, column) };
  }
  const target =
    aliases.get(qualifier) ??
    tables.find((table) => table.name.toLowerCase() === qualifier || table.short.toLowerCase() === qualifier)?.name;
  const owner = tables.find((table) => table.name === target);
  return owner === undefined ? undefined : { table: owner.name, column: spelled(owner, column) };
}

function spelled(table: TableView, column: string): string {
  return table.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase())?.name ?? column;
}

/** A fragment that is one column and nothing else. */
export function singleColumn(fragment: Fragment): { table: string; column: string } | undefined {
  const rest = fragment.parts.filter((part) => typeof part !== "string" || part.trim() !== "");
  const only = rest[0];
  return rest.length === 1 && typeof only === "object" ? only : undefined;
}

/** What a fragment yields: an aggregate, a condition, or a value of each row. */
export function natureOf(sql: string): "measure" | "filter" | "expression" {
  const text = sql.replaceAll(/'(?:[^'\\]|\\.|'')*'/gu, "''");
  if (
    /\b(?:sum|count|count_if|avg|mean|min|max|median|percentile|percentile_approx|approx_count_distinct|stddev|variance|any_value|measure)\s*\(/iu.test(
      text,
    )
  )
    return "measure";
  const outside = withoutCases(text);
  return /[<>=]|\b(?:in|like|ilike|rlike|between|is\s+(?:not\s+)?null)\b/iu.test(outside) || /^\s*not\b/iu.test(outside)
    ? "filter"
    : "expression";
}

function withoutCases(sql: string): string {
  let text = sql;
  for (let turn = 0; turn < 8; turn += 1) {
    const next = text
      .replaceAll(/\bcase\b(?:(?!\bcase\b|\bend\b)[\s\S])*\bend\b/giu, " x ")
      .replaceAll(/\w+\s*\([^()]*\)/gu, (call) =>
        /^(?:in|and|or|not|between)\b/iu.test(call) ? call.replace(/\([^()]*\)/u, " x ") : " x ",
      );
    if (next === text) break;
    text = next;
  }
  return text;
}
