import { canonicalJson } from "../core/json.ts";
import { byCodePoint, canonicalSpace } from "./canonical.ts";
import type { SpaceDocument } from "./document.ts";
import { itemsByKey, keysOfBoth, membersMap } from "./keyed.ts";
import { textOf } from "./lines.ts";
import { pathText, type Step } from "./path.ts";
import { memberShape, spaceShape, type Shape } from "./shape.ts";

/**
 * One difference of meaning. `path` names things by id, identifier or column name, never by place in a list. Texts stand
 * put together; an added or removed thing stands whole. What is not there is null.
 */
export type SpaceChange = {
  readonly path: string;
  readonly kind: "add" | "remove" | "change";
  readonly before: unknown;
  readonly after: unknown;
};

/** Every difference, in order of path. Empty exactly when the canonical forms are equal. */
export function diffSpaces(before: SpaceDocument, after: SpaceDocument): SpaceChange[] {
  const changes = [...differences(spaceShape, canonicalSpace(before), canonicalSpace(after), [])];
  return changes.toSorted((left, right) => byCodePoint(left.path, right.path));
}

/** The changes that take these back. */
export function invertChanges(changes: readonly SpaceChange[]): SpaceChange[] {
  return changes.toReversed().map(({ path, kind, before, after }) => ({
    path,
    kind: kind === "add" ? "remove" : kind === "remove" ? "add" : "change",
    before: after,
    after: before,
  }));
}

function* differences(shape: Shape, before: unknown, after: unknown, steps: readonly Step[]): Generator<SpaceChange> {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return;
  // A list or a part that is not there is an empty one; a thing found by a key of its own comes or goes whole.
  const oneIsGone = (before ?? null) === null || (after ?? null) === null;
  if (oneIsGone && steps.at(-1)?.kind === "item") {
    yield changeAt(shape, before, after, steps);
    return;
  }
  switch (shape.kind) {
    case "leaf":
    case "text":
    case "join_sql":
      yield changeAt(shape, before, after, steps);
      return;
    case "words":
      yield* wordDifferences(before, after, steps);
      return;
    case "list": {
      const [left, right] = [itemsByKey(shape.key, before), itemsByKey(shape.key, after)];
      for (const key of keysOfBoth(left, right)) {
        yield* differences(shape.item, left.get(key), right.get(key), [...steps, { kind: "item", key }]);
      }
      return;
    }
    case "object": {
      const [left, right] = [membersMap(before), membersMap(after)];
      for (const key of keysOfBoth(left, right)) {
        const inner = memberShape(shape, key);
        yield* differences(inner, left.get(key), right.get(key), [...steps, { kind: "member", key }]);
      }
    }
  }
}

function* wordDifferences(before: unknown, after: unknown, steps: readonly Step[]): Generator<SpaceChange> {
  const [left, right] = [wordsOf(before), wordsOf(after)];
  const leaf: Shape = { kind: "leaf" };
  for (const word of left) {
    if (!right.includes(word)) yield changeAt(leaf, word, null, [...steps, { kind: "item", key: word }]);
  }
  for (const word of right) {
    if (!left.includes(word)) yield changeAt(leaf, null, word, [...steps, { kind: "item", key: word }]);
  }
}

function wordsOf(value: unknown): readonly unknown[] & readonly string[] {
  // Whatever is no list has no words.
  return Array.isArray(value) ? (value as string[]) : [];
}

function changeAt(shape: Shape, before: unknown, after: unknown, steps: readonly Step[]): SpaceChange {
  const [from, to] = [shown(shape, before), shown(shape, after)];
  const kind = from === null ? "add" : to === null ? "remove" : "change";
  return { path: pathText(steps), kind, before: from, after: to };
}

function shown(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return shape.kind === "text" && Array.isArray(value) ? textOf(value as string[]) : value;
}
