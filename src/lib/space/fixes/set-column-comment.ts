import { piecesOf, textOf } from "../lines.ts";
import { table, text } from "./fields.ts";
import { ensureConfig, findColumn } from "./find-table.ts";
import { fixType, folded, refusal } from "./fix-type.ts";

/**
 * What a column holds, for everybody who reads the table. It is tried as the description in the space; the comment in Unity Catalog is
 * written when it is promoted.
 */
export const setColumnComment = fixType(
  "set_column_comment",
  { table, column: text, comment: text },
  {
    category: "metadata_add",
    touches: (fix) => [`description ${folded(fix.table)} ${folded(fix.column)}`],
    apply: (draft, fix, context) => {
      const found = findColumn(draft, fix, context);
      if (found.kind === "refused") return found.refusal;
      const { table: source, column, config } = found.value;
      if (textOf(config?.description) === fix.comment) {
        return refusal("no_op", `${source.identifier}.${column} is already described so`);
      }
      ensureConfig(source, column, config).description = piecesOf(fix.comment);
      return null;
    },
    describe: {
      en: (fix) => `Comment ${fix.table}.${fix.column} in Unity Catalog as "${fix.comment}"`,
      ko: (fix) => `Unity Catalog에서 ${fix.table}.${fix.column}의 주석을 "${fix.comment}"(으)로 씁니다`,
    },
  },
);
