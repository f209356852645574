import { systemClock } from "../lib/core/clock.ts";
import { seededRandom, systemIds } from "../lib/core/random.ts";
import type { DeployedJob } from "../lib/databricks/jobs.ts";
import { connect } from "../lib/databricks/workspace-client.ts";
import { requireSettings, resolveSettings } from "../lib/settings/resolve.ts";
import type { Settings } from "../lib/settings/settings.ts";
import type { RunContext } from "../runs/run-context.ts";
import type { Report } from "../runs/run-event.ts";
import { connectRun } from "../wiring/connect-run.ts";
import type { Option } from "./arguments.ts";
import type { Invocation } from "./command.ts";
import { findEnhanceJob } from "./deployed-job.ts";
import { placeOfJob } from "./job-parameters.ts";
import { caOf } from "./local-settings.ts";
import { createProgress } from "./progress.ts";

/** Commands that look at runs find the deployed job's state tables by it. */
export const jobOption: Option = {
  name: "job",
  type: "boolean",
  en: "take warehouse, catalog and schema from the deployed job",
  ko: "웨어하우스·카탈로그·스키마를 배포된 작업에서 가져옴",
};

/** Connects for the length of one command, with the terminal's progress as its report. */
export async function withWorkspace<T>(
  invocation: Invocation,
  work: (context: RunContext) => Promise<T>,
  report: Report = createProgress(invocation.console, invocation.locale),
): Promise<T> {
  const caPem = await caOf(invocation.environment);
  const { context, close } = await connectRun(await settingsWithJob(invocation, caPem), {
    environment: invocation.environment,
    signal: invocation.signal,
    report,
    caPem,
  });
  try {
    return await work(context);
  } finally {
    await close();
  }
}

/** The same command, for a run that works in this process: no job is its own, whatever the settings name. */
export function inlineOnly(invocation: Invocation): Invocation {
  const settings = { ...invocation.resolved.settings, job_id: null };
  return { ...invocation, resolved: { ...invocation.resolved, settings } };
}

/** With --job or a job id, the job's own parameters say where its state is, and stand behind all that a person gave. */
async function settingsWithJob(invocation: Invocation, caPem: string | undefined): Promise<Settings> {
  const { settings } = invocation.resolved;
  if (invocation.arguments.options[jobOption.name] !== true && settings.job_id === null) return settings;
  const job = await deployedJob(invocation, caPem);
  return resolveSettings([...invocation.sources, placeOfJob(job)]).settings;
}

async function deployedJob({ resolved, environment, signal }: Invocation, caPem?: string): Promise<DeployedJob> {
  const { settings } = resolved;
  requireSettings(settings, ["host"]);
  const workspace = connect({
    host: settings.host ?? "",
    env: environment,
    ...(caPem === undefined ? {} : { caPem }),
    clock: systemClock,
    random: seededRandom(systemIds.hex32()),
    questionsPerMinute: null,
  });
  try {
    return await findEnhanceJob(workspace.jobs, settings.job_id, signal);
  } finally {
    workspace.close();
  }
}
