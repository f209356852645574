import { setExcluded } from "./excluded-column.ts";
import { table, text } from "./fields.ts";
import { fixType, folded } from "./fix-type.ts";

export const hideColumn = fixType(
  "hide_column",
  { table, column: text },
  {
    category: "metadata_delete",
    touches: (fix) => [`shown ${folded(fix.table)} ${folded(fix.column)}`],
    apply: (draft, fix, context) => setExcluded(draft, fix, true, context),
    describe: {
      en: (fix) => `Hide ${fix.table}.${fix.column} from Genie`,
      ko: (fix) => `${fix.table}.${fix.column}을(를) Genie에게 숨깁니다`,
    },
  },
);
