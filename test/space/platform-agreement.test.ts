import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalText, serializeSpace } from "../../src/lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../../src/lib/space/document.ts";
import { validateSpace } from "../../src/lib/space/validate.ts";
import { readDocument } from "../../src/local/server/spaces/read-document.ts";
import { plainOrNovel } from "./arbitrary-space.ts";

/** Whether the platform's stand-in takes the document. */
function accepted(document: SpaceDocument): boolean {
  try {
    readDocument(serializeSpace(document));
    return true;
  } catch {
    return false;
  }
}

const mixed = plainOrNovel.map((document) => parseSpace(document));

describe("the local platform and our own rules", () => {
  it("agree on which documents are refused", () => {
    let both = 0;
    fc.assert(
      fc.property(mixed, (document) => {
        const sent = parseSpace(serializeSpace(document));
        const problems = validateSpace(sent).filter(
          ({ severity, code }) => severity === "error" || code === "unknown_member",
        );
        both += problems.length === 0 ? 1 : 0;
        expect({ problems, accepted: accepted(document) }).toEqual({ problems, accepted: problems.length === 0 });
      }),
      { numRuns: 400 },
    );
    expect(both).toBeGreaterThan(20);
  });

  it("agree on what is stored", () => {
    fc.assert(
      fc.property(mixed, (document) => {
        fc.pre(accepted(document));
        const stored = parseSpace(JSON.stringify(readDocument(serializeSpace(document))));
        expect(canonicalText(stored)).toBe(canonicalText(document));
      }),
    );
  });
});
