import type { Catalog } from "../ports.ts";
import { isSilent, operatorOf } from "./function-words.ts";
import type { InstructionRules } from "./instruction-rules.ts";
import { compareText, type ColumnView, isKey, type TableView } from "./schema-view.ts";
import type { SnippetContent, SpaceContent } from "./space-content.ts";
import { type Fragment, fragmentOf, natureOf, singleColumn } from "./sql-fragment.ts";
import { wordsOf } from "./words.ts";

/** What words of a question can stand for. */
export type Target =
  | { readonly kind: "table"; readonly table: string }
  | { readonly kind: "column"; readonly table: string; readonly column: string }
  | { readonly kind: "value"; readonly table: string; readonly column: string; readonly literal: string }
  | { readonly kind: "measure" | "filter" | "expression"; readonly name: string; readonly fragment: Fragment };

export type Entry = {
  readonly target: Target;
  readonly rank: number;
  /** A value of one or two characters counts only where the question writes it exactly so. */
  readonly exact: string | null;
};

/** Which source is believed where two are equally long. */
export const ranks = {
  rule: 6,
  snippet: 5,
  described: 4,
  name: 3,
  operator: 2.95,
  value: 2.9,
  tableNoun: 3,
  mentioned: 2,
  partOfName: 1.5,
  mentionedWord: 1,
} as const;

/** Phrases, their words joined without spaces, and what each may stand for. */
export type Lexicon = ReadonlyMap<string, readonly Entry[]>;

/** Words of a phrase that count, as the key of a lexicon. */
export function keyOfPhrase(phrase: string): string {
  return wordsOf(phrase)
    .filter((word) => !isSilent(word))
    .join("");
}

/** Values read of a column with entity matching, and example values of one with format assistance alone. */
const most = 1000;
const examples = 5;

/** Everything the space and the catalog give names to. */
export async function lexiconOf(
  space: SpaceContent,
  rules: InstructionRules,
  tables: readonly TableView[],
  catalog: Catalog,
): Promise<Lexicon> {
  const found = new Map<string, Entry[]>();
  const add = (key: string, target: Target, rank: number, exact: string | null = null) => {
    if (key === "") return;
    const held = found.get(key) ?? [];
    if (!held.some((each) => each.rank >= rank && sameTarget(each.target, target))) held.push({ target, rank, exact });
    found.set(key, held);
  };
  for (const rule of rules.terms) {
    const target = ruleTarget(rule.sql, rule.terms[0] ?? "", tables);
    for (const term of rule.terms) add(keyOfPhrase(term), target, ranks.rule);
  }
  const { filters, expressions, measures } = space.instructions.sql_snippets;
  const snippets = (list: readonly SnippetContent[], kind: "measure" | "filter" | "expression") => {
    for (const snippet of list) {
      const name = snippet.alias === "" ? snippet.display_name : snippet.alias;
      const target: Target = { kind, name, fragment: fragmentOf(snippet.sql, tables) };
      for (const phrase of [snippet.display_name, snippet.alias, ...snippet.synonyms])
        add(keyOfPhrase(phrase), target, ranks.snippet);
    }
  };
  snippets(filters, "filter");
  snippets(expressions, "expression");
  snippets(measures, "measure");
  for (const table of tables) addTable(table, add);
  for (const column of tables.flatMap((table) => table.columns)) addColumn(column, add);
  addMentions(tables, found, add);
  for (const column of tables.flatMap((table) => table.columns)) {
    if (column.type !== "text" || !(column.entityMatching || column.formatAssistance)) continue;
    const literals = await catalog.values(column.table, column.name, column.entityMatching ? most : examples);
    for (const literal of literals) addValue(column, literal, add);
  }
  for (const entries of found.values()) {
    entries.sort((left, right) => right.rank - left.rank || compareText(nameOf(left.target), nameOf(right.target)));
  }
  return found;
}

type Add = (key: string, target: Target, rank: number, exact?: string | null) => void;

function ruleTarget(sql: string, name: string, tables: readonly TableView[]): Target {
  const bare = sql.replaceAll("`", "").trim().toLowerCase();
  const table = tables.find((each) => each.short.toLowerCase() === bare || each.name.toLowerCase() === bare);
  if (table !== undefined) return { kind: "table", table: table.name };
  const fragment = fragmentOf(sql, tables);
  const column = singleColumn(fragment);
  const known =
    column === undefined
      ? undefined
      : tables.find((each) => each.name === column.table)?.columns.some((each) => each.name === column.column);
  return column !== undefined && known === true
    ? { kind: "column", ...column }
    : { kind: natureOf(sql), name, fragment };
}

