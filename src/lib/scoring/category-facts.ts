import type { JoinFact, QueryFacts } from "../sql/query-facts.ts";
import type { FailureCategory } from "./verdict.ts";

/** A category with one sentence that names what differs. */
export type FactCategory = { readonly category: FailureCategory; readonly words: string };

/**
 * The category that the two queries' facts show, or null when they show no difference. Of several that fit the first applies, in the
 * order of docs/gate.md: date, table, join, filter, grouping, aggregation, column, calculation, ordering.
 */
export function categoryFromFacts(expected: QueryFacts, answered: QueryFacts): FactCategory | null {
  for (const rule of rules) {
    const words = rule.test(expected, answered);
    if (words !== null) return { category: rule.category, words };
  }
  return null;
}

type Rule = {
  readonly category: FailureCategory;
  /** A sentence on what differs, or null. */
  readonly test: (expected: QueryFacts, answered: QueryFacts) => string | null;
};

const rules: readonly Rule[] = [
  { category: "date_handling", test: dates },
  { category: "wrong_table", test: tables },
  { category: "wrong_join", test: joins },
  { category: "wrong_filter", test: filters },
  { category: "wrong_grouping", test: grouping },
  { category: "wrong_aggregation", test: aggregation },
  { category: "wrong_column", test: columns },
  { category: "wrong_calculation", test: calculation },
  { category: "wrong_ordering", test: ordering },
];

/** What tells, in lower-case SQL, that a fragment is about a date: functions, names of columns, literals; Korean names too. */
const dateWords = new RegExp(
  [
    String.raw`\b(?:timestamp|datetime|time|year|quarter|month|week|day|hour|minute|dayofweek|dayofyear|weekofyear)\b`,
    String.raw`\b(?:date_\w+|dateadd|datediff|timestampadd|timestampdiff|add_months|months_between|last_day|next_day)\b`,
    String.raw`\b(?:current_date|current_timestamp|now|getdate|to_date|to_timestamp|make_date|unix_timestamp|from_unixtime)\b`,
    String.raw`\b(?:interval|extract)\b`,
    String.raw`\b(?!candidate|update|mandate|validate)\w*(?:date|datetime|timestamp)\b`,
    String.raw`_(?:at|time|day|month|year|week|quarter|ts|dt)\b`,
    String.raw`'\d{4}-\d{2}(?:-\d{2})?`,
    "일자|날짜|연도|연월|월별|기간|일시",
  ].join("|"),
  "u",
);

function dates(expected: QueryFacts, answered: QueryFacts): string | null {
  const parts = (facts: QueryFacts): string[] => [
    ...filterParts(facts),
    ...facts.groupBy.map(bare),
    ...facts.outputs.map(({ sql }) => bare(sql)),
  ];
  return between(parts(expected), parts(answered), (part) => dateWords.test(part));
}

function tables(expected: QueryFacts, answered: QueryFacts): string | null {
  const missing = expected.tables.filter((table) => !answered.tables.includes(table));
  const other = answered.tables.filter((table) => !expected.tables.includes(table));
  if (missing.length === 0 || other.length === 0) return null;
  return `It reads ${other.join(", ")} in place of ${missing.join(", ")}.`;
}

function joins(expected: QueryFacts, answered: QueryFacts): string | null {
  const found = between(expected.joins.map(joinText), answered.joins.map(joinText));
  if (found !== null) return `Joins differ. ${found}`;
  const differs = expected.tables.join() !== answered.tables.join();
  return differs ? between(expected.tables, answered.tables) : null;
}

function filters(expected: QueryFacts, answered: QueryFacts): string | null {
  return (
    between(filterParts(expected), filterParts(answered)) ??
    between(innerConditions(expected), innerConditions(answered))
  );
}

function grouping(expected: QueryFacts, answered: QueryFacts): string | null {
  const found = between(expected.groupBy.map(bare), answered.groupBy.map(bare));
  if (found !== null) return `Groups differ. ${found}`;
  if (expected.distinct === answered.distinct) return null;
  return expected.distinct ? "It does not remove repeated rows." : "It removes repeated rows.";
}

