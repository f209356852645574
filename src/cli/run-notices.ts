import type { Locale } from "../lib/report/locale.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";
import type { Followed } from "./follow-run.ts";
import type { RunLinks } from "./run-links.ts";

const words = {
  en: {
    jobRun: (loop: number) => `Job run of loop ${String(loop)}`,
    dashboard: "Dashboard",
    files: "Report files",
    decide: "With the bundle's own job, which records who starts it:",
    left: (status: string) => `The run is not over (${status}), and nothing works on it. To go on:`,
    leftBy: (state: string) => `Its last job run ended with ${state}.`,
  },
  ko: {
    jobRun: (loop: number) => `반복 ${String(loop)}의 작업 실행`,
    dashboard: "대시보드",
    files: "보고서 파일",
    decide: "번들의 작업으로 결정하려면(시작한 사람이 기록됨):",
    left: (status: string) =>
      `실행이 끝나지 않았지만(${status}) 아무것도 이 실행을 진행하고 있지 않습니다. 이어 가려면:`,
    leftBy: (state: string) => `마지막 작업 실행은 ${state}(으)로 끝났습니다.`,
  },
} as const;

/** The pages and files of a run, a line each. */
export function linksInWords(links: RunLinks, locale: Locale): string[] {
  const text = words[locale];
  return [
    ...links.job_runs.map(({ loop, job_run_id, url }) => `${text.jobRun(loop)}: ${url ?? job_run_id}`),
    ...(links.dashboard === null ? [] : [`${text.dashboard}: ${links.dashboard}`]),
    ...(links.files === null ? [] : [`${text.files}: ${links.files}`]),
  ];
}

/** How else a waiting plan is decided on: the plan itself names the command line's way. */
export function approvalInWords(run: Pick<RunRow, "run_id" | "job_id">, locale: Locale): string[] {
  if (run.job_id === null) return [];
  const command = `databricks bundle run decide -- --run_id ${run.run_id} --decision APPROVE`;
  return [words[locale].decide, `  ${command}`];
}

/** Why nothing more is to be waited for. */
export function leftInWords(followed: Extract<Followed, { kind: "left" }>, resume: string, locale: Locale): string[] {
  const text = words[locale];
  const { run, jobRun } = followed;
  const failed = jobRun !== null && jobRun.resultState !== "SUCCESS";
  const state = [jobRun?.resultState ?? jobRun?.lifeCycleState, jobRun?.stateMessage]
    .filter((part) => part !== undefined && part !== "")
    .join(": ");
  return [text.left(run.status), `  ${resume}`, ...(failed ? [text.leftBy(state)] : [])];
}
