import type { Snippet, SpaceDocument } from "../document.ts";
import { piecesOf, textOf } from "../lines.ts";
import { folded, refusal, type FixContext, type Locale, type Refusal } from "./fix-type.ts";
import { sameSql, sameWords } from "./same-text.ts";

export type SnippetKind = "filter" | "expression" | "measure";
type NewSnippet = {
  readonly alias?: string;
  readonly sql: string;
  readonly display_name: string;
  readonly synonyms: readonly string[];
};

/** Adds a snippet to its list, unless one of that name, alias or SQL is there. */
export function addSnippet(
  draft: SpaceDocument,
  kind: SnippetKind,
  fix: NewSnippet,
  context: FixContext,
): Refusal | null {
  if (startsWithWhere(kind, fix.sql)) return refusal("invalid", "A filter is written without WHERE");
  const entries = snippetsOf(draft, kind);
  const twin = entries.find(
    (entry) => sameSql(textOf(entry.sql), fix.sql) || sameWords(entry.display_name ?? "", fix.display_name),
  );
  if (twin !== undefined)
    return refusal("duplicate", `The space already has ${twin.display_name ?? twin.id} (${twin.id})`);
  const { alias } = fix;
  const named = [...snippetsOf(draft, "expression"), ...snippetsOf(draft, "measure")];
  if (alias !== undefined && named.some((entry) => sameWords(entry.alias ?? "", alias))) {
    return refusal("duplicate", `The alias ${alias} is taken`);
  }
  const added: Snippet = {
    id: context.ids.hex32(),
    ...(alias === undefined ? {} : { alias }),
    sql: piecesOf(fix.sql),
    display_name: fix.display_name,
    synonyms: [...fix.synonyms],
  };
  setSnippets(draft, kind, [...entries, added]);
  return null;
}

/** Gives a snippet that is there another SQL. */
export function updateSnippet(
  draft: SpaceDocument,
  kind: SnippetKind,
  fix: { readonly id: string; readonly sql: string },
): Refusal | null {
  const entries = snippetsOf(draft, kind);
  const entry = entries.find((each) => each.id === fix.id);
  if (entry === undefined) return refusal("not_found", `The space has no ${kind} ${fix.id}`);
  if (startsWithWhere(kind, fix.sql)) return refusal("invalid", "A filter is written without WHERE");
  if (textOf(entry.sql) === fix.sql) return refusal("no_op", `${entry.display_name ?? fix.id} already reads so`);
  const twin = entries.find((each) => each.id !== fix.id && sameSql(textOf(each.sql), fix.sql));
  if (twin !== undefined) return refusal("duplicate", `${twin.display_name ?? twin.id} already reads so`);
  entry.sql = piecesOf(fix.sql);
  return null;
}

export function deleteSnippet(draft: SpaceDocument, kind: SnippetKind, id: string): Refusal | null {
  const entries = snippetsOf(draft, kind);
  const rest = entries.filter((each) => each.id !== id);
  if (rest.length === entries.length) return refusal("not_found", `The space has no ${kind} ${id}`);
  setSnippets(draft, kind, rest);
  return null;
}

/** What adding, changing and deleting are called, by kind. */
export const snippetWords = {
  add: {
    en: (kind: SnippetKind, fix: NewSnippet) => `Add the ${kind} "${fix.display_name}": ${fix.sql}`,
    ko: (kind: SnippetKind, fix: NewSnippet) => `${korean[kind]} "${fix.display_name}"을(를) 추가합니다: ${fix.sql}`,
  },
  update: {
    en: (kind: SnippetKind, name: string, sql: string) => `Change the ${kind} "${name}" to ${sql}`,
    ko: (kind: SnippetKind, name: string, sql: string) => `${korean[kind]} "${name}"을(를) ${sql}(으)로 바꿉니다`,
  },
  delete: {
    en: (kind: SnippetKind, name: string) => `Delete the ${kind} "${name}"`,
    ko: (kind: SnippetKind, name: string) => `${korean[kind]} "${name}"을(를) 삭제합니다`,
  },
} as const satisfies Record<string, Record<Locale, unknown>>;

const korean: Readonly<Record<SnippetKind, string>> = { filter: "필터", expression: "표현식", measure: "측정값" };

/** A snippet as people know it, by its id. */
export function snippetName(document: SpaceDocument | null, kind: SnippetKind, id: string): string {
  const entry = document === null ? undefined : snippetsOf(document, kind).find((each) => each.id === id);
  return entry?.display_name ?? id;
}

/** The names that an added snippet takes. */
export function snippetNames(fix: NewSnippet): readonly string[] {
  const alias = fix.alias === undefined ? [] : [`alias ${folded(fix.alias)}`];
  return [`snippet ${folded(fix.display_name)}`, ...alias];
}

function startsWithWhere(kind: SnippetKind, sql: string): boolean {
  return kind === "filter" && /^\s*where\b/iu.test(sql);
}

function snippetsOf(document: SpaceDocument, kind: SnippetKind): readonly Snippet[] {
  return document.instructions?.sql_snippets?.[`${kind}s`] ?? [];
}

function setSnippets(draft: SpaceDocument, kind: SnippetKind, entries: Snippet[]): void {
  ((draft.instructions ??= {}).sql_snippets ??= {})[`${kind}s`] = entries;
}
