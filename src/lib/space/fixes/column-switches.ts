import { refusal, type FixFamily } from "./family.ts";
import { ensureConfig, findColumn } from "./find-table.ts";

/** What the space lets Genie see of a column's values. */
export const switchFixes: FixFamily<"set_entity_matching" | "set_format_assistance"> = {
  apply: (draft, fix, context) => {
    const found = findColumn(draft, fix, context);
    if (found.kind === "refused") return found.refusal;
    const { table, column, config } = found.value;
    const at = `${table.identifier}.${column}`;
    const member = memberOf[fix.change_type];
    if ((config?.[member] === true) === fix.enabled) {
      return refusal("no_op", `${at} already has ${member} ${fix.enabled ? "on" : "off"}`);
    }
    if (member === "enable_format_assistance" && !fix.enabled && config?.enable_entity_matching === true) {
      return refusal("invalid", `Entity matching of ${at} needs format assistance; switch that off first`);
    }
    const settings = ensureConfig(table, column, config);
    settings[member] = fix.enabled;
    // The service refuses entity matching without it.
    if (member === "enable_entity_matching" && fix.enabled) settings.enable_format_assistance = true;
    return null;
  },
  describe: (fix, locale) => {
    const at = `${fix.table}.${fix.column}`;
    const what = words[fix.change_type][locale];
    if (locale === "en") return `Switch ${what} of ${at} ${fix.enabled ? "on" : "off"}`;
    return `${at}의 ${what}을(를) ${fix.enabled ? "켭니다" : "끕니다"}`;
  },
};

const memberOf = {
  set_entity_matching: "enable_entity_matching",
  set_format_assistance: "enable_format_assistance",
} as const;

const words = {
  set_entity_matching: {
    en: "entity matching (with format assistance, which it needs)",
    ko: "엔터티 매칭(필요한 형식 지원 포함)",
  },
  set_format_assistance: { en: "format assistance", ko: "형식 지원" },
} as const;
