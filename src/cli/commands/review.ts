import type { Locale } from "../../lib/report/locale.ts";
import { planFrame } from "../../lib/report/plan.ts";
import type { PlanReport } from "../../lib/report/plan-report.ts";
import type { RunReport } from "../../lib/report/run-report.ts";
import { planTexts } from "../../lib/report/texts/plan-texts.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { carryOutWaitingEdits } from "../../runs/approval/carry-out-edits.ts";
import { decidePlan } from "../../runs/approval/decide-plan.ts";
import { previewEdit } from "../../runs/approval/edit-plan.ts";
import type { Decided, PlanDecision } from "../../runs/approval/plan-decision.ts";
import { nextCommand } from "../../runs/ending/next-command.ts";
import { findRun } from "../../runs/open-run.ts";
import { reportOf } from "../../runs/ending/report-of-run.ts";
import type { RunContext } from "../../runs/run-context.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { atTerminal, isInteractive } from "../review-terminal.ts";
import { reviewTexts } from "../review-texts.ts";
import { type Walked, walkPlan } from "../review-walk.ts";
import { decisionInFlags } from "../review-words.ts";
import { settingsOfRun } from "../settings-of-run.ts";
import { showEnd } from "../show-end.ts";
import { jobOption, withWorkspace } from "../with-workspace.ts";
import { runOption, wantedRun } from "./run-option.ts";

export const reviewCommand: Command = {
  name: "review",
  usage:
    "review [--run ID] [--approve | --reject | --stop | --approve-change 1,2 --reject-change 3 --edit-change 4 --fix FILE]",
  en: "walk through a waiting plan and decide fix by fix; with flags, decide without asking",
  ko: "대기 중인 계획을 수정별로 살펴보고 결정, 플래그를 주면 묻지 않고 결정",
  options: [
    runOption,
    jobOption,
    { name: "approve", type: "boolean", en: "approve the whole plan", ko: "계획 전체를 승인" },
    { name: "reject", type: "boolean", en: "reject the whole plan", ko: "계획 전체를 거부" },
    { name: "stop", type: "boolean", en: "end the run", ko: "실행을 중단" },
    {
      name: "approve-change",
      type: "string",
      en: "fixes to approve, by number or id, with commas",
      ko: "승인할 수정의 번호나 ID, 쉼표로 구분",
    },
    {
      name: "reject-change",
      type: "string",
      en: "fixes to reject, by number or id, with commas",
      ko: "거부할 수정의 번호나 ID, 쉼표로 구분",
    },
    {
      name: "edit-change",
      type: "string",
      en: "fixes to put in another form, each with its file in --fix",
      ko: "편집할 수정의 번호나 ID, 파일은 --fix에 순서대로",
    },
    {
      name: "fix",
      type: "string",
      en: "JSON files, each with a whole fix, with commas",
      ko: "수정 전체를 담은 JSON 파일, 쉼표로 구분",
    },
    {
      name: "plan",
      type: "string",
      en: "digest of the plan you saw, or its beginning: one edited since is not decided on",
      ko: "확인한 계획의 다이제스트나 그 앞부분, 그 뒤 편집된 계획은 결정하지 않음",
    },
    { name: "decision", type: "string", en: "APPROVE, REJECT or STOP", ko: "APPROVE, REJECT, STOP 중 하나" },
    {
      name: "fixes",
      type: "string",
      en: "what --decision is about: numbers or ids, with commas [the whole plan]",
      ko: "--decision의 대상: 번호나 ID, 쉼표로 구분 [계획 전체]",
    },
    { name: "comment", type: "string", en: "why, for the record", ko: "기록에 남길 이유" },
  ],
  takesSettings: true,
  check: async (words) => {
    await decisionInFlags(words);
  },
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const run = await findRun(context, wantedRun(invocation));
      const held = { ...context, settings: settingsOfRun(invocation.resolved, run) };
      const given = await decisionInFlags(invocation.arguments);
      if (given !== null) {
        const { plan } = invocation.arguments.options;
        return decide(invocation, held, run, { ...given, seen: typeof plan === "string" ? plan : null });
      }
      await carryOutWaitingEdits(held, run);
      const report = await reportOf(context, run.run_id);
      if (report.plan === null || !isInteractive(invocation)) {
        showEnd(invocation, report, {});
        return run.status === "AWAITING_APPROVAL" ? 2 : 0;
      }
      const { plan } = report;
      const walked = await walk(invocation, held, run, { report, plan });
      switch (walked.kind) {
        case "nothing":
          invocation.console.err(`${reviewTexts[invocation.locale].nothing}\n`);
          return 2;
        case "stop":
          return decide(invocation, held, run, { decision: "STOP", fixes: [] });
        case "words":
          return decide(invocation, held, run, {
            decision: null,
            fixes: [],
            singles: walked.singles,
            seen: plan.digest,
          });
      }
    }),
};

function walk(
  invocation: Invocation,
  context: RunContext,
  run: RunRow,
  { report, plan }: { readonly report: RunReport; readonly plan: PlanReport },
): Promise<Walked> {
  return atTerminal(invocation, (terminal) => {
    terminal.show(planFrame(report, plan, invocation.locale));
    return walkPlan(plan, terminal, (edits) => previewEdit(context, run, plan.loop, edits));
  });
}

async function decide(
  invocation: Invocation,
  context: RunContext,
  run: RunRow,
  given: Pick<PlanDecision, "decision" | "fixes" | "singles" | "seen">,
): Promise<ExitCode> {
  const { comment } = invocation.arguments.options;
  const decided = await decidePlan(context, run, {
    ...given,
    comment: typeof comment === "string" ? comment : null,
    decidedBy: (await context.workspace.whoAmI(context.signal)).userName,
    channel: "cli",
    jobId: run.job_id,
  });
  say(invocation, context, run, decided);
  return decided.next.kind === "undecided" ? 2 : 0;
}

function say({ json, console, locale }: Invocation, context: RunContext, run: RunRow, decided: Decided): void {
  if (json) console.out(`${JSON.stringify(decided)}\n`);
  else
    console.out(`${inWords(decided, nextCommand("resume", run.run_id, context.workspaceName, run.job_id), locale)}\n`);
}

function inWords({ next, approved, rejected, undecided, approvals }: Decided, resume: string, locale: Locale): string {
  const isKorean = locale === "ko";
  const people = planTexts[locale].count(approvals);
  const counts = isKorean
    ? `수정 승인 ${String(approved)}개, 거부 ${String(rejected)}개, 미결정 ${String(undecided)}개(${people}).`
    : `${String(approved)} approved, ${String(rejected)} rejected, ${String(undecided)} undecided (${people}).`;
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
