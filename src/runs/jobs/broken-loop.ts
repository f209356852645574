import { type EnhancerError, toEnhancerError } from "../../lib/core/errors.ts";
import type { RunContext } from "../run-context.ts";

/** Runs the loop stage after a stage failed, as a job does with `run_if: ALL_DONE`. What it cannot do any more must not hide the first error. */
export async function recordBrokenLoop(
  context: RunContext,
  first: EnhancerError,
  endLoop: () => Promise<unknown>,
): Promise<void> {
  try {
    await endLoop();
  } catch (second) {
    const message = `After "${first.message}" the run could not be closed: ${toEnhancerError(second).message}`;
    context.report({ kind: "problem", message });
  }
}
