import { EnhancerError } from "../lib/core/errors.ts";
import type { DeployedJob, Jobs } from "../lib/databricks/jobs.ts";

/** The tag by which the bundle's jobs are known, whatever a target makes of their names. */
const jobTag = { name: "genie_enhancer", value: "enhance" } as const;

/**
 * The deployed enhance job: the one that setting job_id names, else the only one in the workspace that is tagged as such.
 * @throws EnhancerError NOT_FOUND when there is none, CONFLICT naming all when there are several
 */
export async function findEnhanceJob(
  jobs: Pick<Jobs, "get" | "list">,
  jobId: string | null,
  signal?: AbortSignal,
): Promise<DeployedJob> {
  if (jobId !== null) return jobs.get(jobId, signal);
  const found = (await jobs.list(signal)).filter((job) => job.tags[jobTag.name] === jobTag.value);
  const [only] = found;
  if (only === undefined) {
    throw new EnhancerError({
      code: "NOT_FOUND",
      message: "No enhance job that this identity may see is deployed to this workspace",
      remedy: "Deploy it with `databricks bundle deploy`, or name a job with --job-id.",
    });
  }
  if (found.length > 1) {
    const named = found.map((job) => `${job.jobId} (${job.name})`).join(", ");
    throw new EnhancerError({
      code: "CONFLICT",
      message: `Several enhance jobs are deployed to this workspace: ${named}`,
      remedy: "Name one with --job-id, or with GENIE_ENHANCER_JOB_ID.",
    });
  }
  // A list may leave the parameters out.
  return jobs.get(only.jobId, signal);
}
