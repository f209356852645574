import { summaryDocument } from "../../lib/report/summary.ts";
import type { RunReport } from "../../lib/report/run-report.ts";
import { runInline } from "../../inline.ts";
import { writeRunFiles } from "../../runs/run-files.ts";
import type { Command, ExitCode } from "../command.ts";
import { printEnd } from "../print-end.ts";
import { withWorkspace } from "../with-workspace.ts";

/** Whether a run's end is a yes: 0 when the target was reached, 1 when it failed, else a clean no. */
export function exitCodeOf(status: string): ExitCode {
  if (status === "FAILED") return 1;
  return status === "TARGET_REACHED" ? 0 : 2;
}

export const runCommand: Command = {
  name: "run",
  usage: "run [--inline] [settings]",
  en: "the whole job in one process, loop after loop until the target score",
  ko: "한 프로세스에서 목표 점수까지 반복을 되풀이하는 전체 작업",
  options: [
    {
      name: "inline",
      type: "boolean",
      en: "all stages in this process (the default)",
      ko: "모든 단계를 이 프로세스에서(기본값)",
    },
    {
      name: "fresh",
      type: "boolean",
      en: "with --local: forget .local/ and load the demo anew",
      ko: "--local과 함께: .local/을 지우고 데모를 새로 불러옴",
    },
  ],
  takesSettings: true,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const runId = await runInline(context, "", 1);
      const { report, files } = await writeRunFiles(context, runId);
      showEnd(invocation, report, files);
      return exitCodeOf(report.status);
    }),
};

/** One JSON document, or the lessons, the decision table and what to do next. */
export function showEnd(
  invocation: Parameters<Command["run"]>[0],
  report: RunReport,
  files: Readonly<Record<string, string>>,
): void {
  if (invocation.json) {
    const named = {
      lessons: files["lessons.md"] ?? "",
      decision: files["decision.md"] ?? "",
      report: files["report.html"] ?? "",
    };
    invocation.console.out(`${JSON.stringify(summaryDocument(report, named), null, 2)}\n`);
  } else printEnd(invocation.console, report, invocation.locale, files);
}
