import type { Ids } from "../core/random.ts";
import { canonicalSpace } from "./canonical.ts";
import { diffSpaces } from "./diff.ts";
import type { SpaceDocument } from "./document.ts";
import { type Fix, typeOf } from "./fix.ts";
import type { FixContext, Locale, Refusal } from "./fixes/fix-type.ts";
import type { SpaceProblem } from "./problem.ts";
import { validateSpace } from "./validate.ts";

export type FixResult =
  | {
      readonly kind: "applied";
      /** Canonical. */
      readonly document: SpaceDocument;
      /** Paths of what changed. */
      readonly changed: readonly string[];
    }
  | { readonly kind: "refused"; readonly code: Refusal["code"]; readonly reason: string };

/**
 * The space with one fix made, or why it is not made: it would change nothing, aims at something that is not there, says
 * what is there already, or breaks a rule that held before. Names are resolved exactly. The document is not touched.
 */
export function applyFix(
  document: SpaceDocument,
  fix: Fix,
  ids: Ids,
  options: Pick<FixContext, "columnsOf"> = {},
): FixResult {
  const before = canonicalSpace(document);
  const draft = structuredClone(before);
  const refused = typeOf(fix).apply(draft, fix, { ids: unusedIds(before, ids), ...options });
  if (refused !== null) return { kind: "refused", ...refused };
  const after = canonicalSpace(draft);
  const changed = diffSpaces(before, after).map((change) => change.path);
  if (changed.length === 0) return { kind: "refused", code: "no_op", reason: "The space stays as it is" };
  const problem = newProblem(before, after);
  if (problem !== undefined) {
    const code = problem.code === "over_limit" ? "over_limit" : "invalid";
    return { kind: "refused", code, reason: `${problem.path}: ${problem.message}` };
  }
  return { kind: "applied", document: after, changed };
}

/** Ids that follow from a fix may stand in the space already: it was made before, and what it made was changed since. */
function unusedIds(document: SpaceDocument, ids: Ids): Ids {
  return {
    hex32: () => {
      const text = JSON.stringify(document);
      for (;;) {
        const id = ids.hex32();
        if (!text.includes(`"${id}"`)) return id;
      }
    },
  };
}

/** A rule that the fix breaks, or a limit that it oversteps further than before. */
function newProblem(before: SpaceDocument, after: SpaceDocument): SpaceProblem | undefined {
  const problems = validateSpace(after).filter((problem) => problem.severity === "error");
  if (problems.length === 0) return undefined;
  const known = new Map(validateSpace(before).map((problem) => [problem.path + problem.code, problem.found ?? 0]));
  return problems.find((problem) => {
    const found = known.get(problem.path + problem.code);
    return found === undefined || (problem.found ?? 0) > found;
  });
}

/** The fix in one sentence; with the document it names joins, snippets and examples instead of giving their ids. */
export function describeFix(fix: Fix, locale: Locale, document: SpaceDocument | null = null): string {
  return typeOf(fix).describe[locale](fix, document);
}
