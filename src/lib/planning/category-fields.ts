import { z } from "zod";
import type { FixCategory } from "../space/fix-category.ts";
import { categoryOf, fixSchema, type ChangeType } from "../space/fix.ts";

/** What a flat reply object may hold under a name. */
export type FieldKind =
  | { readonly kind: "text" }
  | { readonly kind: "texts" }
  | { readonly kind: "flag" }
  | { readonly kind: "one_of"; readonly values: readonly string[] };

/** The types that stand under a category, in the order of the fix schema. */
export function changeTypesOf(category: FixCategory): readonly ChangeType[] {
  return fixSchema.options
    .map((option) => option.shape.change_type.value)
    .filter((type) => categoryOf(type) === category);
}

/** The fields of one type, `change_type` aside. */
export function fieldsOf(type: ChangeType): ReadonlyMap<string, FieldKind> {
  const option = fixSchema.options.find((candidate) => candidate.shape.change_type.value === type);
  const fields = Object.entries(option?.shape ?? {}).filter(([name]) => name !== "change_type");
  return new Map(fields.map(([name, schema]) => [name, kindOf(schema)]));
}

function kindOf(schema: unknown): FieldKind {
  if (schema instanceof z.ZodArray) return { kind: "texts" };
  if (schema instanceof z.ZodBoolean) return { kind: "flag" };
  if (schema instanceof z.ZodEnum) return { kind: "one_of", values: schema.options.map(String) };
  return { kind: "text" };
}
