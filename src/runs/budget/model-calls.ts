import { EnhancerError } from "../../lib/core/errors.ts";
import { reasonOf } from "../../lib/forecast/limits.ts";
import type { OpenRun } from "../open-run.ts";
import { outOfBudget } from "./out-of-budget.ts";

/**
 * Looks, before a model is called, whether the run may still use one: what a call takes is known only after it. Used-up tokens leave out this
 * call alone, since questions can go on; any other limit ends the stage.
 * @throws EnhancerError LIMIT_EXCEEDED, or the end of the stage
 */
export function beforeModelCall(run: OpenRun): void {
  const exceeded = run.budget.reached(["max_minutes", "max_cost"]);
  if (exceeded !== null) throw outOfBudget(run, exceeded);
  const tokens = run.budget.reached(["max_tokens"]);
  if (tokens === null) return;
  throw new EnhancerError({
    code: "LIMIT_EXCEEDED",
    message: `no call is left (${reasonOf(tokens)})`,
    remedy: "Raise max_tokens and resume the run.",
  });
}

/** Model calls at a time: one after the other where what they take is limited, so that no limit is overshot by more than a call. */
export function modelConcurrency({ settings }: Pick<OpenRun, "settings">): { readonly concurrency?: number } {
  return settings.max_tokens === null && settings.max_cost === null ? {} : { concurrency: 1 };
}

/** Where nothing came of a plan and the tokens are used up, that is why: ends the stage. */
export function endIfWithoutTokens(run: OpenRun): void {
  const exceeded = run.budget.reached(["max_tokens"]);
  if (exceeded !== null) throw outOfBudget(run, exceeded);
}
