import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededIds } from "../../src/lib/core/random.ts";
import { applyFix, describeFix } from "../../src/lib/space/apply-fix.ts";
import { canonicalSpace, canonicalText, serializeSpace, spaceDigest } from "../../src/lib/space/canonical.ts";
import { tellChanges } from "../../src/lib/space/diff-words.ts";
import { diffSpaces, invertChanges } from "../../src/lib/space/diff.ts";
import { parseSpace, type SpaceDocument } from "../../src/lib/space/document.ts";
import { type Fix, fixSchema } from "../../src/lib/space/fix.ts";
import { inspectSpace } from "../../src/lib/space/inspect-space.ts";
import { mergeSpaces, type MergeResult } from "../../src/lib/space/merge.ts";
import { invertFix, patchSpace } from "../../src/lib/space/patch.ts";
import { pathText, readPath } from "../../src/lib/space/path.ts";
import { spaceText } from "../../src/lib/space/space-text.ts";
import { validateSpace } from "../../src/lib/space/validate.ts";
import { anyFix, anySpace, fixesOf, fullSpace, plainOrNovel } from "./arbitrary-space.ts";
import { shuffled, unknownMembersOf } from "./rewritten.ts";

const documentAndFix = anySpace.chain((document) => fc.tuple(fc.constant(document), anyFix(document)));
const ids = () => seededIds("properties");

function textsOf(document: SpaceDocument): Map<string, unknown> {
  return new Map(diffSpaces({ version: 2, data_sources: {} }, document).map((change) => [change.path, change.after]));
}

function errorsOf(document: SpaceDocument): string[] {
  return validateSpace(document).flatMap(({ path, code, severity }) =>
    severity === "error" ? [`${code} ${path}`] : [],
  );
}

function conflictPaths(result: MergeResult): string[] {
  return result.kind === "conflict" ? result.conflicts.map((each) => each.path).toSorted() : [];
}

describe("a space's canonical form", () => {
  it("is stable", () => {
    fc.assert(
      fc.property(anySpace, (document) => {
        expect(canonicalSpace(canonicalSpace(document))).toEqual(canonicalSpace(document));
        expect(spaceText(parseSpace(spaceText(document)))).toBe(spaceText(document));
      }),
    );
  });

  it("does not depend on the order of members and lists, nor on where texts are cut", () => {
    let moved = 0;
    fc.assert(
      fc.property(anySpace, fc.infiniteStream(fc.nat()), (document, draws) => {
        const other = shuffled(document, draws);
        moved += JSON.stringify(other) === JSON.stringify(document) ? 0 : 1;
        expect(canonicalText(other)).toBe(canonicalText(document));
        expect(spaceText(other)).toBe(spaceText(document));
        expect(diffSpaces(document, other)).toEqual([]);
      }),
    );
    expect(moved).toBeGreaterThan(50);
  });

  it("loses nothing when written and read again, and nothing that nobody knows, on any level", () => {
    let unknown = 0;
    fc.assert(
      fc.property(anySpace, (document) => {
        const before = unknownMembersOf(document);
        unknown += before.size;
        for (const again of [parseSpace(serializeSpace(document)), parseSpace(spaceText(document))]) {
          expect(canonicalText(again)).toBe(canonicalText(document));
          expect(textsOf(again)).toEqual(textsOf(document));
          expect(unknownMembersOf(again)).toEqual(before);
        }
      }),
    );
    expect(unknown).toBeGreaterThan(300);
  });

  it("breaks no rule of order", () => {
    fc.assert(
      fc.property(anySpace, (document) => {
        const sent = parseSpace(serializeSpace(document));
        expect(validateSpace(sent).filter((problem) => problem.code === "wrong_order")).toEqual([]);
      }),
    );
  });

  it("is equal exactly when nothing differs, in values and in words", () => {
    fc.assert(
      fc.property(anySpace, anySpace, (left, right) => {
        const equal = spaceDigest(left) === spaceDigest(right);
        expect(diffSpaces(left, right).length === 0).toBe(equal);
        expect(tellChanges(left, right, "en").length === 0).toBe(equal);
      }),
    );
  });
});

