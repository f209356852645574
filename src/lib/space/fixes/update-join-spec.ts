import { id, relationship, text } from "./fields.ts";
import { fixType, refusal } from "./fix-type.ts";
import { joinName, joinsOf, joinSql, twinJoin } from "./join-parts.ts";

/** Another condition or relationship for a join that is there. */
export const updateJoinSpec = fixType(
  "update_join_spec",
  { id, sql: text, relationship_type: relationship },
  {
    category: "join_specs_add",
    touches: (fix) => [`id ${fix.id}`],
    sql: (fix) => ({ kind: "join_of", sql: fix.sql, id: fix.id }),
    apply: (draft, fix, context) => {
      const join = joinsOf(draft).find((each) => each.id === fix.id);
      if (join === undefined) return refusal("not_found", `The space has no join ${fix.id}`);
      const sql = joinSql(join, fix.sql, fix.relationship_type, context);
      if (!Array.isArray(sql)) return sql;
      if (sql.join("\n") === join.sql.join("\n")) return refusal("no_op", "The join already reads so");
      const others = joinsOf(draft).filter((each) => each.id !== fix.id);
      const refused = twinJoin(others, { ...join, sql });
      if (refused === null) join.sql = sql;
      return refused;
    },
    describe: {
      en: (fix, document) => `Change the join ${joinName(fix.id, document)} to ${fix.sql} (${fix.relationship_type})`,
      ko: (fix, document) =>
        `조인 ${joinName(fix.id, document)}을(를) ${fix.sql}(으)로 바꿉니다 (${fix.relationship_type})`,
    },
  },
);
