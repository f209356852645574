import type { StatementOutcome } from "../core/statement.ts";
import type { Policy } from "../exam/policy.ts";
import { type Comparison, decide } from "./decide.ts";

type Rows = Extract<StatementOutcome, { kind: "rows" }>;

/** A comparison with one expected result, both sides with rows. */
export type SingleComparison = Omit<Comparison, "expected" | "actual" | "alternates"> & {
  readonly expected: Rows;
  readonly actual: Rows;
};

/** Dozens of policies may be tried for one answer. */
const partOfWork = 0.02;

/** Whether the whole comparator says CORRECT once these policies are declared beside the question's own. */
export function isRight(single: SingleComparison, change: Policy): boolean {
  return decide({ ...single, policy: { ...single.policy, ...change } }, partOfWork).verdict === "CORRECT";
}
