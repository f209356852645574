import { invalidParameter } from "../api-error.ts";
import type { TaskRun } from "./job-run.ts";
import type { NotebookOutput } from "./run-outputs.ts";

/**
 * A notebook's run as a page to look at: what it displayed and printed. Kept while the workspace runs.
 * @throws ApiError 400 for an attempt that was no notebook
 */
export function exportView(task: TaskRun, output: NotebookOutput | null): Record<string, unknown> {
  if (task.settings["notebook_task"] === undefined) {
    throw invalidParameter(`Task '${task.taskKey}' is no notebook task, so its run cannot be exported.`);
  }
  const { text, html } = output ?? { text: "", html: [] };
  const title = escaped(task.taskKey);
  const content = [
    `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head><body>`,
    `<h1>${title}</h1>`,
    ...html,
    `<pre>${escaped(text)}</pre>`,
    "</body></html>",
  ].join("\n");
  return { views: [{ name: task.taskKey, type: "NOTEBOOK", content }] };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
