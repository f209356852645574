import { z } from "zod";
import { aliasesOf, isAggregate, plainSql, withoutAliases } from "./sql-text.ts";

const failure = z.object({
  question_id: z.string(),
  expected_sql: z.string(),
  answered_sql: z.string().nullable().default(null),
});
const request = z.object({ failures: z.array(failure) });

type Reading = { readonly question_id: string; readonly category: string; readonly explanation: string };

/** Why wrong answers are wrong, from the two queries' texts: what differs first decides. Undefined for another shape of request. */
export function failureReadings(document: unknown): { readonly readings: readonly Reading[] } | undefined {
  const parsed = request.safeParse(document);
  return parsed.success ? { readings: parsed.data.failures.map(readingOf) } : undefined;
}

function readingOf({ question_id, expected_sql, answered_sql }: z.infer<typeof failure>): Reading {
  if (answered_sql === null || answered_sql.trim() === "") {
    return { question_id, category: "no_sql_generated", explanation: "The answer holds no query." };
  }
  for (const [category, name, part] of parts) {
    const wanted = part(expected_sql);
    const given = part(answered_sql);
    if (wanted === given) continue;
    const [expected, answered] = [wanted, given].map((text) => (text === "" ? "none" : text));
    const explanation = `The ${name} differ: expected ${expected ?? ""}, answered ${answered ?? ""}.`;
    return { question_id, category, explanation };
  }
  const explanation = "The two queries read alike, so the question may have two meanings.";
  return { question_id, category: "ambiguous", explanation };
}

const clause = (sql: string, from: RegExp, to: RegExp): string => {
  const plain = plainSql(withoutAliases(sql, aliasesOf(sql)));
  const start = from.exec(plain);
  if (start === null) return "";
  const rest = plain.slice(start.index + start[0].length);
  return rest.slice(0, to.exec(rest)?.index ?? rest.length).trim();
};
const where = (sql: string): string => clause(sql, /\bwhere\b/u, /\b(?:group by|order by|limit|having|qualify)\b/u);
const select = (sql: string): string => clause(sql, /^select\b/u, /\bfrom\b/u).replaceAll(/ as [\w\p{L}]+/gu, "");
const tables = (sql: string): string =>
  [...plainSql(sql).matchAll(/\b(?:from|join) ([\w.]+)/gu)]
    .map(([, name = ""]) => name)
    .toSorted()
    .join(", ");

/** Clauses in the order of the categories: dates before tables before joins, and so on. */
const parts: readonly (readonly [category: string, name: string, part: (sql: string) => string])[] = [
  [
    "date_handling",
    "days",
    (sql) =>
      [...sql.matchAll(/\d{4}-\d{2}(?:-\d{2})?/gu)]
        .map(([day]) => day)
        .toSorted()
        .join(", "),
  ],
  ["wrong_table", "tables", tables],
  [
    "wrong_join",
    "joins",
    (sql) =>
      [...plainSql(withoutAliases(sql, aliasesOf(sql))).matchAll(/\bon ([\w.]+=[\w.]+)/gu)]
        .map(([, on]) => (on ?? "").split("=").toSorted().join("="))
        .toSorted()
        .join(", "),
  ],
  ["wrong_filter", "filters", where],
  ["wrong_grouping", "grouping keys", (sql) => clause(sql, /\bgroup by\b/u, /\b(?:order by|limit|having|qualify)\b/u)],
  [
    "wrong_aggregation",
    "aggregates",
    (sql) => [...select(sql).matchAll(/\b(sum|count|count_if|avg|min|max)\(/gu)].map(([, name]) => name).join(", "),
  ],
  [
    "wrong_calculation",
    "formulas",
    (sql) => (isAggregate(select(sql)) && /[*/+]|round/u.test(select(sql).replaceAll("(*)", "")) ? select(sql) : ""),
  ],
  ["wrong_column", "columns", select],
  ["wrong_ordering", "order", (sql) => clause(sql, /\border by\b/u, /$/u)],
];
