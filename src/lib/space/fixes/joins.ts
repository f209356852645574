import type { JoinSpec, SpaceDocument } from "../document.ts";
import {
  joinConditionText,
  joinMarker,
  markerText,
  readJoinCondition,
  type JoinOperand,
  type RelationshipType,
} from "../join-text.ts";
import { refusal, type FixContext, type FixFamily, type Refusal } from "./family.ts";
import { findTable } from "./find-table.ts";

type Sides = { readonly left: JoinSpec["left"]; readonly right: JoinSpec["right"] };

/** How tables belong together. */
export const joinFixes: FixFamily<"add_join_spec" | "update_join_spec" | "delete_join_spec"> = {
  apply: (draft, fix, context) => {
    const joins = draft.instructions?.join_specs ?? [];
    if (fix.change_type === "add_join_spec") {
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
      const id = context.ids.hex32();
      const added: JoinSpec = { id, ...sides, sql };
      const twin = joins.find((join) => meaningOf(join) === meaningOf(added));
      if (twin !== undefined) return refusal("duplicate", `The space already has that join (${twin.id})`);
      (draft.instructions ??= {}).join_specs = [...joins, added];
      return null;
    }
    const join = joins.find((each) => each.id === fix.id);
    if (join === undefined) return refusal("not_found", `The space has no join ${fix.id}`);
    if (fix.change_type === "delete_join_spec") {
      (draft.instructions ??= {}).join_specs = joins.filter((each) => each.id !== fix.id);
      return null;
    }
    const sql = joinSql(join, fix.sql, fix.relationship_type, context);
    if (!Array.isArray(sql)) return sql;
    if (sql.join("\n") === join.sql.join("\n")) return refusal("no_op", "The join already reads so");
    const twin = joins.find((each) => each.id !== fix.id && meaningOf(each) === meaningOf({ ...join, sql }));
    if (twin !== undefined) return refusal("duplicate", `The space already has that join (${twin.id})`);
    join.sql = sql;
    return null;
  },
  describe: (fix, locale, document) => {
    switch (fix.change_type) {
      case "add_join_spec":
        return locale === "en"
          ? `Join ${fix.left_table} with ${fix.right_table} on ${fix.sql} (${fix.relationship_type})`
          : `${fix.left_table}과(와) ${fix.right_table}을(를) ${fix.sql} 조건으로 조인합니다 (${fix.relationship_type})`;
      case "update_join_spec":
        return locale === "en"
          ? `Change the join ${nameOf(fix.id, document)} to ${fix.sql} (${fix.relationship_type})`
          : `조인 ${nameOf(fix.id, document)}을(를) ${fix.sql}(으)로 바꿉니다 (${fix.relationship_type})`;
      case "delete_join_spec":
        return locale === "en"
          ? `Delete the join ${nameOf(fix.id, document)}`
          : `조인 ${nameOf(fix.id, document)}을(를) 삭제합니다`;
    }
  },
};

/** Condition and marker, or why the condition cannot stand between these sides. */
function joinSql(sides: Sides, sql: string, type: RelationshipType, context: FixContext): string[] | Refusal {
  const operands = readJoinCondition(sql);
  if (operands === null) {
    return refusal("invalid", `${sql} is not one equality of two columns, each with its table's alias`);
  }
  const { left, right } = sides;
  if (left.alias === right.alias) return refusal("invalid", `Both sides have the alias ${left.alias ?? ""}`);
  const ownersOf = operands.map((operand) => [left, right].find((side) => side.alias === operand.alias));
  if (ownersOf[0] === undefined || ownersOf[1] === undefined || ownersOf[0] === ownersOf[1]) {
    return refusal("invalid", `${sql} must use the aliases ${left.alias ?? ""} and ${right.alias ?? ""}`);
  }
  for (const [index, operand] of operands.entries()) {
    const table = ownersOf[index]?.identifier ?? "";
    const known = context.columnsOf?.(table) ?? null;
    if (known !== null && !known.some((name) => name.toLowerCase() === operand.column.toLowerCase())) {
      return refusal("unknown_column", `${table} has no column ${operand.column}`);
    }
  }
  return [joinConditionText(operands), markerText(type)];
}

/** The columns a join makes equal, by full name, whichever side they stand on. */
function meaningOf(join: JoinSpec): string {
  const condition = join.sql.find((piece) => joinMarker(piece) === null) ?? "";
  const operands = readJoinCondition(condition);
  if (operands === null) return JSON.stringify(join.sql);
  const fullName = ({ alias, column }: JoinOperand): string =>
    `${(join.left.alias === alias ? join.left : join.right).identifier}.${column}`.toLowerCase();
  return JSON.stringify(operands.map(fullName).toSorted());
}

function nameOf(id: string, document: SpaceDocument | null): string {
  const join = document?.instructions?.join_specs?.find((each) => each.id === id);
  return join === undefined ? id : `${join.left.identifier} – ${join.right.identifier}`;
}
