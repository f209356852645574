import type { RunReport } from "../lib/report/run-report.ts";
import { summaryDocument } from "../lib/report/summary.ts";
import type { ExitCode, Invocation } from "./command.ts";
import { printEnd } from "./print-end.ts";
import type { RunLinks } from "./run-links.ts";
import { linksInWords } from "./run-notices.ts";

/** Whether a run's end is a yes: 0 when the target was reached, 1 when it failed, else a clean no. */
export function exitCodeOf(status: string): ExitCode {
  if (status === "FAILED") return 1;
  return status === "TARGET_REACHED" ? 0 : 2;
}

/** One JSON document, or the lessons, the decision table, what to do next, and where else the run is to be seen. */
export function showEnd(
  invocation: Invocation,
  report: RunReport,
  files: Readonly<Record<string, string>>,
  links: RunLinks | null = null,
): void {
  if (invocation.json) {
    const named = {
      lessons: files["lessons.md"] ?? "",
      decision: files["decision.md"] ?? "",
      report: files["report.html"] ?? "",
    };
    const seen = links === null ? {} : { job_runs: links.job_runs, dashboard: links.dashboard };
    invocation.console.out(`${JSON.stringify({ ...summaryDocument(report, named), ...seen }, null, 2)}\n`);
    return;
  }
  printEnd(invocation.console, report, invocation.locale, files);
  const lines = links === null ? [] : linksInWords(links, invocation.locale);
  if (lines.length > 0) invocation.console.out(`\n${lines.join("\n")}\n`);
}
