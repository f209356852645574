import type { Clock } from "../lib/core/clock.ts";
import type { Ids } from "../lib/core/random.ts";
import type { Workspace } from "../lib/databricks/workspace-client.ts";
import type { Settings } from "../lib/settings/settings.ts";
import type { State } from "../lib/state/state.ts";
import type { Report } from "./run-event.ts";

/** What every stage and command is handed: the outside world and the settings. */
export type RunContext = {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly workspace: Workspace;
  /** "local" for the local workspace, else the host's name: for reports. */
  readonly workspaceName: string;
  readonly state: State;
  readonly signal: AbortSignal;
  readonly report: Report;
  readonly productVersion: string;
  /** What a job handed to this process; null where a person started it. */
  readonly job: JobTask | null;
};

/** This process as a task of a job. */
export type JobTask = {
  /** The job, as text; null where it is not known. */
  readonly jobId: string | null;
  /** The job run, as text; null for a notebook that somebody runs by itself. */
  readonly jobRunId: string | null;
  /** Everything that was handed over, as text: settings, and names of the program's own such as `mode` or `decision`. */
  readonly parameters: Readonly<Record<string, string>>;
};

/** What a stage answers: the shape of its result file and of `--json`. */
export type StageResult = {
  readonly run_id: string;
  readonly loop: number;
  readonly stage: string;
  /** FAILED only where the stage did its own work and says that the job run failed before it. */
  readonly status: "COMPLETED" | "SKIPPED" | "FAILED";
  readonly task_values: Readonly<Record<string, string | number | boolean>>;
  /** One sentence for people, where the values do not say it. */
  readonly message?: string;
  readonly error?: StageError;
  /** Where the run's report lies, once it was written. */
  readonly report_html?: string;
};

/** Why a stage failed, for its result file. */
export type StageError = { readonly code: string; readonly message: string; readonly remedy: string };

/** A stage as a function: one loop's part of a run. */
export type Stage = (context: RunContext, runId: string, loop: number) => Promise<StageResult>;
