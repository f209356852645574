import type { ApprovalRow } from "../../lib/state/tables/approvals.ts";

/** What a person said of one fix. */
export type FixWord = {
  readonly decision: "APPROVE" | "REJECT";
  readonly decidedBy: string | null;
  readonly comment: string | null;
};

/**
 * What the words come to, a fix each; a fix that nobody spoke of is left out. The newest word on a fix counts, and where there is none the
 * newest on the whole plan. A word that was given on another plan counts for nothing.
 * @param words in order of time
 */
export function wordsOnFixes(
  changeIds: readonly string[],
  words: readonly ApprovalRow[],
  planDigest: string,
): ReadonlyMap<string, FixWord> {
  const whole = new Map<string, FixWord>();
  const single = new Map<string, FixWord>();
  for (const { plan_digest, change_id, decision, decided_by: decidedBy, comment } of words) {
    if (plan_digest !== planDigest || (decision !== "APPROVE" && decision !== "REJECT")) continue;
    const word = { decision, decidedBy, comment };
    if (change_id !== null) single.set(change_id, word);
    else for (const id of changeIds) whole.set(id, word);
  }
  return new Map(
    changeIds.flatMap((id) => {
      const word = single.get(id) ?? whole.get(id);
      return word === undefined ? [] : [[id, word] as const];
    }),
  );
}
