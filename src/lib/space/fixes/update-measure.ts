import { id, text } from "./fields.ts";
import { fixType } from "./fix-type.ts";
import { snippetName, snippetWords, updateSnippet } from "./snippet-list.ts";

export const updateMeasure = fixType(
  "update_measure",
  { id, sql: text },
  {
    category: "sql_snippets_add",
    touches: (fix) => [`id ${fix.id}`],
    sql: (fix) => ({ kind: "measure", sql: fix.sql }),
    apply: (draft, fix) => updateSnippet(draft, "measure", fix),
    describe: {
      en: (fix, document) => snippetWords.update.en("measure", snippetName(document, "measure", fix.id), fix.sql),
      ko: (fix, document) => snippetWords.update.ko("measure", snippetName(document, "measure", fix.id), fix.sql),
    },
  },
);
