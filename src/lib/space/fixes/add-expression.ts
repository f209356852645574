import { text, texts } from "./fields.ts";
import { fixType } from "./fix-type.ts";
import { addSnippet, snippetNames, snippetWords } from "./snippet-list.ts";

export const addExpression = fixType(
  "add_expression",
  { alias: text, sql: text, display_name: text, synonyms: texts },
  {
    category: "sql_snippets_add",
    touches: snippetNames,
    sql: (fix) => ({ kind: "expression", sql: fix.sql }),
    apply: (draft, fix, context) => addSnippet(draft, "expression", fix, context),
    describe: {
      en: (fix) => snippetWords.add.en("expression", fix),
      ko: (fix) => snippetWords.add.ko("expression", fix),
    },
  },
);
