import { canonicalJson } from "../core/json.ts";
import { canonicalSpace } from "./canonical.ts";
import type { SpaceDocument } from "./document.ts";
import { itemsByKey, keysOfBoth, membersMap } from "./keyed.ts";
import { piecesOf, textOf } from "./lines.ts";
import { mergeLines } from "./merge-lines.ts";
import { pathText, type Step } from "./path.ts";
import type { SpaceProblem } from "./problem.ts";
import { memberShape, spaceShape, type Shape } from "./shape.ts";
import { validateSpace } from "./validate.ts";

/** Both sides changed one thing, each in its own way. What is not there is null. */
export type MergeConflict = {
  readonly path: string;
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
  /** The rule that only both sides together break; `ours` and `theirs` then say how. */
  readonly rule?: SpaceProblem["code"];
};

export type MergeResult =
  | { readonly kind: "merged"; readonly document: SpaceDocument }
  | { readonly kind: "conflict"; readonly conflicts: readonly MergeConflict[] };

/**
 * Three-way merge: what only one side changed is taken from that side; what both changed alike is taken once; all else
 * is a conflict, as is a result that breaks a rule which neither side broke.
 */
export function mergeSpaces(base: SpaceDocument, ours: SpaceDocument, theirs: SpaceDocument): MergeResult {
  const conflicts: MergeConflict[] = [];
  const forms = [base, ours, theirs].map(canonicalSpace) as [SpaceDocument, SpaceDocument, SpaceDocument];
  // Merging keeps every member's type.
  const document = canonicalSpace(merged(spaceShape, ...forms, [], conflicts) as SpaceDocument);
  if (conflicts.length === 0) conflicts.push(...newProblems(document, forms));
  return conflicts.length === 0 ? { kind: "merged", document } : { kind: "conflict", conflicts };
}

function merged(
  shape: Shape,
  base: unknown,
  ours: unknown,
  theirs: unknown,
  steps: readonly Step[],
  conflicts: MergeConflict[],
): unknown {
  if (same(ours, base)) return theirs;
  if (same(theirs, base) || same(ours, theirs)) return ours;
  const clash = (): unknown => {
    conflicts.push({ path: pathText(steps), base: base ?? null, ours: ours ?? null, theirs: theirs ?? null });
    return theirs;
  };
  const gone = isGone(ours) || isGone(theirs);
  switch (shape.kind) {
    case "leaf":
    case "join_sql":
      return clash();
    case "text": {
      if (shape.merge === "whole" || gone || isGone(base)) return clash();
      const text = mergeLines(
        ...([base, ours, theirs].map((each) => textOf(each as string[])) as [string, string, string]),
      );
      return text === null ? clash() : piecesOf(text);
    }
    case "words": {
      const [was, mine, other] = [base, ours, theirs].map(wordsOf) as [string[], string[], string[]];
      const kept = other.filter((word) => mine.includes(word) || !was.includes(word));
      return [...kept, ...mine.filter((word) => !was.includes(word) && !other.includes(word))];
    }
    case "list": {
      const [was, mine, other] = [base, ours, theirs].map((list) => itemsByKey(shape.key, list)) as ThreeMaps;
      return keysOfBoth(was, mine, other)
        .map((key) =>
          merged(shape.item, was.get(key), mine.get(key), other.get(key), [...steps, { kind: "item", key }], conflicts),
        )
        .filter((item) => !isGone(item));
    }
    case "object": {
      // A container that one side emptied is absent; a thing with a key of its own that one side removed is a clash.
      const named = steps.at(-1);
      if (gone && named?.kind === "item" && shape.names === undefined) return clash();
      const bare = shape.names === undefined ? {} : { [shape.names]: named?.key };
      const [was, mine, other] = [base, ours, theirs].map((side) => membersMap(side ?? bare)) as ThreeMaps;
      const entries = keysOfBoth(was, mine, other).map((key): [string, unknown] => [
        key,
        merged(
          memberShape(shape, key),
          was.get(key),
          mine.get(key),
          other.get(key),
          [...steps, { kind: "member", key }],
          conflicts,
        ),
      ]);
      const left = entries.filter(([, value]) => !isGone(value));
      // Nothing is said of it any more.
      if (gone && left.every(([name]) => name === shape.names) && shape.names !== undefined) return undefined;
      return Object.fromEntries(left);
    }
  }
}

type ThreeMaps = [Map<string, unknown>, Map<string, unknown>, Map<string, unknown>];

/** Rules that the merged document breaks though no input did, such as two text instructions, one from each side. */
function newProblems(document: SpaceDocument, inputs: readonly SpaceDocument[]): MergeConflict[] {
  const known = new Set(inputs.flatMap((input) => validateSpace(input).map((problem) => problem.path + problem.code)));
  return validateSpace(document)
    .filter((problem) => !known.has(problem.path + problem.code))
    .map(({ path, code, message }) => ({ path, base: null, ours: message, theirs: message, rule: code }));
}

function same(left: unknown, right: unknown): boolean {
  return canonicalJson(left ?? null) === canonicalJson(right ?? null);
}

function isGone(value: unknown): boolean {
  return value === undefined || value === null;
}

function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
