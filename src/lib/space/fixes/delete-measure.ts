import { id } from "./fields.ts";
import { fixType } from "./fix-type.ts";
import { deleteSnippet, snippetName, snippetWords } from "./snippet-list.ts";

export const deleteMeasure = fixType(
  "delete_measure",
  { id },
  {
    category: "sql_snippets_delete",
    touches: (fix) => [`id ${fix.id}`],
    apply: (draft, fix) => deleteSnippet(draft, "measure", fix.id),
    describe: {
      en: (fix, document) => snippetWords.delete.en("measure", snippetName(document, "measure", fix.id)),
      ko: (fix, document) => snippetWords.delete.ko("measure", snippetName(document, "measure", fix.id)),
    },
  },
);
