import { table, text } from "./fields.ts";
import { ensureConfig, findColumn } from "./find-table.ts";
import { fixType, folded, refusal } from "./fix-type.ts";
import { sameWords } from "./same-text.ts";

export const addSynonym = fixType(
  "add_synonym",
  { table, column: text, synonym: text },
  {
    category: "metadata_add",
    touches: (fix) => [`synonym ${folded(fix.table)} ${folded(fix.column)} ${folded(fix.synonym)}`],
    apply: (draft, fix, context) => {
      const found = findColumn(draft, fix, context);
      if (found.kind === "refused") return found.refusal;
      const { table: source, column, config } = found.value;
      const there = config?.synonyms ?? [];
      if (there.some((each) => sameWords(each, fix.synonym))) {
        return refusal("duplicate", `${source.identifier}.${column} already has the synonym "${fix.synonym}"`);
      }
      ensureConfig(source, column, config).synonyms = [...there, fix.synonym];
      return null;
    },
    describe: {
      en: (fix) => `Add the synonym "${fix.synonym}" to ${fix.table}.${fix.column}`,
      ko: (fix) => `${fix.table}.${fix.column}에 동의어 "${fix.synonym}"을(를) 추가합니다`,
    },
  },
);
