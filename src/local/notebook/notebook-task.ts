/** A notebook to run, as a task of a job run. */
export type NotebookTask = {
  /** Absolute path on disk of the notebook's source. */
  readonly path: string;
  /** `/Workspace/…` or `/Users/…`, as the notebook's context tells it. */
  readonly workspacePath: string;
  /** Values of the widgets. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly host: string;
  /** Of whom the run acts as. */
  readonly token: string;
  /** A token that is good now, for a notebook that asks again later; without it `token` is told each time. */
  readonly freshToken?: () => string;
  /** The certificate authority of `host`, as a PEM file. */
  readonly caFile: string | null;
  readonly context: {
    readonly jobId: string;
    readonly jobRunId: string;
    readonly taskRunId: string;
    readonly taskKey: string;
    readonly user: string;
    readonly attempt: number;
  };
  /** A value that another task of the run has set; undefined when there is none. */
  readonly taskValue: (taskKey: string, key: string) => unknown;
  readonly onTaskValue: (key: string, value: unknown) => void;
  /** Whole lines of the cells' output, secrets replaced. */
  readonly onOutput: (text: string) => void;
  /** Cancels: an interrupt first, and an end by force a few seconds later. */
  readonly signal: AbortSignal;
};

export type NotebookEnd =
  | { readonly kind: "succeeded"; readonly exitValue: string | null; readonly html: readonly string[] }
  | { readonly kind: "failed"; readonly error: string; readonly trace: string }
  | { readonly kind: "cancelled" };

/** Runs a notebook to its end. What goes wrong in it is an end, not a rejection. */
export type RunNotebook = (task: NotebookTask) => Promise<NotebookEnd>;
