import type { FixCategory } from "../../lib/space/fix-category.ts";
import { categoryOf } from "../../lib/space/fix.ts";
import type { Settings } from "../../lib/settings/settings.ts";
import { halves } from "./fix-groups.ts";
import type { TrialFix } from "./trial-run.ts";

type Strategy = Settings["strategy"];

/**
 * One after the other, what Genie reads first comes first: what tables and columns mean, then the building blocks, joins, patterns, and last
 * the instruction, which people wrote for the space as it then is. Deletions come before additions.
 */
const oneByOne: readonly FixCategory[] = [
  "metadata_delete",
  "metadata_add",
  "sql_snippets_delete",
  "sql_snippets_add",
  "join_specs_delete",
  "join_specs_add",
  "sample_queries_delete",
  "sample_queries_add",
  "instruction_fix",
];

/** The groups that a plan is tried in at first: all fixes together, or with `sequential` each by itself. */
export function firstGroups(strategy: Strategy, fixes: readonly TrialFix[]): (readonly TrialFix[])[] {
  if (strategy !== "sequential") return [fixes];
  // A metric view is a table of its own: it comes before what is said of tables.
  const place = ({ fix }: TrialFix): number =>
    oneByOne.indexOf(categoryOf(fix.change_type)) - (fix.change_type.endsWith("_metric_view") ? oneByOne.length : 0);
  return fixes.toSorted((one, other) => place(one) - place(other)).map((fix) => [fix]);
}

/**
 * The groups to try next after one that was rejected: with `bisect` its halves, since one fix may hide what another would have done.
 * None of a single fix, nor when the plan is all or nothing.
 */
export function smallerGroups(strategy: Strategy, group: readonly TrialFix[]): (readonly TrialFix[])[] {
  return strategy === "bisect" && group.length > 1 ? [...halves(group)] : [];
}
