import { id, text } from "./fields.ts";
import { fixType } from "./fix-type.ts";
import { snippetName, snippetWords, updateSnippet } from "./snippet-list.ts";

export const updateFilter = fixType(
  "update_filter",
  { id, sql: text },
  {
    category: "sql_snippets_add",
    touches: (fix) => [`id ${fix.id}`],
    sql: (fix) => ({ kind: "filter", sql: fix.sql }),
    apply: (draft, fix) => updateSnippet(draft, "filter", fix),
    describe: {
      en: (fix, document) => snippetWords.update.en("filter", snippetName(document, "filter", fix.id), fix.sql),
      ko: (fix, document) => snippetWords.update.ko("filter", snippetName(document, "filter", fix.id), fix.sql),
    },
  },
);
