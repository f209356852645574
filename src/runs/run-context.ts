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
};

/** What a stage answers: the shape of its result file and of `--json`. */
export type StageResult = {
  readonly run_id: string;
  readonly loop: number;
  readonly stage: string;
  readonly status: "COMPLETED" | "SKIPPED";
  readonly task_values: Readonly<Record<string, string | number | boolean>>;
};

/** A stage as a function: one loop's part of a run. */
export type Stage = (context: RunContext, runId: string, loop: number) => Promise<StageResult>;
