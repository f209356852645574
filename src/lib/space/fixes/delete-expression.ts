import { id } from "./fields.ts";
import { fixType } from "./fix-type.ts";
import { deleteSnippet, snippetName, snippetWords } from "./snippet-list.ts";

export const deleteExpression = fixType(
  "delete_expression",
  { id },
  {
    category: "sql_snippets_delete",
    touches: (fix) => [`id ${fix.id}`],
    apply: (draft, fix) => deleteSnippet(draft, "expression", fix.id),
    describe: {
      en: (fix, document) => snippetWords.delete.en("expression", snippetName(document, "expression", fix.id)),
      ko: (fix, document) => snippetWords.delete.ko("expression", snippetName(document, "expression", fix.id)),
    },
  },
);
