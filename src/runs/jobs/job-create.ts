import { z } from "zod";
import type { RunContext } from "../run-context.ts";

/** A job's settings as the Jobs API takes them, its notebooks named without a folder. */
const specificationSchema = z.looseObject({
  name: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), default: z.string() })),
  tasks: z.array(z.looseObject({ notebook_task: z.looseObject({ notebook_path: z.string() }).optional() })),
});

export type CreatedJob = {
  readonly jobId: string;
  readonly name: string;
  readonly url: string;
  /** False where a job of that name was there already. */
  readonly made: boolean;
};

/** Parameters that are about one run, not about the job. */
const ofOneRun: ReadonlySet<string> = new Set(["run_id", "loop", "mode"]);

/**
 * Makes the enhance job with the notebooks of a folder and the parameters of this run as its defaults, unless there is a job of that name.
 * @throws z.ZodError when the specification is none
 */
export async function createEnhanceJob(
  { workspace, signal }: RunContext,
  specification: unknown,
  folder: string,
  parameters: Readonly<Record<string, string>>,
): Promise<CreatedJob> {
  const job = specificationSchema.parse(specification);
  const link = (jobId: string): string => `https://${workspace.host}/jobs/${jobId}`;
  const there = (await workspace.jobs.list(signal)).find((one) => one.name === job.name);
  if (there !== undefined) return { jobId: there.jobId, name: job.name, url: link(there.jobId), made: false };
  const jobId = await workspace.jobs.create(
    {
      ...job,
      parameters: job.parameters.map((one) => ({
        ...one,
        default: ofOneRun.has(one.name) ? one.default : (parameters[one.name] ?? one.default),
      })),
      tasks: job.tasks.map((task) => ({
        ...task,
        ...(task.notebook_task === undefined
          ? {}
          : {
              notebook_task: { ...task.notebook_task, notebook_path: `${folder}/${task.notebook_task.notebook_path}` },
            }),
      })),
    },
    signal,
  );
  return { jobId, name: job.name, url: link(jobId), made: true };
}
