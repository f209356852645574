import { table, text } from "./fields.ts";
import { findColumn } from "./find-table.ts";
import { fixType, folded, refusal } from "./fix-type.ts";

export const deleteSynonym = fixType(
  "delete_synonym",
  { table, column: text, synonym: text },
  {
    category: "metadata_delete",
    touches: (fix) => [`synonym ${folded(fix.table)} ${folded(fix.column)} ${folded(fix.synonym)}`],
    apply: (draft, fix, context) => {
      const found = findColumn(draft, fix, context);
      if (found.kind === "refused") return found.refusal;
      const { table: source, column, config } = found.value;
      const there = config?.synonyms ?? [];
      if (config === null || !there.includes(fix.synonym)) {
        return refusal("not_found", `${source.identifier}.${column} has no synonym "${fix.synonym}"`);
      }
      config.synonyms = there.filter((each) => each !== fix.synonym);
      return null;
    },
    describe: {
      en: (fix) => `Delete the synonym "${fix.synonym}" of ${fix.table}.${fix.column}`,
      ko: (fix) => `${fix.table}.${fix.column}의 동의어 "${fix.synonym}"을(를) 삭제합니다`,
    },
  },
);
