import { text, texts } from "./fields.ts";
import { fixType } from "./fix-type.ts";
import { addSnippet, snippetNames, snippetWords } from "./snippet-list.ts";

export const addMeasure = fixType(
  "add_measure",
  { alias: text, sql: text, display_name: text, synonyms: texts },
  {
    category: "sql_snippets_add",
    touches: snippetNames,
    sql: (fix) => ({ kind: "measure", sql: fix.sql }),
    apply: (draft, fix, context) => addSnippet(draft, "measure", fix, context),
    describe: {
      en: (fix) => snippetWords.add.en("measure", fix),
      ko: (fix) => snippetWords.add.ko("measure", fix),
    },
  },
);
