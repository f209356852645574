import type { ApprovalRow } from "../../lib/state/tables/approvals.ts";
import { earlierPlans } from "./plan-edits.ts";

/** What a fix is decided to be, and by whom. */
export type FixWord = {
  readonly decision: "APPROVE" | "REJECT";
  /** Names, with commas between; null where none is known. */
  readonly decidedBy: string | null;
  readonly comment: string | null;
};

/** One person's word on one fix. */
export type Voice = {
  readonly decision: "APPROVE" | "REJECT";
  readonly by: string | null;
  readonly comment: string | null;
};

/** A number of people, and how many are wanted. */
export type Approvals = { readonly given: number; readonly required: number };

/**
 * What each person says of each fix: their newest word on it, and where there is none their newest on the whole plan. A word that was given
 * on another plan counts for nothing; only a rejected fix stays rejected when another one is edited, since nothing of it changed.
 * @param words in order of time
 */
export function voicesOn(
  changeIds: readonly string[],
  words: readonly ApprovalRow[],
  planDigest: string,
): ReadonlyMap<string, readonly Voice[]> {
  const earlier = earlierPlans(words, planDigest);
  const whole = new Map<string, Voice>();
  const single = new Map<string, Map<string, Voice>>();
  for (const row of words) {
    const { plan_digest, change_id, decision, decided_by: by, comment } = row;
    if (decision !== "APPROVE" && decision !== "REJECT") continue;
    const editedSince = plan_digest === null ? undefined : earlier.get(plan_digest);
    const stays = decision === "REJECT" && change_id !== null && editedSince?.has(change_id) === false;
    if (plan_digest !== planDigest && !stays) continue;
    const voice = { decision, by, comment };
    if (change_id === null) whole.set(personOf(by), voice);
    else single.set(change_id, (single.get(change_id) ?? new Map<string, Voice>()).set(personOf(by), voice));
  }
  return new Map(changeIds.map((id) => [id, [...new Map([...whole, ...(single.get(id) ?? [])]).values()]]));
}

/**
 * What the words come to, a fix each; a fix that too few people approved and nobody rejected is left out.
 * @param required how many different people must approve
 */
export function wordsOnFixes(
  changeIds: readonly string[],
  words: readonly ApprovalRow[],
  planDigest: string,
  required = 1,
): ReadonlyMap<string, FixWord> {
  return new Map(
    [...voicesOn(changeIds, words, planDigest)].flatMap(([id, voices]) => {
      const against = voices.filter((voice) => voice.decision === "REJECT");
      const decisive = against.length > 0 ? against : voices.length >= required ? voices : [];
      const [first] = decisive;
      if (first === undefined) return [];
      const names = decisive.flatMap(({ by }) => by ?? []);
      const decidedBy = names.length === 0 ? null : names.join(", ");
      const comment = decisive.find((voice) => (voice.comment ?? "") !== "")?.comment ?? null;
      return [[id, { decision: first.decision, decidedBy, comment }] as const];
    }),
  );
}

/** By how many people the plan is approved: as many as each fix that nobody rejects has. */
export function approvalsOf(voices: ReadonlyMap<string, readonly Voice[]>, required: number): Approvals {
  const open = [...voices.values()].filter((own) => own.every((voice) => voice.decision === "APPROVE"));
  return { given: open.length === 0 ? 0 : Math.min(...open.map((own) => own.length)), required };
}

/** A person is one, however their name is written; all rows without a name are one. */
export function personOf(by: string | null): string {
  return (by ?? "").trim().toLowerCase();
}