describe("what is wrong with a document", () => {
  it("is found whatever stands in it, and nothing is thrown", () => {
    fc.assert(
      fc.property(anySpace, fc.jsonValue(), fc.nat(), (document, junk, draw) => {
        const spoiled = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
        const names = ["config", "data_sources", "instructions", "benchmarks", "version"] as const;
        spoiled[names[draw % names.length] ?? "config"] = junk;
        const { document: read, problems } = inspectSpace(spoiled);
        expect(read !== null || problems.some((problem) => problem.severity === "error")).toBe(true);
        for (const { message, korean } of problems) expect([message, korean].every((each) => each !== "")).toBe(true);
      }),
    );
  });
});

describe("fixes of any space", () => {
  const types = fixSchema.options.map((option) => option.shape.change_type.value);

  it("are drawn for every registered type", () => {
    expect(Object.keys(fixesOf({ version: 2, data_sources: {} })).toSorted()).toEqual(types.toSorted());
  });

  it.each(types)("%s changes what it says, keeps every rule, and taken back gives the same bytes again", (type) => {
    let applied = 0;
    const drawn = fullSpace.chain((document) =>
      fc.tuple(fc.constant(document), fixesOf(document)[type] as fc.Arbitrary<Fix>),
    );
    fc.assert(
      fc.property(drawn, ([document, fix]) => {
        const result = applyFix(document, fix, ids());
        if (result.kind === "refused") return;
        applied += 1;
        expect(result.changed).not.toEqual([]);
        const known = new Set(errorsOf(canonicalSpace(document)));
        expect(errorsOf(result.document).filter((problem) => !known.has(problem))).toEqual([]);
        expect(unknownMembersOf(document).size - unknownMembersOf(result.document).size).toBeLessThanOrEqual(
          lostWith(document, result.document),
        );
        const undone = patchSpace(result.document, invertFix(document, result.document));
        expect(undone.kind === "merged" && canonicalText(undone.document)).toBe(canonicalText(document));
      }),
      { numRuns: 25 },
    );
    expect(applied).toBeGreaterThan(0);
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
      { numRuns: 200 },
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

/** Unknown members of things that a fix removed whole go with them. */
function lostWith(before: SpaceDocument, after: SpaceDocument): number {
  return diffSpaces(before, after)
    .filter((change) => change.kind === "remove")
    .reduce((sum, change) => sum + (JSON.stringify(change.before)?.match(/"novelty":/gu)?.length ?? 0), 0);
}

describe("differences and merges of any spaces", () => {
  it("take one space to the other and back", () => {
    fc.assert(
      fc.property(anySpace, anySpace, (left, right) => {
        const changes = diffSpaces(left, right);
        const there = patchSpace(left, changes);
        expect(there.kind === "merged" && canonicalText(there.document)).toBe(canonicalText(right));
        const back = patchSpace(right, invertFix(left, right));
        expect(back.kind === "merged" && canonicalText(back.document)).toBe(canonicalText(left));
        expect(invertChanges(invertChanges(changes))).toEqual(changes);
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

  it("merge two fixes made apart as if made one after the other, or say that they meet", () => {
    let merged = 0;
    const drawn = fullSpace.chain((document) => fc.tuple(fc.constant(document), anyFix(document), anyFix(document)));
    fc.assert(
      fc.property(drawn, ([base, first, second]) => {
        const [ours, theirs] = [applyFix(base, first, ids()), applyFix(base, second, seededIds("theirs"))];
        if (ours.kind === "refused" || theirs.kind === "refused") return;
        const result = mergeSpaces(base, ours.document, theirs.document);
        const both = applyFix(theirs.document, first, ids());
        if (result.kind === "conflict" || both.kind === "refused") return;
        merged += 1;
        expect(diffSpaces(both.document, result.document)).toEqual([]);
      }),
      { numRuns: 100 },
    );
    expect(merged).toBeGreaterThan(5);
  });

  it("are told in sentences of both languages, one or more each, without a word of code left over", () => {
    fc.assert(
      fc.property(plainOrNovel, plainOrNovel, (before, after) => {
        const changes = diffSpaces(before, after).map((change) => change.path);
        for (const locale of ["en", "ko"] as const) {
          const told = tellChanges(before, after, locale);
          expect(new Set(told.map((each) => each.path))).toEqual(new Set(changes));
          for (const { words, lines } of told) {
            expect(words).toMatch(
              locale === "en" ? /^(?:Adds|Removes|Changes|Hides|Shows|Turns|Lists|Takes) /u : /니다(?:$|:|\()/u,
            );
            expect(`${words}${lines.join("")}`).not.toMatch(/undefined|\[object/u);
          }
        }
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
