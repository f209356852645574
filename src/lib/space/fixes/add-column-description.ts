import { piecesOf, textOf } from "../lines.ts";
import { table, text } from "./fields.ts";
import { ensureConfig, findColumn } from "./find-table.ts";
import { fixType, folded, refusal } from "./fix-type.ts";

/** What a column holds; it takes the place of a description that stands. */
export const addColumnDescription = fixType(
  "add_column_description",
  { table, column: text, description: text },
  {
    category: "metadata_add",
    touches: (fix) => [`description ${folded(fix.table)} ${folded(fix.column)}`],
    apply: (draft, fix, context) => {
      const found = findColumn(draft, fix, context);
      if (found.kind === "refused") return found.refusal;
      const { table: source, column, config } = found.value;
      if (textOf(config?.description) === fix.description) {
        return refusal("no_op", `${source.identifier}.${column} is already described so`);
      }
      ensureConfig(source, column, config).description = piecesOf(fix.description);
      return null;
    },
    describe: {
      en: (fix) => `Describe ${fix.table}.${fix.column} as "${fix.description}"`,
      ko: (fix) => `${fix.table}.${fix.column}의 설명을 "${fix.description}"(으)로 씁니다`,
    },
  },
);
