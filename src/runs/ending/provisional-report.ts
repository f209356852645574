import { toEnhancerError } from "../../lib/core/errors.ts";
import { runFiles } from "../../lib/report/files.ts";
import type { AttemptRow, NewAttemptRow } from "../../lib/state/tables/attempts.ts";
import type { Observe } from "../asking/asking.ts";
import type { OpenRun } from "../open-run.ts";
import { reportFrom } from "./report-of-run.ts";
import { reportPath, writeFiles } from "./run-files.ts";

/** What there is to say before anything was tried. */
const names = ["summary.json", "report.md", "report.ko.md", "report.html", "report.ko.html"];

/**
 * Writes the run's report once the first repeat of the baseline is whole, while the others are still asked: off the rows in memory, without a
 * statement. `written` is awaited before the stage ends. A report that cannot be written is told and costs the run nothing.
 * @param visible questions of a repeat
 */
export function provisionalReport(
  run: OpenRun,
  visible: number,
): { readonly observe: Observe; readonly written: () => Promise<void> } {
  const first: NewAttemptRow[] = [];
  let isNew = false;
  let writing = Promise.resolve();
  return {
    observe: (row, fresh) => {
      if (row.arm !== "baseline" || row.attempt !== 1) return;
      first.push(row);
      isNew ||= fresh;
      if (first.length === visible && isNew) writing = write(run, first).catch((thrown: unknown) => tell(run, thrown));
    },
    written: () => writing,
  };
}

async function write(run: OpenRun, rows: readonly NewAttemptRow[]): Promise<void> {
  const report = await reportFrom({
    run: run.run,
    exam: run.exam,
    iterations: [],
    changes: [],
    // The columns that only later stages fill are not there yet.
    attempts: rows as readonly AttemptRow[],
    lines: [],
    production: null,
    workspaceName: run.workspaceName,
    plan: () => Promise.resolve(null),
    provisional: true,
  });
  const files = await writeFiles(run, run.run.run_id, (folder) => {
    const all = [...runFiles(report, folder)];
    return new Map(all.filter(([name]) => names.includes(name)));
  });
  const correct = rows.filter((row) => row.passed).length;
  run.report({ kind: "provisional_report", path: reportPath(run, files) ?? "", correct, n: rows.length });
}

function tell(run: OpenRun, thrown: unknown): void {
  run.report({
    kind: "problem",
    message: `The provisional report was not written: ${toEnhancerError(thrown).message}`,
  });
}
