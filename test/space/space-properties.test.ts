import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededIds } from "../../src/lib/core/random.ts";
import { applyFix, describeFix } from "../../src/lib/space/apply-fix.ts";
import { canonicalSpace, canonicalText, serializeSpace, spaceDigest } from "../../src/lib/space/canonical.ts";
import { diffSpaces } from "../../src/lib/space/diff.ts";
import { parseSpace, type SpaceDocument } from "../../src/lib/space/document.ts";
import { mergeSpaces, type MergeResult } from "../../src/lib/space/merge.ts";
import { invertFix, patchSpace } from "../../src/lib/space/patch.ts";
import { pathText, readPath } from "../../src/lib/space/path.ts";
import { validateSpace } from "../../src/lib/space/validate.ts";
import { anyFix, anySpace } from "./arbitrary-space.ts";

const documentAndFix = anySpace.chain((document) => fc.tuple(fc.constant(document), anyFix(document)));
const ids = () => seededIds("properties");

function textsOf(document: SpaceDocument): Map<string, unknown> {
  return new Map(diffSpaces({ version: 2, data_sources: {} }, document).map((change) => [change.path, change.after]));
}

function conflictPaths(result: MergeResult): string[] {
  return result.kind === "conflict" ? result.conflicts.map((each) => each.path).toSorted() : [];
}

describe("a space's canonical form", () => {
  it("is stable", () => {
    fc.assert(
      fc.property(anySpace, (document) => {
        expect(canonicalSpace(canonicalSpace(document))).toEqual(canonicalSpace(document));
      }),
    );
  });

  it("loses nothing when written and read again", () => {
    fc.assert(
      fc.property(anySpace, (document) => {
        const again = parseSpace(serializeSpace(document));
        expect(canonicalText(again)).toBe(canonicalText(document));
        expect(textsOf(again)).toEqual(textsOf(document));
      }),
    );
  });

  it("breaks no rule of order", () => {
    fc.assert(
      fc.property(anySpace, (document) => {
        const sent = parseSpace(serializeSpace(document));
        expect(validateSpace(sent).filter((problem) => problem.code === "wrong_order")).toEqual([]);
      }),
    );
  });

  it("is equal exactly when nothing differs", () => {
    fc.assert(
      fc.property(anySpace, anySpace, (left, right) => {
        expect(diffSpaces(left, right).length === 0).toBe(spaceDigest(left) === spaceDigest(right));
      }),
    );
  });
});

describe("fixes of any space", () => {
  it("change what they say, and taken back give the same bytes again", () => {
    let applied = 0;
    fc.assert(
      fc.property(documentAndFix, ([document, fix]) => {
        const result = applyFix(document, fix, ids());
        if (result.kind === "refused") return;
        applied += 1;
        expect(result.changed).not.toEqual([]);
        const undone = patchSpace(result.document, invertFix(document, result.document));
        expect(undone.kind === "merged" && canonicalText(undone.document)).toBe(canonicalText(document));
      }),
      { numRuns: 600 },
    );
    expect(applied).toBeGreaterThan(100);
  });

  it("leave the document they are given alone", () => {
    fc.assert(
      fc.property(documentAndFix, ([document, fix]) => {
        const copy = structuredClone(document);
        applyFix(document, fix, ids());
        expect(document).toEqual(copy);
      }),
    );
  });

  it("are refused the second time", () => {
    fc.assert(
      fc.property(documentAndFix, ([document, fix]) => {
        const first = applyFix(document, fix, ids());
        if (first.kind === "refused") return;
        expect(applyFix(first.document, fix, ids()).kind).toBe("refused");
      }),
      { numRuns: 300 },
    );
  });

  it("read as one sentence in both languages", () => {
    fc.assert(
      fc.property(documentAndFix, ([document, fix]) => {
        expect(describeFix(fix, "en", document)).toMatch(/^[A-Z]/u);
        expect(describeFix(fix, "ko", document)).toMatch(/다(?: \(|:|$)/u);
      }),
    );
  });
});

describe("differences and merges of any spaces", () => {
  it("take one space to the other and back", () => {
    fc.assert(
      fc.property(anySpace, anySpace, (left, right) => {
        const there = patchSpace(left, diffSpaces(left, right));
        expect(there.kind === "merged" && canonicalText(there.document)).toBe(canonicalText(right));
        const back = patchSpace(right, invertFix(left, right));
        expect(back.kind === "merged" && canonicalText(back.document)).toBe(canonicalText(left));
      }),
    );
  });

  it("keep the change of the only side that changed", () => {
    fc.assert(
      fc.property(anySpace, anySpace, (base, other) => {
        for (const result of [
          mergeSpaces(base, other, base),
          mergeSpaces(base, base, other),
          mergeSpaces(base, other, other),
        ]) {
          expect(result.kind === "merged" && canonicalText(result.document)).toBe(canonicalText(other));
        }
      }),
    );
  });

  it("find conflicts on the same paths from either side", () => {
    fc.assert(
      fc.property(anySpace, anySpace, anySpace, (base, ours, theirs) => {
        const [one, other] = [mergeSpaces(base, ours, theirs), mergeSpaces(base, theirs, ours)];
        expect(one.kind).toBe(other.kind);
        expect(conflictPaths(one)).toEqual(conflictPaths(other));
      }),
    );
  });

  it("name paths that can be read again", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (keys) => {
        const steps = keys.map((key) => ({ kind: "item" as const, key }));
        expect(readPath(pathText([{ kind: "member", key: "data" }, ...steps])).slice(1)).toEqual(steps);
      }),
    );
  });
});
