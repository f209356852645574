import { instructionRules } from "../genie/instruction-rules.ts";
import { wordsOf } from "../genie/words.ts";
import type { Excerpt, RequestDocument } from "./request-document.ts";
import { lastPart } from "./sql-text.ts";

/** What a phrase already stands for. Tables by their full name. */
export type Meaning =
  | { readonly kind: "table"; readonly table: string }
  | { readonly kind: "column"; readonly table: string; readonly column: string; readonly synonym: string | null }
  | {
      readonly kind: "measure" | "filter" | "expression";
      readonly id: string;
      readonly sql: string;
    }
  | { readonly kind: "rule"; readonly line: string; readonly sql: string };

export type KnownPhrases = ReadonlyMap<string, readonly Meaning[]>;

/** Words as one key, so that "ship mode" and "shipmode" are the same. */
export function phraseKey(text: string): string {
  return wordsOf(text).join("");
}

/** What names of tables and columns, and the space's texts, already explain to whoever reads a question. */
export function knownPhrases(excerpt: Excerpt, tables: RequestDocument["tables"]): KnownPhrases {
  const known = new Map<string, Meaning[]>();
  const add = (text: string, meaning: Meaning): void => {
    const key = phraseKey(text);
    if (key !== "") known.set(key, [...(known.get(key) ?? []), meaning]);
  };
  for (const { identifier, columns } of tables) {
    const words = wordsOf(lastPart(identifier));
    for (let at = 0; at < words.length; at += 1) add(words.slice(at).join(" "), { kind: "table", table: identifier });
    const prefix = sharedPrefix(columns.map(({ name }) => name));
    for (const { name } of columns) {
      const meaning: Meaning = { kind: "column", table: identifier, column: name, synonym: null };
      const parts = wordsOf(name.slice(prefix.length));
      add(parts.join(" "), meaning);
      for (const part of parts.length > 1 ? [parts.slice(0, -1), parts.slice(1)] : []) add(part.join(" "), meaning);
    }
  }
  for (const { identifier, description, columns } of excerpt.tables) {
    for (const segment of segmentsOf(description)) add(segment, { kind: "table", table: identifier });
    for (const column of columns) {
      const base = { kind: "column", table: identifier, column: column.name } as const;
      for (const synonym of column.synonyms) add(synonym, { ...base, synonym });
      for (const segment of segmentsOf(column.description)) add(segment, { ...base, synonym: null });
    }
  }
  const lists = [
    ["filter", excerpt.filters],
    ["expression", excerpt.expressions],
    ["measure", excerpt.measures],
  ] as const;
  for (const [kind, snippets] of lists) {
    for (const { id, sql, display_name, synonyms } of snippets) {
      for (const name of [display_name, ...synonyms]) add(name, { kind, id, sql });
    }
  }
  for (const line of excerpt.instructions) {
    for (const { terms, sql } of instructionRules(line).terms) {
      for (const term of terms) add(term, { kind: "rule", line, sql });
    }
  }
  return known;
}

function segmentsOf(description: string): string[] {
  return description.split(/[;,.()\n:]/u).filter((part) => wordsOf(part).length > 0 && wordsOf(part).length <= 4);
}

/** A short prefix that every column of a table carries, as in `ab_name`, `ab_key`. */
function sharedPrefix(names: readonly string[]): string {
  const prefix = /^[a-z]{1,3}_/iu.exec(names[0] ?? "")?.[0] ?? "";
  return names.length > 1 && names.every((name) => name.startsWith(prefix)) ? prefix : "";
}
