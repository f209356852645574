import { piecesOf, textOf } from "../lines.ts";
import { refusal, type FixFamily } from "./family.ts";
import { ensureConfig, findColumn } from "./find-table.ts";
import { sameWords } from "./same-text.ts";

/** Synonyms and descriptions of columns. */
export const columnFixes: FixFamily<"add_synonym" | "delete_synonym" | "add_column_description"> = {
  apply: (draft, fix, context) => {
    const found = findColumn(draft, fix, context);
    if (found.kind === "refused") return found.refusal;
    const { table, column, config } = found.value;
    const at = `${table.identifier}.${column}`;
    switch (fix.change_type) {
      case "add_synonym": {
        const there = config?.synonyms ?? [];
        if (there.some((each) => sameWords(each, fix.synonym))) {
          return refusal("duplicate", `${at} already has the synonym "${fix.synonym}"`);
        }
        ensureConfig(table, column, config).synonyms = [...there, fix.synonym];
        return null;
      }
      case "delete_synonym": {
        const there = config?.synonyms ?? [];
        if (config === null || !there.includes(fix.synonym)) {
          return refusal("not_found", `${at} has no synonym "${fix.synonym}"`);
        }
        config.synonyms = there.filter((each) => each !== fix.synonym);
        return null;
      }
      case "add_column_description": {
        if (textOf(config?.description) === fix.description) return refusal("no_op", `${at} is already described so`);
        ensureConfig(table, column, config).description = piecesOf(fix.description);
        return null;
      }
    }
  },
  describe: (fix, locale) => {
    const at = `${fix.table}.${fix.column}`;
    switch (fix.change_type) {
      case "add_synonym":
        return locale === "en"
          ? `Add the synonym "${fix.synonym}" to ${at}`
          : `${at}에 동의어 "${fix.synonym}"을(를) 추가합니다`;
      case "delete_synonym":
        return locale === "en"
          ? `Delete the synonym "${fix.synonym}" of ${at}`
          : `${at}의 동의어 "${fix.synonym}"을(를) 삭제합니다`;
      case "add_column_description":
        return locale === "en"
          ? `Describe ${at} as "${fix.description}"`
          : `${at}의 설명을 "${fix.description}"(으)로 씁니다`;
    }
  },
};
