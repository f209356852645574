import { canonicalSpace } from "./canonical.ts";
import type { SpaceDocument } from "./document.ts";
import { canonicalJson, parseJson } from "../core/json.ts";

/** A configuration as a file holds it: canonical, members by name, one a line, so that a small change is a small difference between files. */
export function spaceText(document: SpaceDocument): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(canonicalSpace(document))), null, 2)}\n`;
}

/** A file's JSON: the configuration alone, or the service's whole answer, in which it stands as text. @throws SyntaxError */
export function readSpaceText(text: string): { readonly value: unknown; readonly isWholeAnswer: boolean } {
  const value = parseJson(text.replace(/^\uFEFF/u, ""));
  const inner = isAnswer(value) ? value.serialized_space : null;
  return inner === null ? { value, isWholeAnswer: false } : { value: parseJson(inner), isWholeAnswer: true };
}

function isAnswer(value: unknown): value is { readonly serialized_space: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    !("version" in value) &&
    "serialized_space" in value &&
    typeof value.serialized_space === "string"
  );
}
