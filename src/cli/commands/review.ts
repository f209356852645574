import { EnhancerError } from "../../lib/core/errors.ts";
import type { Locale } from "../../lib/report/locale.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { type Decided, decidePlan, type PlanDecision } from "../../runs/approval/decide-plan.ts";
import { nextCommand } from "../../runs/ending/next-command.ts";
import { findRun } from "../../runs/open-run.ts";
import { reportOf } from "../../runs/ending/report-of-run.ts";
import type { RunContext } from "../../runs/run-context.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { settingsOfRun } from "../settings-of-run.ts";
import { showEnd } from "../show-end.ts";
import { jobOption, withWorkspace } from "../with-workspace.ts";
import { runOption, wantedRun } from "./run-option.ts";

const decisions = ["APPROVE", "REJECT", "STOP"] as const;

export const reviewCommand: Command = {
  name: "review",
  usage: "review [--run ID] [--decision APPROVE|REJECT|STOP] [--fixes 1,3] [--comment TEXT]",
  en: "show a waiting plan, or decide on it, whole or fix by fix",
  ko: "대기 중인 계획을 보거나 전체 또는 수정별로 결정",
  options: [
    runOption,
    jobOption,
    { name: "decision", type: "string", en: "APPROVE, REJECT or STOP", ko: "APPROVE, REJECT, STOP 중 하나" },
    {
      name: "fixes",
      type: "string",
      en: "numbers or ids of single fixes, with commas [the whole plan]",
      ko: "일부 수정의 번호나 ID, 쉼표로 구분 [계획 전체]",
    },
    { name: "comment", type: "string", en: "why, for the record", ko: "기록에 남길 이유" },
  ],
  takesSettings: true,
  check: async ({ options }) => {
    if (options["decision"] !== undefined) decisionOf(String(options["decision"]));
  },
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const run = await findRun(context, wantedRun(invocation));
      const { decision, fixes, comment } = invocation.arguments.options;
      if (decision === undefined) {
        showEnd(invocation, await reportOf(context, run.run_id), {});
        return run.status === "AWAITING_APPROVAL" ? 2 : 0;
      }
      const decided = await decidePlan({ ...context, settings: settingsOfRun(invocation.resolved, run) }, run, {
        decision: decisionOf(String(decision)),
        fixes: typeof fixes === "string" ? fixes.split(",").map((fix) => fix.trim()) : [],
        comment: typeof comment === "string" ? comment : null,
        decidedBy: (await context.workspace.whoAmI(context.signal)).userName,
        channel: "cli",
        jobId: run.job_id,
      });
      say(invocation, context, run, decided);
      return decided.next.kind === "undecided" ? 2 : 0;
    }),
};

function decisionOf(text: string): PlanDecision["decision"] {
  const decision = decisions.find((one) => one === text.toUpperCase());
  if (decision !== undefined) return decision;
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `--decision = ${JSON.stringify(text)}: there is no such decision`,
    remedy: `Give one of ${decisions.join(", ")}.`,
  });
}

function say({ json, console, locale }: Invocation, context: RunContext, run: RunRow, decided: Decided): void {
  if (json) console.out(`${JSON.stringify(decided)}\n`);
  else
    console.out(`${inWords(decided, nextCommand("resume", run.run_id, context.workspaceName, run.job_id), locale)}\n`);
}

function inWords({ next, approved, rejected, undecided }: Decided, resume: string, locale: Locale): string {
  const isKorean = locale === "ko";
  const counts = isKorean
    ? `승인 ${String(approved)}개, 거부 ${String(rejected)}개, 미결정 ${String(undecided)}개.`
    : `${String(approved)} approved, ${String(rejected)} rejected, ${String(undecided)} undecided.`;
  switch (next.kind) {
    case "job_run": {
      const where = next.url ?? next.job_run_id;
      return `${counts}\n${isKorean ? "작업 실행에서 이어 갑니다" : "The run goes on in a new job run"}: ${where}`;
    }
    case "undecided":
      return `${counts}\n${isKorean ? "나머지를 결정하면 실행이 이어집니다." : "The run goes on when the rest is decided."}`;
    case "resume":
      return `${counts}\n${isKorean ? "이어 가려면" : "To go on"}: ${resume}`;
    case "ended":
      return isKorean ? "실행을 끝냈습니다." : "The run is stopped.";
  }
}
