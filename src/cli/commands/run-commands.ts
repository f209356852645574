import { textsIn } from "../../lib/report/texts/texts-in.ts";
import { decidePlan } from "../../runs/approval/decide-plan.ts";
import { findRun } from "../../runs/open-run.ts";
import { reportOf } from "../../runs/ending/report-of-run.ts";
import { writeRunFiles } from "../../runs/ending/run-files.ts";
import type { RunContext } from "../../runs/run-context.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { followToEnd } from "../end-following.ts";
import { checkFollowing, followOption, readTimeout } from "../follow-options.ts";
import { runOfJobRun } from "../follow-run.ts";
import { linksOf } from "../run-links.ts";
import { approvalInWords } from "../run-notices.ts";
import { isGoing, recordWord } from "../run-word.ts";
import { settingsOfRun } from "../settings-of-run.ts";
import { exitCodeOf, showEnd } from "../show-end.ts";
import { jobOption, withWorkspace } from "../with-workspace.ts";
import { runOption, wantedRun } from "./run-option.ts";

export const statusCommand: Command = {
  name: "status",
  usage: "status [--run ID]",
  en: "how a run stands",
  ko: "실행의 상태",
  options: [runOption, jobOption],
  takesSettings: true,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const run = await findRun(context, wantedRun(invocation));
      const report = await reportOf(context, run.run_id);
      showEnd(invocation, report, {}, await linksOf(context, run));
      const notice = run.status === "AWAITING_APPROVAL" ? approvalInWords(run, invocation.locale) : [];
      if (notice.length > 0 && !invocation.json) invocation.console.out(`\n${notice.join("\n")}\n`);
      return exitCodeOf(report.status);
    }),
};

export const waitCommand: Command = {
  name: "wait",
  usage: "wait [--run ID] [--timeout SECONDS]",
  en: "follow a run over its loops until it ends",
  ko: "실행이 끝날 때까지 반복을 지켜봄",
  options: [runOption, jobOption, followOption],
  takesSettings: true,
  check: checkFollowing,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const runId = (await runAtWork(invocation, context)) ?? (await findRun(context, wantedRun(invocation))).run_id;
      return followToEnd(invocation, context, runId, "not_written");
    }),
};

/** The run of the deployed job that works now: one just started may not be in the tables yet, nor the tables be there. */
async function runAtWork(invocation: Invocation, context: RunContext): Promise<string | null> {
  const { job_id: jobId } = context.settings;
  if (jobId === null || invocation.arguments.options[runOption.name] !== undefined) return null;
  const jobRunId = await context.workspace.jobs.activeRun(jobId, context.signal);
  if (jobRunId === null) return null;
  const following = { onEvent: () => undefined, timeoutSeconds: readTimeout(invocation.arguments) };
  return runOfJobRun(context, jobRunId, following);
}

export const reportCommand: Command = {
  name: "report",
  usage: "report [--run ID]",
  en: "render a run's files again",
  ko: "실행의 파일을 다시 작성",
  options: [runOption, jobOption],
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
  options: [runOption, jobOption],
  takesSettings: true,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const run = await findRun(context, wantedRun(invocation));
      if (!isGoing(run)) {
        say(
          invocation,
          { run_id: run.run_id, status: run.status },
          `Run ${run.run_id} had ended already: ${statusIn(invocation, run)}.`,
        );
        return 2;
      }
      if (run.status === "AWAITING_APPROVAL") return stopWaiting(invocation, context, run);
      await recordWord(context, run, "STOP", "stop");
      say(invocation, { run_id: run.run_id, status: "STOPPING" }, `Run ${run.run_id} ends after the call under way.`);
      return 0;
    }),
};

/** Nothing works on a run that waits for a person: it is ended here, or by its job. */
async function stopWaiting(invocation: Invocation, context: RunContext, run: RunRow): Promise<ExitCode> {
  const held = { ...context, settings: settingsOfRun(invocation.resolved, run) };
  const { next } = await decidePlan(held, run, {
    decision: "STOP",
    fixes: [],
    comment: "stop",
    decidedBy: (await context.workspace.whoAmI(context.signal)).userName,
    channel: "cli",
    jobId: run.job_id,
  });
  const isOver = next.kind === "ended";
  const status = isOver ? "STOPPED" : "STOPPING";
  say(
    invocation,
    { run_id: run.run_id, status },
    isOver ? `Run ${run.run_id} is stopped.` : `Run ${run.run_id} is ended by a new run of its job.`,
  );
  return 0;
}

function statusIn(invocation: Invocation, run: RunRow): string {
  return textsIn(invocation.locale).statuses[run.status] ?? run.status;
}

function say(invocation: Invocation, document: unknown, sentence: string): void {
  invocation.console.out(invocation.json ? `${JSON.stringify(document)}\n` : `${sentence}\n`);
}
