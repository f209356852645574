import type { Locale } from "../locale.ts";

type PlanTexts = {
  readonly title: (space: string) => string;
  readonly inShort: (fixes: number, questions: number, blocked: number) => string;
  readonly loop: (run: string, loop: number) => string;
  readonly until: (date: string) => string;
  readonly digest: (digest: string) => string;
  readonly approvals: (approvals: { readonly given: number; readonly required: number }, undecided: number) => string;
  /** How many people approved, of how many. */
  readonly count: (approvals: { readonly given: number; readonly required: number }) => string;
  readonly fixes: string;
  readonly type: string;
  readonly id: string;
  readonly why: string;
  readonly targets: string;
  readonly diff: string;
  readonly kinds: Readonly<Record<"add" | "remove" | "change", string>>;
  readonly word: (decision: "APPROVE" | "REJECT", by: string) => string;
  readonly edited: (by: string) => string;
  readonly byHand: string;
  /** By how much a fix makes the space longer. */
  readonly characters: string;
  readonly forecast: string;
  readonly step: string;
  readonly questions: string;
  readonly screen: string;
  readonly guard: string;
  readonly confirm: string;
  readonly atMost: (count: string) => string;
  readonly taken: string;
  readonly most: string;
  readonly forecastNote: string;
  readonly decide: string;
};

const s = (count: number): string => (count === 1 ? "" : "s");

/** What stands around a plan that waits for a person. */
export const planTexts: Readonly<Record<Locale, PlanTexts>> = {
  en: {
    title: (space) => `Plan to approve: ${space}`,
    inShort: (fixes, questions, blocked) =>
      `${String(fixes)} fix${fixes === 1 ? "" : "es"} for ${String(questions)} question${s(questions)}; checks stopped ${String(blocked)} more`,
    loop: (run, loop) => `Run ${run}, loop ${String(loop)}`,
    until: (date) => `Waits for a person's word until ${date}`,
    digest: (digest) => `Digest ${digest}`,
    approvals: ({ given, required }, undecided) =>
      `${String(given)} of ${String(required)} approval${s(required)}; ${undecided === 0 ? "every fix is decided" : `${String(undecided)} fix${undecided === 1 ? "" : "es"} undecided`}`,
    count: ({ given, required }) => `${String(given)} of ${String(required)} approval${s(required)}`,
    fixes: "Fixes",
    type: "Type",
    id: "Id",
    why: "Why",
    targets: "Its questions, and what is wrong today",
    diff: "What it changes in the space",
    kinds: { add: "added", remove: "removed", change: "changed" },
    word: (decision, by) => `${decision === "APPROVE" ? "Approved" : "Rejected"} by ${by}`,
    edited: (by) => `Edited by ${by}`,
    byHand: "a row in enhancement_approvals",
    characters: "What it costs in characters of the space",
    forecast: "What testing it will ask",
    step: "Step",
    questions: "Questions",
    screen: "its own questions, once on the clone",
    guard: "questions that are right today, once on the clone",
    confirm: "its own questions that became right, in pairs on both clones",
    atMost: (count) => `at most ${count}`,
    taken: "Trying the whole plan once",
    most: "At most",
    forecastNote:
      "At least: no question of its own becomes right, and the test ends there. Typically: six in ten do. Fixes that do not hold together are tried again in smaller groups, and a question that was lost is asked again: both ask more.",
    decide: "How to decide",
  },
  ko: {
    title: (space) => `승인할 계획: ${space}`,
    inShort: (fixes, questions, blocked) =>
      `${String(questions)}개 문항을 위한 수정 ${String(fixes)}개, 검사에서 차단된 제안 ${String(blocked)}개`,
    loop: (run, loop) => `실행 ${run}, 반복 ${String(loop)}`,
    until: (date) => `${date}까지 사람의 결정을 기다림`,
    digest: (digest) => `다이제스트 ${digest}`,
    approvals: ({ given, required }, undecided) =>
      `승인 ${String(required)}명 중 ${String(given)}명, ${undecided === 0 ? "모든 수정이 결정됨" : `결정되지 않은 수정 ${String(undecided)}개`}`,
    count: ({ given, required }) => `승인 ${String(required)}명 중 ${String(given)}명`,
    fixes: "수정",
    type: "유형",
    id: "ID",
    why: "이유",
    targets: "대상 문항과 지금 틀린 점",
    diff: "스페이스에서 바뀌는 것",
    kinds: { add: "추가", remove: "삭제", change: "변경" },
    word: (decision, by) => `${decision === "APPROVE" ? "승인" : "거부"}: ${by}`,
    edited: (by) => `편집: ${by}`,
    byHand: "enhancement_approvals의 행",
    characters: "스페이스에서 늘어나는 글자 수",
    forecast: "시험에 드는 질문 수",
    step: "단계",
    questions: "질문",
    screen: "대상 문항을 복제본에 한 번씩",
    guard: "지금 맞는 문항을 복제본에 한 번씩",
    confirm: "정답으로 바뀐 대상 문항을 두 복제본에 쌍으로",
    atMost: (count) => `최대 ${count}`,
    taken: "계획 전체를 한 번 시험할 때",
    most: "최대",
    forecastNote:
      "최소는 대상 문항이 하나도 정답으로 바뀌지 않아 바로 끝나는 경우, 보통은 열 개 중 여섯 개가 바뀌는 경우입니다. 함께 증명되지 않은 수정은 더 작은 묶음으로 다시 시험하고, 틀리게 된 문항은 다시 묻습니다. 그만큼 질문이 늘어납니다.",
    decide: "결정하는 방법",
  },
};
