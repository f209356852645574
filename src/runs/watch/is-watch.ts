import type { RunRow } from "../../lib/state/tables/runs.ts";

/** Whether a run only looked at a space: it may take no loop, so there is nothing of it to resume, promote or report. */
export function isWatch(run: Pick<RunRow, "max_iterations">): boolean {
  return run.max_iterations === 0;
}
