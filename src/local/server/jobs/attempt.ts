import type { RunNotebook } from "../../notebook/notebook-task.ts";
import type { TokenBook } from "../identity/token-book.ts";
import type { Surroundings } from "../surroundings.ts";
import type { JobRun, TaskRun } from "./job-run.ts";
import type { TaskSettings } from "./job-settings.ts";
import type { JobStore } from "./job-store.ts";
import type { NotebookFiles } from "./notebook-files.ts";
import type { Lookup } from "./references.ts";
import type { RunOutputs } from "./run-outputs.ts";
import type { StopSwitch } from "./stop-switch.ts";

/** What tasks are run with. */
export type TaskParts = {
  readonly around: Surroundings;
  readonly store: JobStore;
  readonly tokens: Pick<TokenBook, "issue">;
  /** Null where notebooks cannot run: their tasks fail and say so. */
  readonly runNotebook: RunNotebook | null;
  readonly files: NotebookFiles;
  /** What notebooks have to trust, or null. */
  readonly caFile: string | null;
  readonly outputs: RunOutputs;
  /** Starts a run of another job for a task, and tells how it ended. @throws ApiError 400, 404 */
  readonly startChild: (request: ChildRun) => { readonly run: JobRun; readonly ended: Promise<void> };
  readonly cancelChild: (runId: string) => void;
};

export type ChildRun = {
  readonly jobId: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly parent: { readonly runId: string; readonly taskRunId: string };
  readonly user: string;
};

/** A run while its tasks are run. */
export type ActiveRun = {
  readonly run: JobRun;
  readonly repairId: string | null;
  readonly work: StopSwitch;
  /** By the run id of each attempt under way. */
  readonly attempts: Map<string, StopSwitch>;
};

/** One attempt at a task. */
export type Attempt = {
  readonly active: ActiveRun;
  readonly task: TaskSettings;
  /** What is told of it; the attempt writes its details here. */
  readonly record: TaskRun;
  readonly lookup: Lookup;
  readonly work: StopSwitch;
};
