import type { JoinSpec, SpaceDocument } from "../document.ts";
import {
  joinConditionText,
  joinMarker,
  markerText,
  readJoinCondition,
  type JoinOperand,
  type RelationshipType,
} from "../join-text.ts";
import { refusal, type FixContext, type Refusal } from "./fix-type.ts";

type Sides = { readonly left: JoinSpec["left"]; readonly right: JoinSpec["right"] };

export function joinsOf(document: SpaceDocument): readonly JoinSpec[] {
  return document.instructions?.join_specs ?? [];
}

/** Condition and marker, or why the condition cannot stand between these sides. */
export function joinSql(sides: Sides, sql: string, type: RelationshipType, context: FixContext): string[] | Refusal {
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

/** Why a join may not stand beside the others: one of them makes the same columns equal. */
export function twinJoin(others: readonly JoinSpec[], join: JoinSpec): Refusal | null {
  const twin = others.find((each) => meaningOf(each) === meaningOf(join));
  return twin === undefined ? null : refusal("duplicate", `The space already has that join (${twin.id})`);
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

/** A join as people know it: its two tables. */
export function joinName(id: string, document: SpaceDocument | null): string {
  const join = document?.instructions?.join_specs?.find((each) => each.id === id);
  return join === undefined ? id : `${join.left.identifier} – ${join.right.identifier}`;
}
