import { digestOf } from "../core/digest.ts";
import type { Ids } from "../core/random.ts";
import { fixCategories } from "../space/fix-category.ts";
import { typeOf } from "../space/fix.ts";
import { fixKey } from "./fix-texts.ts";
import type { FailureEvidence } from "./evidence.ts";
import type { FixGroup, Plan, PlannedFix } from "./plan.ts";
import type { Proposal } from "./propose-fixes.ts";

export type PlanInput = {
  readonly proposals: readonly Proposal[];
  /** The failures shown to the model, for the record of why. */
  readonly failures: readonly FailureEvidence[];
  readonly maxChanges: number;
  readonly ids: Ids;
};

/**
 * Puts checked proposals into one plan: those with more targets first, then by category; of two that touch the same object the
 * better one stays; at most `maxChanges`. The plan's own order is that of making them, deletions before additions.
 */
export function makePlan({ proposals, failures, maxChanges, ids }: PlanInput): Plan {
  const ranked = proposals.toSorted(byRank);
  const taken = new Map<string, Proposal>();
  const kept: Proposal[] = [];
  const blocked: Plan["blocked"][number][] = [];
  for (const proposal of ranked) {
    const keys = typeOf(proposal.fix).touches(proposal.fix);
    const winner = keys.map((key) => taken.get(key)).find((other) => other !== undefined);
    if (winner === undefined) {
      kept.push(proposal);
      for (const key of keys) taken.set(key, proposal);
    } else {
      blocked.push({ ...proposal, raw: null, check: "conflict", reason: conflictReason(winner) });
    }
  }
  const described = kept.map((proposal) => Object.assign({}, proposal, { evidence: evidenceOf(proposal, failures) }));
  const picked = withCompanions(described, maxChanges);
  const chosen = described.filter((proposal) => picked.has(proposal)).toSorted(byCategory);
  const fixes = chosen.map((proposal): PlannedFix => Object.assign({ changeId: ids.hex32() }, proposal));
  return {
    fixes,
    groups: fixes.length === 0 ? [] : [wholeGroup(fixes)],
    digest: digestOf(fixes.map(({ fix, targets }) => ({ fix, targets: targets.toSorted() }))),
    blocked,
    postponed: described.filter((proposal) => !picked.has(proposal)),
  };
}

/**
 * The best proposals that fit, each with all that share one of its targets: a question that needs a join and a synonym is moved by neither
 * alone, so half a remedy would be tried in vain.
 */
function withCompanions<P extends Proposal>(ranked: readonly P[], maxChanges: number): ReadonlySet<P> {
  const picked = new Set<P>();
  for (const proposal of ranked) {
    const companions = ranked.filter(
      (other) => !picked.has(other) && other.targets.some((target) => proposal.targets.includes(target)),
    );
    const fits = picked.size + companions.length <= maxChanges;
    // A remedy larger than a whole loop is tried as far as it goes.
    const part = fits || picked.size === 0 ? companions.slice(0, maxChanges) : [];
    for (const companion of part) picked.add(companion);
  }
  return picked;
}

/** All fixes as one group, with all their targets. */
function wholeGroup(fixes: readonly PlannedFix[]): FixGroup {
  return {
    changeIds: fixes.map((fix) => fix.changeId),
    targets: [...new Set(fixes.flatMap((fix) => fix.targets))].toSorted(),
  };
}

function byRank(left: Proposal, right: Proposal): number {
  const targets = right.targets.length - left.targets.length;
  if (targets !== 0) return targets;
  return byCategory(left, right) || (fixKey(left.fix) < fixKey(right.fix) ? -1 : 1);
}

function byCategory(left: Proposal, right: Proposal): number {
  return fixCategories.indexOf(left.category) - fixCategories.indexOf(right.category);
}

function conflictReason(winner: Proposal): string {
  return `it touches the same object as a ${winner.fix.change_type} for ${winner.targets.join(", ")}, which is planned`;
}

function evidenceOf({ targets }: Proposal, failures: readonly FailureEvidence[]): PlannedFix["evidence"] {
  return failures
    .filter((failure) => targets.includes(failure.question_id))
    .map((failure) => ({
      questionId: failure.question_id,
      category: failure.difference.category,
      words: failure.difference.words,
    }));
}
