import { EnhancerError } from "../lib/core/errors.ts";
import type { DeployedJob } from "../lib/databricks/jobs.ts";
import type { Resolved, Source } from "../lib/settings/resolve.ts";
import { type SettingName, settingNames } from "../lib/settings/settings.ts";

/** Where the job keeps its state; the rest of its parameters is its own business. */
const placeNames = ["warehouse_id", "catalog", "schema", "coordination_schema"] as const satisfies SettingName[];

/** These are about this machine and this command. */
const ofTheCommand: ReadonlySet<SettingName> = new Set(["host", "job_id", "out_dir"]);

/** The job's state tables as a source of settings: what a person gives is stronger. */
export function placeOfJob(job: DeployedJob): Source {
  const given = placeNames.flatMap((name) => {
    const value = job.parameters[name] ?? "";
    return value === "" ? [] : [[name, value] as const];
  });
  return {
    kind: "job parameter",
    values: { ...Object.fromEntries(given), job_id: job.jobId },
    where: (name) => `job ${job.jobId}, parameter ${name}`,
  };
}

/** What a person gave, as parameters of the job; `dropped` are those that the job does not take. */
export function parametersFor(
  job: DeployedJob,
  { settings, origins }: Resolved,
): { readonly parameters: Readonly<Record<string, string>>; readonly dropped: readonly SettingName[] } {
  const given = settingNames.filter((name) => origins[name] !== "default" && !ofTheCommand.has(name));
  const unknown = given.filter((name) => job.parameters[name] === undefined);
  const asked = unknown.filter((name) => origins[name].startsWith("flag "));
  if (asked.length > 0) {
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: `The job ${job.name} (${job.jobId}) takes no parameter ${asked.join(", ")}`,
      remedy: `Leave ${asked.map((name) => `--${name.replaceAll("_", "-")}`).join(" ")} out, or deploy this version of the bundle.`,
    });
  }
  const known = given.filter((name) => job.parameters[name] !== undefined);
  return {
    parameters: Object.fromEntries(known.map((name) => [name, String(settings[name] ?? "")])),
    dropped: unknown,
  };
}

/** An exam file of this machine is not there where the job runs. */
export function refuseLocalExam(benchmarks: string): void {
  if (!/\.(?:json|ya?ml)$/iu.test(benchmarks) || /^\/(?:Volumes|Workspace)\//u.test(benchmarks)) return;
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `benchmarks = ${JSON.stringify(benchmarks)} is a file of this machine, which a job cannot read`,
    remedy:
      "Copy it to a volume with `databricks fs cp` and give its path there (/Volumes/…), or give a table, or `space`.",
  });
}