function addTable(table: TableView, add: Add): void {
  const target: Target = { kind: "table", table: table.name };
  add(table.words.join(""), target, ranks.name);
  for (let i = 1; i < table.words.length; i += 1) add(table.words.slice(i).join(""), target, ranks.tableNoun);
  for (const segment of table.descriptions.flatMap(segmentsOf)) add(segment.join(""), target, ranks.described);
}

function addColumn(column: ColumnView, add: Add): void {
  const target: Target = { kind: "column", table: column.table, column: column.name };
  add(column.words.join(""), target, ranks.name);
  add(wordsOf(column.name).join(""), target, ranks.name);
  if (column.words.length > 1) {
    const without = column.words.slice(0, -1).join("");
    add(without, target, isKey(column) ? ranks.partOfName + 0.1 : ranks.partOfName - 0.1);
    for (let i = 1; i < column.words.length; i += 1) {
      const rest = column.words.slice(i).join("");
      if (rest.length > 2) add(rest, target, ranks.partOfName);
    }
  }
  for (const synonym of column.synonyms) add(keyOfPhrase(synonym), target, ranks.described);
  for (const segment of column.descriptions.flatMap(segmentsOf)) add(segment.join(""), target, ranks.described);
}

/** A description's parts between marks, and what "also called", "or" and the like set apart; only what counts of each. */
function segmentsOf(description: string): string[][] {
  return description
    .split(/[;,.()\n:—–/|"“”]|\b(?:also (?:called|known as)|known as|aka|i\.?e\.?|e\.?g\.?|or)\b|즉|일명|또는|혹은/iu)
    .map((part) => wordsOf(part).filter((word) => !isSilent(word)))
    .filter(
      (words) =>
        words.length > 0 && words.length <= 6 && !(words.length === 1 && operatorOf(words[0] ?? "") !== undefined),
    );
}

/** Two or more words in a row inside a description, and single words that one description alone has. */
function addMentions(tables: readonly TableView[], found: ReadonlyMap<string, readonly Entry[]>, add: Add): void {
  const singles = new Map<string, Target[]>();
  const described: (readonly [Target, readonly string[]])[] = tables.flatMap((table) => [
    [{ kind: "table", table: table.name } as const, table.descriptions] as const,
    ...table.columns.map(
      (column) => [{ kind: "column", table: table.name, column: column.name } as const, column.descriptions] as const,
    ),
  ]);
  for (const [target, texts] of described) {
    const words = texts.flatMap((text) => [...wordsOf(text).filter((word) => !isSilent(word)), ""]);
    for (let i = 0; i < words.length; i += 1) {
      for (let length = 2; length <= 4; length += 1) {
        const part = words.slice(i, i + length);
        if (part.length === length && !part.includes("") && part.every((word) => operatorOf(word) === undefined))
          add(part.join(""), target, ranks.mentioned);
      }
    }
    for (const word of new Set(words)) singles.set(word, [...(singles.get(word) ?? []), target]);
  }
  for (const [word, targets] of singles) {
    const only = targets[0];
    const long = word.length >= (/\p{Script=Hangul}/u.test(word) ? 2 : 4);
    if (long && targets.length === 1 && only !== undefined && !found.has(word) && operatorOf(word) === undefined)
      add(word, only, ranks.mentionedWord);
  }
}

function addValue(column: ColumnView, literal: string, add: Add): void {
  const target: Target = { kind: "value", table: column.table, column: column.name, literal };
  const words = wordsOf(literal);
  const key = words.join("");
  add(key, target, ranks.value, key.length <= 2 ? literal : null);
  const named = words.filter((word) => !/^\p{N}+$/u.test(word)).join("");
  if (named.length > 2 && named !== key && /^\p{N}/u.test(literal)) add(named, target, ranks.value - 0.05);
}

/** A name for ties: table, then column, then what it says. */
export function nameOf(target: Target): string {
  switch (target.kind) {
    case "table":
      return target.table;
    case "column":
      return `${target.table}.${target.column}`;
    case "value":
      return `${target.table}.${target.column}=${target.literal}`;
    case "measure":
    case "filter":
    case "expression":
      return `${target.kind} ${target.name}`;
  }
}

function sameTarget(left: Target, right: Target): boolean {
  return left.kind === right.kind && nameOf(left) === nameOf(right);
}
