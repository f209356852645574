import type { DryMerge } from "../../lib/gate/promotion-facts.ts";
import { serializeSpace } from "../../lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../../lib/space/document.ts";
import { mergeSpaces } from "../../lib/space/merge.ts";
import { invertFix, patchSpace } from "../../lib/space/patch.ts";
import { validateSpace } from "../../lib/space/validate.ts";

/** What a promotion would write and what would undo it, worked out and written nowhere: base as cloned, ours dev-best, theirs production now. */
export function dryMerge(base: SpaceDocument, best: SpaceDocument, now: SpaceDocument): DryMerge {
  const result = mergeSpaces(base, best, now);
  if (result.kind === "conflict") {
    const [limits, places] = [
      result.conflicts.filter((conflict) => conflict.rule === "over_limit"),
      result.conflicts.filter((conflict) => conflict.rule !== "over_limit"),
    ];
    return {
      kind: "conflict",
      places: places.map(({ path }) => path),
      overLimits: limits.map(({ path, ours }) => `${path}: ${String(ours)}`),
    };
  }
  return {
    kind: "merged",
    overLimits: validateSpace(result.document)
      .filter((problem) => problem.code === "over_limit")
      .map(({ path, message }) => `${path}: ${message}`),
    inverse: givesBack(result.document, now) ? "same" : "different",
  };
}

/** Whether the patch that takes the promotion back makes production's bytes of what would be written, as it comes back from the platform. */
function givesBack(merged: SpaceDocument, now: SpaceDocument): boolean {
  const stored = parseSpace(serializeSpace(merged));
  const undone = patchSpace(stored, invertFix(now, merged));
  return undone.kind === "merged" && serializeSpace(undone.document) === serializeSpace(now);
}
