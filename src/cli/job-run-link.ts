import type { IterationRow } from "../lib/state/tables/iterations.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";
import type { RunContext } from "../runs/run-context.ts";

/** The page of a loop's job run, or null for a loop that no job worked on. */
export function jobRunLink(
  { workspace }: Pick<RunContext, "workspace">,
  run: Pick<RunRow, "job_id">,
  loop: Pick<IterationRow, "job_run_id">,
): string | null {
  if (loop.job_run_id === null || run.job_id === null) return null;
  return `https://${workspace.host}/jobs/${run.job_id}/runs/${loop.job_run_id}`;
}