function aggregation(expected: QueryFacts, answered: QueryFacts): string | null {
  const functions = (facts: QueryFacts): string[] =>
    facts.aggregates.map(({ function: name, distinct, sql }) => {
      const star = /^\w+\(\s*\*\s*\)$/u.test(sql) ? "(*)" : "";
      return `${name}${distinct ? " DISTINCT" : ""}${star}`;
    });
  return between(unique(functions(expected)), unique(functions(answered)));
}

function columns(expected: QueryFacts, answered: QueryFacts): string | null {
  const used = (facts: QueryFacts): string[] =>
    unique(facts.columns.filter(({ clause }) => clause === "select").map(({ column }) => lastPart(column)));
  const found = between(used(expected), used(answered));
  if (found !== null) return found;
  const missing = expected.outputs.length - answered.outputs.length;
  return missing > 0 ? `It gives ${String(missing)} columns too few.` : null;
}

function calculation(expected: QueryFacts, answered: QueryFacts): string | null {
  return between(
    expected.outputs.map(({ sql }) => bare(sql)),
    answered.outputs.map(({ sql }) => bare(sql)),
  );
}

function ordering(expected: QueryFacts, answered: QueryFacts): string | null {
  const text = (facts: QueryFacts): string =>
    [
      facts.orderBy.map(({ expression, direction }) => `${bare(expression)} ${direction}`).join(", ") || "no order",
      `limit ${String(facts.limit)}`,
      `offset ${String(facts.offset)}`,
    ].join("; ");
  const [wanted, got] = [text(expected), text(answered)];
  return wanted === got ? null : `It orders and limits by ${got}, expected ${wanted}.`;
}

/** Conjuncts of WHERE, HAVING, QUALIFY, and those in ON that do not link two columns. */
function filterParts(facts: QueryFacts): string[] {
  const inJoins = facts.joins.flatMap((join) => conditionsOf(join).filter((part) => !isKey(part)));
  return [...facts.filters.map(({ sql }) => sql), ...inJoins].map(bare);
}

/** What COUNT_IF, FILTER and CASE inside an aggregate ask of a row. */
function innerConditions(facts: QueryFacts): string[] {
  return facts.aggregates
    .filter(({ function: name, sql }) => /COUNT_?IF/u.test(name) || /\b(?:FILTER|WHEN|IF)\b/iu.test(sql))
    .map(({ sql }) => /(?:COUNT_?IF\(|WHERE |WHEN |IF\()([\s\S]*)/iu.exec(sql)?.[1] ?? sql)
    .map(bare);
}

function joinText(join: JoinFact): string {
  const keys = conditionsOf(join).filter(isKey).map(sortedSides).toSorted();
  return `${join.kind} join ${lastPart(join.right)} on ${keys.join(" and ")}`;
}

function conditionsOf(join: JoinFact): string[] {
  return (join.condition ?? "").split(/\s+AND\s+/iu).filter((part) => part !== "");
}

/** A condition that links columns of two tables. */
function isKey(condition: string): boolean {
  const sides = condition.split(/\s*(?:=|<=>)\s*/u);
  return sides.length === 2 && sides.every((side) => /^[^'()]*\.[^'()]*$/u.test(side) && !/^-?[\d.]+$/u.test(side));
}

function sortedSides(condition: string): string {
  return condition
    .split(/\s*(?:=|<=>)\s*/u)
    .toSorted()
    .join(" = ");
}

/** A fragment as fragments are compared: without table names in front of columns, in one spacing, text literals as they are. */
function bare(sql: string): string {
  return sql
    .split(/('(?:[^']|'')*')/u)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part
            .replace(/(?:`[^`]*`|[\p{L}_][\p{L}\p{N}_]*)\./gu, "")
            .replace(/\s+/gu, " ")
            .toLowerCase(),
    )
    .join("")
    .trim();
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).toLowerCase();
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** What stands on one side only, in words; null when both sides hold the same, or nothing that passes the test differs. */
function between(
  expected: readonly string[],
  answered: readonly string[],
  matters: (part: string) => boolean = () => true,
): string | null {
  const left = [...answered];
  const missing = expected.filter((part) => {
    const at = left.indexOf(part);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  if (![...missing, ...left].some(matters)) return null;
  const say = (verb: string, parts: readonly string[]): string[] =>
    parts.length === 0 ? [] : [`${verb} ${parts.slice(0, 3).join("; ")}`];
  return `${[...say("Missing:", missing), ...say("needless:", left)].join(", ")}.`;
}
