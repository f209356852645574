import { EnhancerError } from "../../lib/core/errors.ts";
import { settingsSchema } from "../../lib/settings/settings.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { runInline } from "../../inline.ts";
import { isWatch } from "../../runs/watch/is-watch.ts";
import { loopToResume } from "../../runs/jobs/loop-to-resume.ts";
import { nextCommand } from "../../runs/ending/next-command.ts";
import { findRun } from "../../runs/open-run.ts";
import type { RunContext } from "../../runs/run-context.ts";
import { writeRunFiles } from "../../runs/ending/run-files.ts";
import type { Option } from "../arguments.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { checkFollowing, followOption } from "../follow-options.ts";
import { goOnAsJob, type LoopToGoOnWith } from "../go-on-as-job.ts";
import { isGoing, recordWord } from "../run-word.ts";
import { settingsOfRun } from "../settings-of-run.ts";
import { exitCodeOf, showEnd } from "../show-end.ts";
import { withWorkspace } from "../with-workspace.ts";
import { runOption, wantedRun } from "./run-option.ts";

const wayOptions: readonly Option[] = [
  {
    name: "inline",
    type: "boolean",
    en: "in this process (the default for a run that no job worked on)",
    ko: "이 프로세스에서(작업이 아닌 실행의 기본값)",
  },
  {
    name: "job",
    type: "boolean",
    en: "as a run of the job (the default for a run of a job)",
    ko: "작업의 실행으로(작업에서 시작된 실행의 기본값)",
  },
  followOption,
];

export const resumeCommand: Command = {
  name: "resume",
  usage: "resume [--run ID] [--inline | --job]",
  en: "take an interrupted run up where it was",
  ko: "중단된 실행을 멈춘 곳에서 이어 감",
  options: [runOption, ...wayOptions],
  takesSettings: true,
  check: checkFollowing,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const run = await findRun(context, wantedRun(invocation));
      refuseWatch(run);
      const isBroken = run.status === "STOPPED" || run.status === "FAILED" || run.status === "BUDGET_EXHAUSTED";
      if (!isGoing(run) && !isBroken) {
        throw new EnhancerError({
          code: "CONFLICT",
          message: `Run ${run.run_id} has ended (${run.status}): there is nothing to resume`,
          remedy: `Give it another loop with \`${nextCommand("continue", run.run_id, context.workspaceName, run.job_id)}\`, or start a new run.`,
        });
      }
      // It takes back an earlier STOP; a plan that waits is approved by other words than these.
      if (run.status !== "AWAITING_APPROVAL") await recordWord(context, run, "APPROVE", "resume");
      return goOn(invocation, context, run, { loop: await loopToResume(context, run.run_id), mostLoops: null });
    }),
};

export const continueCommand: Command = {
  name: "continue",
  usage: "continue [--run ID] [--inline | --job]",
  en: "give an ended run another loop",
  ko: "끝난 실행에 반복을 한 번 더 줌",
  options: [runOption, ...wayOptions],
  takesSettings: true,
  check: checkFollowing,
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const run = await findRun(context, wantedRun(invocation));
      refuseWatch(run);
      await refuseToContinue(context, run);
      await recordWord(context, run, "APPROVE", "continue");
      // What its limit cut short comes first: its loop is not over.
      if (run.status === "BUDGET_EXHAUSTED") {
        return goOn(invocation, context, run, { loop: await loopToResume(context, run.run_id), mostLoops: null });
      }
      const loops = await context.state.iterations.list(run.run_id);
      // A next loop that the platform refused to start is skipped, and has its number still to give.
      const last = loops.findLast((row) => row.status !== "SKIPPED");
      const loop = (last?.iteration_number ?? 0) + 1;
      const { settings, origins } = invocation.resolved;
      const wanted = origins.max_iterations === "default" ? loop : settings.max_iterations;
      return goOn(invocation, context, run, { loop, mostLoops: Math.max(wanted, loop) });
    }),
};

function refuseWatch(run: RunRow): void {
  if (!isWatch(run)) return;
  throw new EnhancerError({
    code: "CONFLICT",
    message: `Run ${run.run_id} only watched its space, so there is nothing in it to go on with`,
    remedy: "Start a new run with `genie-enhancer run`.",
  });
}

/** Only a run that ended by itself, and whose result nobody took yet, has another loop to give. */
async function refuseToContinue(context: RunContext, run: RunRow): Promise<void> {
  const refuse = (why: string, remedy: string): EnhancerError =>
    new EnhancerError({ code: "CONFLICT", message: `Run ${run.run_id} ${why}`, remedy });
  if (isGoing(run)) {
    throw refuse(
      `has not ended (${run.status})`,
      `Take it up with \`${nextCommand("resume", run.run_id, context.workspaceName, run.job_id)}\` if nothing works on it.`,
    );
  }
  if (run.status === "STOPPED" || run.status === "FAILED") {
    throw refuse(
      `was broken off (${run.status}) before its loop was over`,
      `Take it up with \`${nextCommand("resume", run.run_id, context.workspaceName, run.job_id)}\`.`,
    );
  }
  const changes = await context.state.changes.list({ run_id: run.run_id });
  if (changes.some((row) => row.status === "PROMOTED" || row.status === "UNDONE")) {
    throw refuse(
      "was promoted, so that its base is no longer production",
      "Start a new run with `genie-enhancer run`.",
    );
  }
}

/** A run goes on where it worked, unless the command says otherwise. */
async function goOn(
  invocation: Invocation,
  context: RunContext,
  run: RunRow,
  { loop, mostLoops }: LoopToGoOnWith,
): Promise<ExitCode> {
  const { job, inline } = invocation.arguments.options;
  if (job === true || (inline !== true && run.job_id !== null)) {
    return goOnAsJob(invocation, context, run, { loop, mostLoops });
  }
  const began = settingsOfRun(invocation.resolved, run);
  const settings = settingsSchema.parse({
    ...began,
    job_id: null,
    max_iterations: mostLoops ?? began.max_iterations,
  });
  await runInline({ ...context, settings }, run.run_id, loop);
  const { report, files } = await writeRunFiles(context, run.run_id);
  showEnd(invocation, report, files);
  return exitCodeOf(report.status);
}
