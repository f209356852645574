import { z } from "zod";
import type { FixCategory } from "../space/fix-category.ts";
import { fixSchema, type Fix } from "../space/fix.ts";
import { changeTypesOf, fieldsOf } from "./category-fields.ts";
import { jsonIn } from "./json-in-reply.ts";

/** One fix of a reply, as read. */
export type ReplyFix =
  | { readonly kind: "fix"; readonly fix: Fix; readonly targets: readonly string[]; readonly reasoning: string }
  | { readonly kind: "rejected"; readonly reason: string; readonly raw: unknown };

export type ParsedReply =
  | { readonly kind: "read"; readonly fixes: readonly ReplyFix[] }
  | { readonly kind: "unreadable"; readonly reason: string };

const flatSchema = z.looseObject({
  change_type: z.string(),
  target_question_ids: z.array(z.string()),
  reasoning: z.string().default(""),
});

/** Reads a model's reply: JSON, possibly in a fence or with words around it. What cannot be read is data, never an exception. */
export function parseReply(category: FixCategory, text: string): ParsedReply {
  const value = jsonIn(text);
  if (typeof value === "string") return { kind: "unreadable", reason: value };
  const fixes = typeof value === "object" && value !== null && "fixes" in value ? value.fixes : undefined;
  if (!Array.isArray(fixes)) return { kind: "unreadable", reason: "the reply has no list of fixes" };
  return { kind: "read", fixes: fixes.map((raw: unknown) => readFix(category, raw)) };
}

function readFix(category: FixCategory, raw: unknown): ReplyFix {
  const flat = flatSchema.safeParse(raw);
  if (!flat.success) return rejected(raw, flat.error);
  const { target_question_ids: targets, reasoning, ...rest } = flat.data;
  const type = changeTypesOf(category).find((candidate) => candidate === rest.change_type);
  if (type === undefined) {
    return { kind: "rejected", reason: `${rest.change_type} is not a change of the category ${category}`, raw };
  }
  const own = fieldsOf(type);
  const used = Object.entries(rest).filter(
    ([name, value]) => name === "change_type" || own.has(name) || !isEmpty(value),
  );
  const fix = fixSchema.safeParse(Object.fromEntries(used));
  if (!fix.success) return rejected(raw, fix.error);
  return {
    kind: "fix",
    fix: fix.data,
    targets: [...new Set(targets.map((target) => target.trim()))],
    reasoning: reasoning.trim(),
  };
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  return value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

function rejected(raw: unknown, error: z.ZodError): ReplyFix {
  const reasons = error.issues.map((issue) =>
    [issue.path.map(String).join("."), issue.message].filter(Boolean).join(": "),
  );
  return { kind: "rejected", reason: `the proposal does not fit its schema: ${reasons.join("; ")}`, raw };
}
