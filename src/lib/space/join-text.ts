import { z } from "zod";

/** How many rows of one side meet one row of the other. */
const relationshipTypes = ["MANY_TO_ONE", "ONE_TO_MANY", "ONE_TO_ONE", "MANY_TO_MANY"] as const;
export type RelationshipType = (typeof relationshipTypes)[number];

const relationship = z.enum(relationshipTypes);

/** The relationship that a marker comment names, or null when the text is no marker. */
export function joinMarker(text: string): RelationshipType | null {
  const found = /^\s*--rt=FROM_RELATIONSHIP_TYPE_([A-Z_]+)--\s*$/u.exec(text)?.[1];
  const parsed = relationship.safeParse(found);
  return parsed.success ? parsed.data : null;
}

/** The marker comment, the second piece of every join. */
export function markerText(type: RelationshipType): string {
  return `--rt=FROM_RELATIONSHIP_TYPE_${type}--`;
}

/** One side of an equality: `alias`.`column`. */
export type JoinOperand = { readonly alias: string; readonly column: string };

const name = "(?:`((?:[^`]|``)+)`|([\\p{L}_][\\p{L}\\p{N}_]*))";
const equality = new RegExp(`^\\s*${name}\\s*\\.\\s*${name}\\s*=\\s*${name}\\s*\\.\\s*${name}\\s*$`, "u");

/** The two sides of a join's condition, or null when it is not one equality of two columns with their aliases. */
export function readJoinCondition(sql: string): readonly [JoinOperand, JoinOperand] | null {
  const found = equality.exec(sql);
  if (found === null) return null;
  const part = (index: number): string => found[2 * index + 1]?.replaceAll("``", "`") ?? found[2 * index + 2] ?? "";
  return [
    { alias: part(0), column: part(1) },
    { alias: part(2), column: part(3) },
  ];
}

/** The condition as the service wants it: every name in backticks. */
export function joinConditionText(sides: readonly [JoinOperand, JoinOperand]): string {
  return sides.map((side) => `${backticked(side.alias)}.${backticked(side.column)}`).join(" = ");
}

function backticked(part: string): string {
  return `\`${part.replaceAll("`", "``")}\``;
}
