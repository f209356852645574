/** Text of SQL that means the same, in one spelling: no back-ticks, one space, lower case outside of literals. */
export function plainSql(sql: string): string {
  return sql
    .split(/('(?:[^']|'')*')/u)
    .map((part, at) => (at % 2 === 1 ? part : part.replaceAll("`", "").replaceAll(/\s+/gu, " ").toLowerCase()))
    .join("")
    .replaceAll(/\s*([(),=<>+\-*/])\s*/gu, "$1")
    .trim();
}

/** The last part of a name: `c.s.t` gives `t`. */
export function lastPart(name: string): string {
  return name.replaceAll("`", "").split(".").at(-1) ?? name;
}

/** Aliases of the tables in a query: alias, lower case, to the table's last part. */
export function aliasesOf(sql: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const pattern = /\b(?:from|join)\s+((?:[\w`]+\.)*[\w`]+)(?:\s+(?:as\s+)?(\w+))?/giu;
  for (const [, table = "", alias] of sql.matchAll(pattern)) {
    const keyword = /^(?:on|where|join|left|right|inner|full|cross|group|order|limit|using|having|qualify|union)$/iu;
    if (alias !== undefined && !keyword.test(alias)) found.set(alias.toLowerCase(), lastPart(table));
  }
  return found;
}

/** The text with every alias in front of a column replaced by its table's last part. */
export function withoutAliases(text: string, aliases: ReadonlyMap<string, string>): string {
  return text
    .split(/('(?:[^']|'')*')/u)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part.replaceAll(/(?<![\w.`])`?(\w+)`?\s*\.\s*(?=[\w`])/gu, (whole, alias: string) => {
            const table = aliases.get(alias.toLowerCase());
            return table === undefined ? whole : `${table}.`;
          }),
    )
    .join("");
}

/** A select item without its alias. */
export function withoutName(item: string): string {
  return item.replace(/\s+as\s+[`"]?[\w\p{L}]+[`"]?\s*$/iu, "").trim();
}

/** `table.column` when the text is one column and nothing else, names as written. */
export function columnOf(text: string): { readonly table: string; readonly column: string } | undefined {
  const parts = /^((?:[\w`]+\.)*)([\w`\p{L}]+)$/u.exec(text.trim());
  const column = parts?.[2]?.replaceAll("`", "");
  if (column === undefined || /^\d/u.test(column)) return undefined;
  return { table: lastPart((parts?.[1] ?? "").replace(/\.$/u, "")), column };
}

const aggregate = /\b(?:sum|count|count_if|avg|min|max|median|stddev|variance|percentile|percentile_approx)\s*\(/iu;

export function isAggregate(sql: string): boolean {
  return aggregate.test(sql.replaceAll(/'(?:[^']|'')*'/gu, "''"));
}
