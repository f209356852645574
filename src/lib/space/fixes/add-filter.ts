import { text, texts } from "./fields.ts";
import { fixType } from "./fix-type.ts";
import { addSnippet, snippetNames, snippetWords } from "./snippet-list.ts";

export const addFilter = fixType(
  "add_filter",
  { sql: text, display_name: text, synonyms: texts },
  {
    category: "sql_snippets_add",
    touches: snippetNames,
    sql: (fix) => ({ kind: "filter", sql: fix.sql }),
    apply: (draft, fix, context) => addSnippet(draft, "filter", fix, context),
    describe: {
      en: (fix) => snippetWords.add.en("filter", fix),
      ko: (fix) => snippetWords.add.ko("filter", fix),
    },
  },
);
