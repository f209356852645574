import { piecesOf, textOf } from "../lines.ts";
import { table, text } from "./fields.ts";
import { findTable } from "./find-table.ts";
import { fixType, folded, refusal } from "./fix-type.ts";

/**
 * What a table holds, for everybody who reads it. It is tried as the description in the space; the comment in Unity Catalog is written
 * when it is promoted.
 */
export const setTableComment = fixType(
  "set_table_comment",
  { table, comment: text },
  {
    category: "metadata_add",
    touches: (fix) => [`description ${folded(fix.table)}`],
    apply: (draft, fix) => {
      const found = findTable(draft, fix.table);
      if (found.kind === "refused") return found.refusal;
      if (textOf(found.value.description) === fix.comment) {
        return refusal("no_op", `${fix.table} is already described so`);
      }
      found.value.description = piecesOf(fix.comment);
      return null;
    },
    describe: {
      en: (fix) => `Comment ${fix.table} in Unity Catalog as "${fix.comment}"`,
      ko: (fix) => `Unity Catalog에서 ${fix.table}의 주석을 "${fix.comment}"(으)로 씁니다`,
    },
  },
);
