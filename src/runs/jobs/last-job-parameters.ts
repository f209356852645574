import { EnhancerError } from "../../lib/core/errors.ts";
import { settingNames, settingsSchema } from "../../lib/settings/settings.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";

/**
 * What the run's newest job run was started with; once the platform has forgotten that, the settings that the run began with, as far as the
 * job takes them.
 */
export async function lastJobParameters(
  context: RunContext,
  run: RunRow,
  jobId: string,
): Promise<Readonly<Record<string, string>>> {
  const loops = await context.state.iterations.list(run.run_id);
  const newest = loops.findLast((row) => row.job_run_id !== null)?.job_run_id ?? null;
  if (newest !== null) {
    try {
      return (await context.workspace.jobs.getRun(newest, context.signal)).parameters;
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError) || thrown.code !== "NOT_FOUND") throw thrown;
    }
  }
  const { parameters } = await context.workspace.jobs.get(jobId, context.signal);
  const began = JSON.parse(run.settings_json ?? "{}") as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    settingNames.flatMap((name) => {
      // A setting of another version of this program may be unknown or allowed no more.
      const value = settingsSchema.shape[name].safeParse(began[name]);
      const isKnown = name in parameters && name !== "job_id" && began[name] !== undefined && value.success;
      return isKnown && value.data !== null ? [[name, String(value.data)]] : [];
    }),
  );
}
