import { signed } from "../lib/report/markdown.ts";
import type { Locale } from "../lib/report/locale.ts";
import type { StageName } from "../lib/state/words.ts";

type ProgressTexts = {
  readonly run: (resumed: boolean) => string;
  readonly exam: (space: string, questions: number, visible: number) => string;
  readonly loop: (number: number) => string;
  readonly skipped: string;
  readonly answered: (count: number) => string;
  readonly executed: (count: number) => string;
  readonly compared: (count: string) => string;
  readonly right: (share: string) => string;
  readonly perMinute: (rate: string) => string;
  readonly left: (duration: string) => string;
  readonly provisional: (correct: number, n: number, path: string) => string;
  readonly scored: (correct: number, n: number, share: string, low: string, high: string, full: boolean) => string;
  readonly planned: (proposed: number, blocked: number) => string;
  readonly applied: (applied: number, refused: number) => string;
  readonly decisions: Readonly<Record<"KEEP" | "ROLL_BACK" | "INDECISIVE", string>>;
  readonly settled: Readonly<Record<"KEPT" | "REVERTED", string>>;
  readonly questionsGained: (net: number) => string;
  readonly fixes: (count: number) => string;
  readonly takenBack: string;
  readonly validated: (kept: number, reverted: number) => string;
  readonly jobRun: (loop: number) => string;
  readonly queued: string;
  readonly ended: (status: string, reason: string) => string;
};

const s = (count: number): string => (count === 1 ? "" : "es");

/** What the terminal says while a run works. */
export const progressTexts: Readonly<Record<Locale, ProgressTexts>> = {
  en: {
    run: (resumed) => (resumed ? "Resuming run" : "Run"),
    exam: (space, questions, visible) =>
      `space "${space}" · ${String(questions)} questions (${String(visible)} visible, ${String(questions - visible)} held out)`,
    loop: (number) => `Loop ${String(number)}`,
    skipped: "skipped",
    answered: (count) => `${String(count)} asked`,
    executed: (count) => `${String(count)} executed`,
    compared: (count) => `${count} compared`,
    right: (share) => `${share} right`,
    perMinute: (rate) => `${rate}/min`,
    left: (duration) => `${duration} left`,
    provisional: (correct, n, path) =>
      `every question asked once: ${String(correct)} of ${String(n)} right so far; provisional report: ${path}`,
    scored: (correct, n, share, low, high, full) =>
      `${full ? "full evaluation: " : ""}${String(correct)} of ${String(n)} right (${share}, 95% interval ${low}–${high})`,
    planned: (proposed, blocked) =>
      `${String(proposed)} fix${s(proposed)} planned, ${String(blocked)} blocked by checks`,
    applied: (applied, refused) =>
      `${String(applied)} fix${s(applied)} written to dev-working and read back${refused === 0 ? "" : `, ${String(refused)} refused`}`,
    decisions: { KEEP: "kept", ROLL_BACK: "rolled back", INDECISIVE: "indecisive" },
    settled: { KEPT: "kept", REVERTED: "rolled back" },
    questionsGained: (net) => `${signed(net).replace(".0", "")} ${Math.abs(net) === 1 ? "question" : "questions"}`,
    fixes: (count) => `${String(count)} fixes together`,
    takenBack: "taken back: its questions do not need it",
    validated: (kept, reverted) => `${String(kept)} kept, ${String(reverted)} rolled back`,
    jobRun: (loop) => `job run of loop ${String(loop)}:`,
    queued: "the job run waits for its turn",
    ended: (status, reason) => `Run ended: ${status} (${reason})`,
  },
  ko: {
    run: (resumed) => (resumed ? "실행 재개" : "실행"),
    exam: (space, questions, visible) =>
      `스페이스 "${space}" · ${String(questions)}문항(공개 ${String(visible)}, 비공개 ${String(questions - visible)})`,
    loop: (number) => `반복 ${String(number)}`,
    skipped: "건너뜀",
    answered: (count) => `질문 ${String(count)}`,
    executed: (count) => `실행 ${String(count)}`,
    compared: (count) => `비교 ${count}`,
    right: (share) => `정답 ${share}`,
    perMinute: (rate) => `분당 ${rate}개`,
    left: (duration) => `${duration} 남음`,
    provisional: (correct, n, path) =>
      `모든 문항을 한 번씩 물음: 현재 ${String(n)}문항 중 ${String(correct)}개 정답, 중간 보고서: ${path}`,
    scored: (correct, n, share, low, high, full) =>
      `${full ? "전체 평가: " : ""}${String(n)}문항 중 ${String(correct)}개 정답(${share}, 95% 구간 ${low}–${high})`,
    planned: (proposed, blocked) => `수정 ${String(proposed)}개 계획, ${String(blocked)}개는 검사에서 차단`,
    applied: (applied, refused) =>
      `수정 ${String(applied)}개를 dev-working에 쓰고 다시 읽어 확인${refused === 0 ? "" : `, ${String(refused)}개 거부`}`,
    decisions: { KEEP: "유지", ROLL_BACK: "되돌림", INDECISIVE: "판정 불가" },
    settled: { KEPT: "유지", REVERTED: "되돌림" },
    questionsGained: (net) => `문항 ${signed(net).replace(".0", "")}개`,
    fixes: (count) => `수정 ${String(count)}개 묶음`,
    takenBack: "되돌림: 대상 문항에 필요하지 않음",
    validated: (kept, reverted) => `${String(kept)}개 유지, ${String(reverted)}개 되돌림`,
    jobRun: (loop) => `반복 ${String(loop)}의 작업 실행:`,
    queued: "작업 실행이 차례를 기다리는 중",
    ended: (status, reason) => `실행 종료: ${status}(${reason})`,
  },
};

export const stageNamesIn: Readonly<Record<Locale, Readonly<Record<StageName, string>>>> = {
  en: {
    orchestrator: "orchestrator",
    score: "score",
    plan: "plan",
    apply: "apply",
    validate: "validate",
    loop: "loop",
  },
  ko: { orchestrator: "준비", score: "채점", plan: "계획", apply: "적용", validate: "검증", loop: "반복" },
};
