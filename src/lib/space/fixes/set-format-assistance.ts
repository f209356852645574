import { z } from "zod";
import { table, text } from "./fields.ts";
import { ensureConfig, findColumn } from "./find-table.ts";
import { fixType, folded, refusal } from "./fix-type.ts";

/** Lets Genie see how values of a column are written, or not. */
export const setFormatAssistance = fixType(
  "set_format_assistance",
  { table, column: text, enabled: z.boolean() },
  {
    category: "metadata_add",
    touches: (fix) => {
      // Entity matching needs format assistance: switching one on and the other off contradict each other.
      const column = `${folded(fix.table)} ${folded(fix.column)}`;
      return [`set_format_assistance ${column}`, ...(fix.enabled ? [] : [`value help ${column}`])];
    },
    apply: (draft, fix, context) => {
      const found = findColumn(draft, fix, context);
      if (found.kind === "refused") return found.refusal;
      const { table: source, column, config } = found.value;
      const at = `${source.identifier}.${column}`;
      if ((config?.enable_format_assistance === true) === fix.enabled) {
        return refusal("no_op", `${at} already has enable_format_assistance ${fix.enabled ? "on" : "off"}`);
      }
      if (!fix.enabled && config?.enable_entity_matching === true) {
        return refusal("invalid", `Entity matching of ${at} needs format assistance; switch that off first`);
      }
      const settings = ensureConfig(source, column, config);
      settings.enable_format_assistance = fix.enabled;
      return null;
    },
    describe: {
      en: (fix) => `Switch format assistance of ${fix.table}.${fix.column} ${fix.enabled ? "on" : "off"}`,
      ko: (fix) => `${fix.table}.${fix.column}의 형식 지원을(를) ${fix.enabled ? "켭니다" : "끕니다"}`,
    },
  },
);
