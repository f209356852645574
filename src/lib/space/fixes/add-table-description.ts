import { piecesOf, textOf } from "../lines.ts";
import { table, text } from "./fields.ts";
import { findTable } from "./find-table.ts";
import { fixType, folded, refusal } from "./fix-type.ts";

/** What a table holds; it takes the place of a description that stands. */
export const addTableDescription = fixType(
  "add_table_description",
  { table, description: text },
  {
    category: "metadata_add",
    touches: (fix) => [`description ${folded(fix.table)}`],
    apply: (draft, fix) => {
      const found = findTable(draft, fix.table);
      if (found.kind === "refused") return found.refusal;
      if (textOf(found.value.description) === fix.description) {
        return refusal("no_op", `${fix.table} is already described so`);
      }
      found.value.description = piecesOf(fix.description);
      return null;
    },
    describe: {
      en: (fix) => `Describe ${fix.table} as "${fix.description}"`,
      ko: (fix) => `${fix.table}의 설명을 "${fix.description}"(으)로 씁니다`,
    },
  },
);
