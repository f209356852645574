import type { Snippet, SpaceDocument } from "../document.ts";
import { piecesOf, textOf } from "../lines.ts";
import { refusal, type FixFamily } from "./family.ts";
import { sameSql, sameWords } from "./same-text.ts";

type SnippetChange = `${"add" | "update" | "delete"}_${"filter" | "expression" | "measure"}`;
type ListName = "filters" | "expressions" | "measures";

/** Filters, expressions and measures. */
export const snippetFixes: FixFamily<SnippetChange> = {
  apply: (draft, fix, { ids }) => {
    const list = listOf(fix.change_type);
    const entries = snippetsOf(draft, list);
    if ("display_name" in fix) {
      const alias = "alias" in fix ? fix.alias : null;
      if (list === "filters" && /^\s*where\b/iu.test(fix.sql))
        return refusal("invalid", "A filter is written without WHERE");
      const twin = entries.find(
        (entry) => sameSql(textOf(entry.sql), fix.sql) || sameWords(entry.display_name ?? "", fix.display_name),
      );
      if (twin !== undefined)
        return refusal("duplicate", `The space already has ${twin.display_name ?? twin.id} (${twin.id})`);
      const named = [...snippetsOf(draft, "expressions"), ...snippetsOf(draft, "measures")];
      if (alias !== null && named.some((entry) => sameWords(entry.alias ?? "", alias))) {
        return refusal("duplicate", `The alias ${alias} is taken`);
      }
      const added: Snippet = {
        id: ids.hex32(),
        ...(alias === null ? {} : { alias }),
        sql: piecesOf(fix.sql),
        display_name: fix.display_name,
        synonyms: [...fix.synonyms],
      };
      setSnippets(draft, list, [...entries, added]);
      return null;
    }
    const entry = entries.find((each) => each.id === fix.id);
    if (entry === undefined) return refusal("not_found", `The space has no ${list.slice(0, -1)} ${fix.id}`);
    if (!("sql" in fix)) {
      setSnippets(
        draft,
        list,
        entries.filter((each) => each.id !== fix.id),
      );
      return null;
    }
    if (list === "filters" && /^\s*where\b/iu.test(fix.sql))
      return refusal("invalid", "A filter is written without WHERE");
    if (textOf(entry.sql) === fix.sql) return refusal("no_op", `${entry.display_name ?? fix.id} already reads so`);
    const twin = entries.find((each) => each.id !== fix.id && sameSql(textOf(each.sql), fix.sql));
    if (twin !== undefined) return refusal("duplicate", `${twin.display_name ?? twin.id} already reads so`);
    entry.sql = piecesOf(fix.sql);
    return null;
  },
  describe: (fix, locale, document) => {
    const list = listOf(fix.change_type);
    const what = words[list][locale];
    if ("display_name" in fix) {
      return locale === "en"
        ? `Add the ${what} "${fix.display_name}": ${fix.sql}`
        : `${what} "${fix.display_name}"을(를) 추가합니다: ${fix.sql}`;
    }
    const entry = document === null ? undefined : snippetsOf(document, list).find((each) => each.id === fix.id);
    const name = entry?.display_name ?? fix.id;
    if ("sql" in fix) {
      return locale === "en"
        ? `Change the ${what} "${name}" to ${fix.sql}`
        : `${what} "${name}"을(를) ${fix.sql}(으)로 바꿉니다`;
    }
    return locale === "en" ? `Delete the ${what} "${name}"` : `${what} "${name}"을(를) 삭제합니다`;
  },
};

const words = {
  filters: { en: "filter", ko: "필터" },
  expressions: { en: "expression", ko: "표현식" },
  measures: { en: "measure", ko: "측정값" },
} as const;

function listOf(change: SnippetChange): ListName {
  if (change.endsWith("filter")) return "filters";
  return change.endsWith("measure") ? "measures" : "expressions";
}

function snippetsOf(document: SpaceDocument, list: ListName): readonly Snippet[] {
  return document.instructions?.sql_snippets?.[list] ?? [];
}

function setSnippets(draft: SpaceDocument, list: ListName, entries: Snippet[]): void {
  ((draft.instructions ??= {}).sql_snippets ??= {})[list] = entries;
}
