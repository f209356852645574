import { createHash } from "node:crypto";
import { canonicalJson } from "./json.ts";

/** SHA-256 of a text, as 64 hex digits. */
export function digestText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** SHA-256 of a document's canonical JSON: equal documents, equal digests. */
export function digestOf(value: unknown): string {
  return digestText(canonicalJson(value));
}
