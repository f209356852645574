import { z } from "zod";
import { table, text } from "./fields.ts";
import { ensureConfig, findColumn } from "./find-table.ts";
import { fixType, folded, refusal } from "./fix-type.ts";

/** Lets Genie look values of a column up, or not. */
export const setEntityMatching = fixType(
  "set_entity_matching",
  { table, column: text, enabled: z.boolean() },
  {
    category: "metadata_add",
    touches: (fix) => {
      // Entity matching needs format assistance: switching one on and the other off contradict each other.
      const column = `${folded(fix.table)} ${folded(fix.column)}`;
      return [`set_entity_matching ${column}`, ...(fix.enabled ? [`value help ${column}`] : [])];
    },
    apply: (draft, fix, context) => {
      const found = findColumn(draft, fix, context);
      if (found.kind === "refused") return found.refusal;
      const { table: source, column, config } = found.value;
      const at = `${source.identifier}.${column}`;
      if ((config?.enable_entity_matching === true) === fix.enabled) {
        return refusal("no_op", `${at} already has enable_entity_matching ${fix.enabled ? "on" : "off"}`);
      }
      const settings = ensureConfig(source, column, config);
      settings.enable_entity_matching = fix.enabled;
      // The service refuses entity matching without it.
      if (fix.enabled) settings.enable_format_assistance = true;
      return null;
    },
    describe: {
      en: (fix) =>
        `Switch entity matching (with format assistance, which it needs) of ${fix.table}.${fix.column} ${fix.enabled ? "on" : "off"}`,
      ko: (fix) =>
        `${fix.table}.${fix.column}의 엔터티 매칭(필요한 형식 지원 포함)을(를) ${fix.enabled ? "켭니다" : "끕니다"}`,
    },
  },
);
