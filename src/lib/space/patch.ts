import { canonicalJson } from "../core/json.ts";
import { canonicalSpace } from "./canonical.ts";
import { diffSpaces, invertChanges, type SpaceChange } from "./diff.ts";
import type { SpaceDocument } from "./document.ts";
import { itemsByKey, membersMap } from "./keyed.ts";
import { piecesOf, textOf } from "./lines.ts";
import { mergeLines } from "./merge-lines.ts";
import type { MergeConflict, MergeResult } from "./merge.ts";
import { readPath, type Step } from "./path.ts";
import { memberShape, spaceShape, type Shape } from "./shape.ts";

/**
 * Makes changes, as {@link diffSpaces} gives them, on a document that may have moved on since. A change whose `before`
 * no longer stands there is a conflict, and then nothing is changed.
 */
export function patchSpace(document: SpaceDocument, changes: readonly SpaceChange[]): MergeResult {
  const conflicts: MergeConflict[] = [];
  let current: unknown = canonicalSpace(document);
  for (const change of changes) current = changed(spaceShape, current, readPath(change.path), change, conflicts);
  // Changes keep every member's type, since they come from documents.
  return conflicts.length > 0
    ? { kind: "conflict", conflicts }
    : { kind: "merged", document: canonicalSpace(current as SpaceDocument) };
}

/** The patch that takes a fix back: it names only what the fix changed, so that later edits elsewhere stay. */
export function invertFix(before: SpaceDocument, after: SpaceDocument): SpaceChange[] {
  return invertChanges(diffSpaces(before, after));
}

function changed(
  shape: Shape,
  value: unknown,
  steps: readonly Step[],
  change: SpaceChange,
  conflicts: MergeConflict[],
): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return replaced(shape, value, change, conflicts);
  const { key } = step;
  switch (shape.kind) {
    case "object": {
      const members = membersMap(value);
      const next = changed(memberShape(shape, key), members.get(key), rest, change, conflicts);
      if (next === null || next === undefined) members.delete(key);
      else members.set(key, next);
      return Object.fromEntries(members);
    }
    case "list": {
      const items: Map<string, unknown> = itemsByKey(shape.key, value);
      const next = changed(shape.item, items.get(key), rest, change, conflicts);
      if (next === null || next === undefined) items.delete(key);
      else items.set(key, next);
      return [...items.values()];
    }
    case "words": {
      const words = (Array.isArray(value) ? value : []) as string[];
      const next = replaced({ kind: "leaf" }, words.includes(key) ? key : null, change, conflicts);
      return typeof next === "string" ? [...words, next] : words.filter((word) => word !== key);
    }
    case "leaf":
    case "text":
    case "join_sql":
      return clash(value, change, conflicts);
  }
}

function replaced(shape: Shape, value: unknown, change: SpaceChange, conflicts: MergeConflict[]): unknown {
  const isText = shape.kind === "text";
  const now = isText && Array.isArray(value) ? textOf(value as string[]) : (value ?? null);
  const wanted = isText && typeof change.after === "string" ? piecesOf(change.after) : change.after;
  if (canonicalJson(now) === canonicalJson(change.before) || canonicalJson(now) === canonicalJson(change.after)) {
    return wanted;
  }
  const { before, after } = change;
  if (isText && shape.merge === "lines" && [now, before, after].every((each) => typeof each === "string")) {
    const text = mergeLines(before as string, after as string, now as string);
    if (text !== null) return piecesOf(text);
  }
  return clash(value, change, conflicts);
}

function clash(value: unknown, change: SpaceChange, conflicts: MergeConflict[]): unknown {
  conflicts.push({ path: change.path, base: change.before, ours: change.after, theirs: value ?? null });
  return value;
}
