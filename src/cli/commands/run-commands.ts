import { userInfo } from "node:os";
import { EnhancerError } from "../../lib/core/errors.ts";
import { textsIn } from "../../lib/report/texts/texts-in.ts";
import { runInline } from "../../inline.ts";
import { loopToResume } from "../../runs/loop-to-resume.ts";
import { findRun } from "../../runs/open-run.ts";
import { reportOf } from "../../runs/report-of-run.ts";
import { writeRunFiles } from "../../runs/run-files.ts";
import type { RunContext } from "../../runs/run-context.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { settingsOfRun } from "../settings-of-run.ts";
import { withWorkspace } from "../with-workspace.ts";
import { exitCodeOf, showEnd } from "./run.ts";
import { runOption, wantedRun } from "./run-option.ts";

/** Statuses of a run that somebody, or something, still works on. */
const going: readonly RunRow["status"][] = ["RUNNING", "NEEDS_ANOTHER_LOOP", "AWAITING_APPROVAL"];

export const statusCommand: Command = {
  name: "status",
  usage: "status [--run ID]",
  en: "how a run stands",
  ko: "실행의 상태",
  options: [runOption],
  takesSettings: true,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const report = await reportOf(context, wantedRun(invocation));
      showEnd(invocation, report, {});
      return exitCodeOf(report.status);
    }),
};

export const reportCommand: Command = {
  name: "report",
  usage: "report [--run ID]",
  en: "render a run's files again",
  ko: "실행의 파일을 다시 작성",
  options: [runOption],
  takesSettings: true,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const run = await findRun(context, wantedRun(invocation));
      const { files } = await writeRunFiles(context, run.run_id);
      invocation.console.out(
        invocation.json ? `${JSON.stringify({ files })}\n` : `${Object.values(files).join("\n")}\n`,
      );
      return 0;
    }),
};

export const stopCommand: Command = {
  name: "stop",
  usage: "stop [--run ID]",
  en: "end a run after the call under way",
  ko: "진행 중인 호출 뒤에 실행을 끝냄",
  options: [runOption],
  takesSettings: true,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const run = await findRun(context, wantedRun(invocation));
      if (!going.includes(run.status)) {
        say(
          invocation,
          { run_id: run.run_id, status: run.status },
          `Run ${run.run_id} had ended already: ${statusIn(invocation, run)}.`,
        );
        return 2;
      }
      await word(context, run, "STOP", "stop");
      say(invocation, { run_id: run.run_id, status: "STOPPING" }, `Run ${run.run_id} ends after the call under way.`);
      return 0;
    }),
};

export const resumeCommand: Command = {
  name: "resume",
  usage: "resume [--run ID]",
  en: "take an interrupted run up where it was",
  ko: "중단된 실행을 멈춘 곳에서 이어 감",
  options: [runOption],
  takesSettings: true,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const run = await findRun(context, wantedRun(invocation));
      if (!going.includes(run.status) && run.status !== "STOPPED" && run.status !== "FAILED") {
        throw new EnhancerError({
          code: "CONFLICT",
          message: `Run ${run.run_id} has ended (${run.status}): there is nothing to resume`,
          remedy: "Start a new run with `genie-enhancer run`.",
        });
      }
      await word(context, run, "APPROVE", "resume");
      const open = await loopToResume(context, run.run_id);
      await runInline({ ...context, settings: settingsOfRun(invocation.resolved, run) }, run.run_id, open);
      const { report, files } = await writeRunFiles(context, run.run_id);
      showEnd(invocation, report, files);
      return exitCodeOf(report.status);
    }),
};

/** A person's word on a whole run, kept like every approval. */
async function word(context: RunContext, run: RunRow, decision: "STOP" | "APPROVE", comment: string): Promise<void> {
  const loops = await context.state.iterations.list(run.run_id);
  await context.state.approvals.insert([
    {
      approval_id: context.ids.hex32(),
      run_id: run.run_id,
      iteration_number: loops.at(-1)?.iteration_number ?? 1,
      decision,
      decided_by: userInfo().username,
      channel: "cli",
      comment,
    },
  ]);
}

function statusIn(invocation: Invocation, run: RunRow): string {
  return textsIn(invocation.locale).statuses[run.status] ?? run.status;
}

function say(invocation: Invocation, document: unknown, sentence: string): void {
  invocation.console.out(invocation.json ? `${JSON.stringify(document)}\n` : `${sentence}\n`);
}
