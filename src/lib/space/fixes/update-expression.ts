import { id, text } from "./fields.ts";
import { fixType } from "./fix-type.ts";
import { snippetName, snippetWords, updateSnippet } from "./snippet-list.ts";

export const updateExpression = fixType(
  "update_expression",
  { id, sql: text },
  {
    category: "sql_snippets_add",
    touches: (fix) => [`id ${fix.id}`],
    sql: (fix) => ({ kind: "expression", sql: fix.sql }),
    apply: (draft, fix) => updateSnippet(draft, "expression", fix),
    describe: {
      en: (fix, document) => snippetWords.update.en("expression", snippetName(document, "expression", fix.id), fix.sql),
      ko: (fix, document) => snippetWords.update.ko("expression", snippetName(document, "expression", fix.id), fix.sql),
    },
  },
);
