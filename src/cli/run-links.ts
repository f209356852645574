import { EnhancerError } from "../lib/core/errors.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";
import type { RunContext } from "../runs/run-context.ts";
import { jobRunLink } from "./job-run-link.ts";

/** Where a run is to be seen besides its tables. The shape of `job_runs` and `dashboard` with `--json`. */
export type RunLinks = {
  readonly job_runs: readonly { readonly loop: number; readonly job_run_id: string; readonly url: string | null }[];
  readonly dashboard: string | null;
  /** Folder of the reports volume with the run's files, or null for a run that no job worked on. */
  readonly files: string | null;
};

/** The tag in which the deployed job names its dashboard. */
const dashboardTag = "genie_enhancer_dashboard";

/** Links of one run; none where no job worked on it. */
export async function linksOf(context: RunContext, run: RunRow): Promise<RunLinks> {
  const loops = await context.state.iterations.list(run.run_id);
  const job_runs = loops.flatMap((row) => {
    const { iteration_number: loop, job_run_id } = row;
    return job_run_id === null ? [] : [{ loop, job_run_id, url: jobRunLink(context, run, row) }];
  });
  if (job_runs.length === 0) return { job_runs, dashboard: null, files: null };
  return { job_runs, dashboard: await dashboardOf(context, run.job_id), files: filesOf(run) };
}

/** Only the job knows; one that is gone, or not ours to see, is no reason to say nothing of its run. */
async function dashboardOf({ workspace, signal }: RunContext, jobId: string | null): Promise<string | null> {
  if (jobId === null) return null;
  try {
    const id = (await workspace.jobs.get(jobId, signal)).tags[dashboardTag];
    return id === undefined ? null : `https://${workspace.host}/dashboardsv3/${id}/published`;
  } catch (thrown) {
    if (thrown instanceof EnhancerError && ["NOT_FOUND", "PERMISSION_DENIED"].includes(thrown.code)) return null;
    throw thrown;
  }
}

function filesOf({ run_id, settings_json }: RunRow): string | null {
  const { out_dir: folder } = JSON.parse(settings_json ?? "{}") as { readonly out_dir?: unknown };
  return typeof folder === "string" && folder.startsWith("/") ? `${folder}/${run_id}` : null;
}
