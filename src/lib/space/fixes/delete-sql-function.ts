import type { SpaceDocument } from "../document.ts";
import { id } from "./fields.ts";
import { fixType, refusal } from "./fix-type.ts";

/** Takes a function away from Genie; the function itself stays in Unity Catalog. */
export const deleteSqlFunction = fixType(
  "delete_sql_function",
  { id },
  {
    category: "sql_snippets_delete",
    touches: (fix) => [`id ${fix.id}`],
    apply: (draft, fix) => {
      const there = draft.instructions?.sql_functions ?? [];
      const rest = there.filter((each) => each.id !== fix.id);
      if (rest.length === there.length) return refusal("not_found", `The space has no function ${fix.id}`);
      (draft.instructions ??= {}).sql_functions = rest;
      return null;
    },
    describe: {
      en: (fix, document) => `Take the function ${nameOf(document, fix.id)} away from Genie`,
      ko: (fix, document) => `Genie에서 함수 ${nameOf(document, fix.id)}을(를) 뺍니다`,
    },
  },
);

function nameOf(document: SpaceDocument | null, wanted: string): string {
  return document?.instructions?.sql_functions?.find((each) => each.id === wanted)?.identifier ?? wanted;
}
