import type { NotebookEnd } from "../../notebook/notebook-task.ts";
import { userNamed } from "../identity/users.ts";
import type { Attempt, TaskParts } from "./attempt.ts";
import { latestAttempt } from "./job-run.ts";
import type { TaskSettings } from "./job-settings.ts";
import { missingMessage, resolveText, resolveTexts } from "./references.ts";
import type { TaskEnd } from "./run-if.ts";

const exitValueLimit = 5 * 1024 * 1024;
const taskValueLimit = 48 * 1024;

/** Runs a notebook as the run's user, with a token of its own. Job parameters win over base parameters of the same name. */
export async function runNotebookTask(
  parts: TaskParts,
  attempt: Attempt,
  notebook: NonNullable<TaskSettings["notebook_task"]>,
): Promise<TaskEnd> {
  const { record, lookup, work, active } = attempt;
  const { run } = active;
  const base = resolveTexts({ ...notebook.base_parameters, ...run.notebookParameters }, lookup);
  const path = resolveText(notebook.notebook_path, lookup);
  const job = resolveTexts(run.parameters, lookup);
  const missing = [...path.missing, ...base.missing, ...job.missing];
  if (missing.length > 0) return failed(missingMessage(missing));
  record.resolved = { notebook_task: { base_parameters: base.value } };

  const source = await parts.files.notebook(path.value);
  const user = userNamed(run.runAs);
  if (source === null || user === null) {
    return failed(
      `Unable to access the notebook "${path.value}". Either it does not exist, or the identity used to run this job, ${run.runAs}, lacks the required permissions.`,
    );
  }
  if (parts.runNotebook === null) return failed("This workspace was started without a way to run notebooks.");
  const tooLarge: string[] = [];
  const end = await parts.runNotebook({
    path: source,
    workspacePath: path.value,
    parameters: { ...base.value, ...job.value },
    host: parts.around.host(),
    token: parts.tokens.issue(user).accessToken,
    freshToken: () => parts.tokens.issue(user).accessToken,
    caFile: parts.caFile,
    context: {
      jobId: run.jobId,
      jobRunId: run.id,
      taskRunId: record.id,
      taskKey: record.taskKey,
      user: user.name,
      attempt: record.attempt,
    },
    taskValue: (taskKey, key) => ownValue(latestAttempt(run, taskKey)?.values ?? {}, key),
    onTaskValue: (key, value) => {
      // What is no JSON has no text.
      const size = Buffer.byteLength(JSON.stringify(value) ?? "");
      if (size > taskValueLimit) tooLarge.push(key);
      else record.values[key] = value;
      parts.store.changed();
    },
    onOutput: (text) => parts.outputs.print(record.id, text),
    signal: work.signal,
  });
  if (tooLarge.length > 0) return failed(`Task value '${tooLarge.join("', '")}' is larger than 48 KiB.`);
  return told(parts, attempt, end);
}

function told(parts: TaskParts, { record }: Attempt, end: NotebookEnd): TaskEnd {
  switch (end.kind) {
    case "succeeded": {
      parts.outputs.show(record.id, end.html);
      const text = end.exitValue;
      const cut = text?.slice(0, exitValueLimit) ?? "";
      record.output = text === null ? null : { text: cut, truncated: cut.length < text.length };
      return { result: "SUCCESS", message: "" };
    }
    case "failed":
      record.error = { message: end.error, trace: end.trace };
      return failed("Workload failed, see run output for details");
    case "cancelled":
      return { result: "CANCELED", message: "Run cancelled." };
  }
}

function failed(message: string): TaskEnd {
  return { result: "FAILED", message };
}

function ownValue(values: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
