import { id } from "./fields.ts";
import { fixType } from "./fix-type.ts";
import { deleteSnippet, snippetName, snippetWords } from "./snippet-list.ts";

export const deleteFilter = fixType(
  "delete_filter",
  { id },
  {
    category: "sql_snippets_delete",
    touches: (fix) => [`id ${fix.id}`],
    apply: (draft, fix) => deleteSnippet(draft, "filter", fix.id),
    describe: {
      en: (fix, document) => snippetWords.delete.en("filter", snippetName(document, "filter", fix.id)),
      ko: (fix, document) => snippetWords.delete.ko("filter", snippetName(document, "filter", fix.id)),
    },
  },
);
