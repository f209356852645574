import { z } from "zod";
import { isMembers } from "./keyed.ts";
import { pathText, type Step } from "./path.ts";

/** Paths of members that the schema does not know; they are kept, but the service may refuse them. */
export function unknownMembers(schema: z.ZodType, value: unknown, steps: readonly Step[] = []): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    // Both hold a schema of the same family.
    return unknownMembers(schema.unwrap() as z.ZodType, value, steps);
  }
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item, index) =>
      unknownMembers(schema.element as z.ZodType, item, [
        ...steps,
        { kind: "item", key: keyOf(item) ?? String(index) },
      ]),
    );
  }
  if (!(schema instanceof z.ZodObject) || !isMembers(value)) return [];
  const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
  return Object.entries(value).flatMap(([key, member]) => {
    const at: readonly Step[] = [...steps, { kind: "member", key }];
    const known = shape[key];
    return known === undefined ? [pathText(at)] : unknownMembers(known, member, at);
  });
}

function keyOf(item: unknown): string | null {
  if (!isMembers(item)) return null;
  const key = item["id"] ?? item["identifier"] ?? item["column_name"] ?? item["name"];
  return typeof key === "string" ? key : null;
}
