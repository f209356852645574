import { isMembers } from "./keyed.ts";
import { memberShape, type Shape } from "./shape.ts";

/** The value without members that are null, wherever its shape is known; what nobody knows stays as it is inside. */
export function withoutNulls(shape: Shape, value: unknown): unknown {
  if (shape.kind === "list" && Array.isArray(value)) return value.map((item) => withoutNulls(shape.item, item));
  if (shape.kind !== "object" || !isMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(memberShape(shape, name), member)]),
  );
}
