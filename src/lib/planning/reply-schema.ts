import type { FixCategory } from "../space/fix-category.ts";
import type { ChangeType } from "../space/fix.ts";
import { changeTypesOf, fieldsOf, type FieldKind } from "./category-fields.ts";

export type JsonSchema = { readonly [key: string]: unknown };

/**
 * The JSON schema of a category's reply. Served models take a flat object only: no unions, patterns or references, at most
 * 64 keys, every member required; so each fix holds the fields of all the category's types, the unused ones empty.
 */
export function replySchema(category: FixCategory, without: ReadonlySet<ChangeType> = new Set()): JsonSchema {
  const types = changeTypesOf(category).filter((type) => !without.has(type));
  const named = new Map(types.flatMap((type) => Array.from(fieldsOf(type))));
  const fields = [...named].map(([name, kind]): [string, JsonSchema] => [name, schemaOf(kind)]);
  const properties: Record<string, JsonSchema> = {
    change_type: { type: "string", enum: types },
    ...Object.fromEntries(fields),
    target_question_ids: { type: "array", items: { type: "string" } },
    reasoning: { type: "string" },
  };
  const fix = { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
  return {
    type: "object",
    properties: { fixes: { type: "array", items: fix } },
    required: ["fixes"],
    additionalProperties: false,
  };
}

function schemaOf(kind: FieldKind): JsonSchema {
  switch (kind.kind) {
    case "text":
      return { type: "string" };
    case "texts":
      return { type: "array", items: { type: "string" } };
    case "flag":
      return { type: "boolean" };
    case "one_of":
      return { type: "string", enum: ["", ...kind.values] };
  }
}
