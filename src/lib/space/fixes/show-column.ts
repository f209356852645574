import { setExcluded } from "./excluded-column.ts";
import { table, text } from "./fields.ts";
import { fixType, folded } from "./fix-type.ts";

export const showColumn = fixType(
  "show_column",
  { table, column: text },
  {
    category: "metadata_add",
    touches: (fix) => [`shown ${folded(fix.table)} ${folded(fix.column)}`],
    apply: (draft, fix, context) => setExcluded(draft, fix, false, context),
    describe: {
      en: (fix) => `Show ${fix.table}.${fix.column} to Genie again`,
      ko: (fix) => `${fix.table}.${fix.column}을(를) Genie에게 다시 보입니다`,
    },
  },
);
