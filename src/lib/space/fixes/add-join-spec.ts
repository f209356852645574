import type { JoinSpec } from "../document.ts";
import { relationship, table, text } from "./fields.ts";
import { findTable } from "./find-table.ts";
import { fixType, folded } from "./fix-type.ts";
import { joinsOf, joinSql, twinJoin } from "./join-parts.ts";

/** How two tables belong together. */
export const addJoinSpec = fixType(
  "add_join_spec",
  {
    left_table: table,
    right_table: table,
    left_alias: text,
    right_alias: text,
    sql: text,
    relationship_type: relationship,
  },
  {
    category: "join_specs_add",
    touches: (fix) => [`join ${[fix.left_table, fix.right_table].map(folded).toSorted().join(" ")} ${folded(fix.sql)}`],
    sql: (fix) => ({
      kind: "join",
      sql: fix.sql,
      sides: {
        left: { table: fix.left_table, alias: fix.left_alias },
        right: { table: fix.right_table, alias: fix.right_alias },
      },
    }),
    apply: (draft, fix, context) => {
      const left = findTable(draft, fix.left_table);
      if (left.kind === "refused") return left.refusal;
      const right = findTable(draft, fix.right_table);
      if (right.kind === "refused") return right.refusal;
      const sides = {
        left: { identifier: left.value.identifier, alias: fix.left_alias },
        right: { identifier: right.value.identifier, alias: fix.right_alias },
      };
      const sql = joinSql(sides, fix.sql, fix.relationship_type, context);
      if (!Array.isArray(sql)) return sql;
      const added: JoinSpec = { id: context.ids.hex32(), ...sides, sql };
      const refused = twinJoin(joinsOf(draft), added);
      if (refused === null) (draft.instructions ??= {}).join_specs = [...joinsOf(draft), added];
      return refused;
    },
    describe: {
      en: (fix) => `Join ${fix.left_table} with ${fix.right_table} on ${fix.sql} (${fix.relationship_type})`,
      ko: (fix) =>
        `${fix.left_table}과(와) ${fix.right_table}을(를) ${fix.sql} 조건으로 조인합니다 (${fix.relationship_type})`,
    },
  },
);
