import type { Outcome, RunIf } from "./job-settings.ts";

/** How a task ended: `result` is the platform's word; `outcome` is a condition's. */
export type TaskEnd = {
  readonly result: string;
  readonly message: string;
  readonly outcome?: Outcome | undefined;
};

/** How one dependency stands; `unmet` is a condition that went the other way. */
type Dependency = "succeeded" | "failed" | "canceled" | "excluded" | "unmet";

export type RunDecision =
  | { readonly kind: "run" }
  | { readonly kind: "skip"; readonly result: "EXCLUDED" | "UPSTREAM_FAILED" | "UPSTREAM_CANCELED" };

const succeeding: ReadonlySet<string> = new Set(["SUCCESS", "SUCCESS_WITH_FAILURES", "DISABLED"]);
const canceled: ReadonlySet<string> = new Set(["CANCELED", "UPSTREAM_CANCELED"]);

/** Whether a result leaves a task in order: it succeeded, or was not to run at all. */
export function isGood(result: string): boolean {
  return succeeding.has(result) || result === "EXCLUDED";
}

export function isCanceled(result: string): boolean {
  return canceled.has(result);
}

/** How a dependency stands to one that waits for `outcome`, when it waits for one. */
export function dependencyOf(end: TaskEnd, outcome: Outcome | undefined): Dependency {
  if (end.result === "EXCLUDED") return "excluded";
  if (isCanceled(end.result)) return "canceled";
  if (!succeeding.has(end.result)) return "failed";
  return outcome !== undefined && end.outcome !== undefined && end.outcome !== outcome ? "unmet" : "succeeded";
}

/**
 * Whether a task runs, once all it depends on has ended. Excluded dependencies count as successful, except that a task all of
 * whose dependencies are excluded is so itself, whatever its rule; one under ALL_SUCCESS is excluded too when a
 * condition it waits for went the other way. A canceled dependency counts as failed for the rules that handle failures.
 */
export function decideRun(rule: RunIf, dependencies: readonly Dependency[]): RunDecision {
  const has = (kind: Dependency): boolean => dependencies.includes(kind);
  const run: RunDecision = { kind: "run" };
  const skip = (result: "EXCLUDED" | "UPSTREAM_FAILED" | "UPSTREAM_CANCELED"): RunDecision => ({
    kind: "skip",
    result,
  });
  if (dependencies.length === 0) return run;
  if (dependencies.every((kind) => kind === "excluded" || kind === "unmet")) return skip("EXCLUDED");
  const broken = has("failed") ? skip("UPSTREAM_FAILED") : has("canceled") ? skip("UPSTREAM_CANCELED") : null;
  switch (rule) {
    case "ALL_SUCCESS":
      return broken ?? (has("unmet") ? skip("EXCLUDED") : run);
    case "NONE_FAILED":
      return broken ?? run;
    case "AT_LEAST_ONE_SUCCESS":
      return has("succeeded") ? run : (broken ?? run);
    case "ALL_DONE":
      return run;
    case "AT_LEAST_ONE_FAILED":
      return broken === null ? skip("EXCLUDED") : run;
    case "ALL_FAILED":
      return dependencies.every((kind) => kind === "failed" || kind === "canceled") ? run : skip("EXCLUDED");
  }
}
