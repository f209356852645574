import { digestOf } from "../core/digest.ts";
import { normalForm } from "../sql/normal-form.ts";
import type { Fix } from "../space/fix.ts";

/** Every text of a fix that would enter the space or be looked for in it, by field; ids and types aside. */
export function fixTexts(fix: Fix): readonly { readonly field: string; readonly text: string }[] {
  return Object.entries(fix).flatMap(([field, value]) => {
    if (field === "change_type" || field === "id" || field === "relationship_type") return [];
    if (typeof value === "string") return value === "" ? [] : [{ field, text: value }];
    return Array.isArray(value) ? value.map((text) => ({ field, text })) : [];
  });
}

/**
 * A name for what a fix does: equal for two fixes that differ in case of names, spaces or the writing of SQL.
 * The same in every run, so that lessons can refer to it.
 */
export function fixKey(fix: Fix): string {
  const entries = Object.entries(fix).map(([field, value]): [string, unknown] => [field, canonical(field, value)]);
  return digestOf(Object.fromEntries(entries));
}

const nameFields = new Set([
  "name",
  "table",
  "column",
  "left_table",
  "right_table",
  "left_alias",
  "right_alias",
  "alias",
]);

function canonical(field: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => String(canonical(field, item))).toSorted();
  if (typeof value !== "string") return value;
  const plain = value.normalize("NFC").trim().replaceAll(/\s+/gu, " ");
  if (field === "sql") return normalForm(/^\s*(?:select|with)\b/iu.test(value) ? value : `SELECT ${value}`);
  return nameFields.has(field) ? plain.toLowerCase() : plain;
}
