import { piecesOf, textOf } from "../lines.ts";
import { refusal, type FixFamily } from "./family.ts";
import { findTable } from "./find-table.ts";

/** What a table holds, in words. */
export const tableDescriptionFixes: FixFamily<"add_table_description"> = {
  apply: (draft, { table, description }) => {
    const found = findTable(draft, table);
    if (found.kind === "refused") return found.refusal;
    if (textOf(found.value.description) === description) return refusal("no_op", `${table} is already described so`);
    found.value.description = piecesOf(description);
    return null;
  },
  describe: ({ table, description }, locale) =>
    locale === "en" ? `Describe ${table} as "${description}"` : `${table}의 설명을 "${description}"(으)로 씁니다`,
};
