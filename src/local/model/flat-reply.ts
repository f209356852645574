import { z } from "zod";
import type { Proposal } from "./proposal.ts";

const member = z.looseObject({ type: z.unknown(), enum: z.array(z.unknown()).optional() });
const objectOf = z.looseObject({ properties: z.record(z.string(), member).optional() });
const replySchema = z.object({ properties: z.object({ fixes: z.object({ items: objectOf }) }) });

/** The reply's document: each fix with every field its schema names, those it does not use empty. */
export function flatReply(
  proposals: readonly Proposal[],
  schema: unknown,
): { readonly fixes: readonly Readonly<Record<string, unknown>>[] } {
  const parsed = replySchema.safeParse(schema);
  const fields = parsed.success ? (parsed.data.properties.fixes.items.properties ?? {}) : {};
  return {
    fixes: proposals.map((each) => ({
      ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, emptyOf(field)])),
      change_type: each.change_type,
      ...each.fields,
      target_question_ids: each.targets,
      reasoning: each.reasoning,
    })),
  };
}

function emptyOf(field: z.infer<typeof member>): unknown {
  const types = Array.isArray(field.type) ? field.type : [field.type];
  if (field.enum !== undefined && !field.enum.includes("")) return field.enum[0];
  if (types.includes("array")) return [];
  if (types.includes("boolean")) return false;
  return types.includes("integer") || types.includes("number") ? 0 : "";
}
