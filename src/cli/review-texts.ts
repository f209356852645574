import type { Locale } from "../lib/report/locale.ts";

type Lists = { readonly approve: string; readonly reject: string; readonly edit: string; readonly skip: string };

type ReviewTexts = {
  readonly place: (at: number, of: number) => string;
  readonly choose: string;
  readonly help: readonly string[];
  readonly unknown: (answer: string) => string;
  readonly why: string;
  readonly field: string;
  readonly noField: (name: string) => string;
  readonly value: (name: string, current: string) => string;
  readonly refused: (reason: string) => string;
  readonly becomes: string;
  readonly keep: string;
  readonly summary: (lists: Lists) => string;
  readonly record: string;
  readonly stop: string;
  readonly nothing: string;
  readonly yes: RegExp;
};

/** What the walk through a plan asks and says. */
export const reviewTexts: Readonly<Record<Locale, ReviewTexts>> = {
  en: {
    place: (at, of) => `Fix ${String(at)} of ${String(of)}`,
    choose: "[a]pprove  [r]eject  [e]dit  [s]kip  [all]  [q]uit  [stop]  [?] > ",
    help: [
      "a     approve this fix",
      "r     reject it: it is not tried, and not proposed again as it is",
      "e     edit it: field by field, or `e FILE` for a JSON file with the whole fix",
      "s     leave it as it is, without a word",
      "all   approve this fix and all that follow",
      "q     end here; what was said so far can still be recorded",
      "stop  end the whole run",
    ],
    unknown: (answer) => `${JSON.stringify(answer)} is none of these.`,
    why: "Why, for the record (Enter for nothing) > ",
    field: "Field to change, by number or name (Enter when done) > ",
    noField: (name) => `The fix has no field ${JSON.stringify(name)}.`,
    value: (name, current) =>
      `${name} is ${current}\nNew value (JSON for a list or several lines, @FILE for a file) > `,
    refused: (reason) => `Not accepted: ${reason}`,
    becomes: "The fix becomes:",
    keep: "Keep this edit? [y/N] ",
    summary: ({ approve, reject, edit, skip }) =>
      [`Approve: ${approve}`, `Reject: ${reject}`, `Edit and approve: ${edit}`, `Without a word: ${skip}`].join("\n"),
    record: "Record this? [y/N] ",
    stop: "End the whole run? [y/N] ",
    nothing: "Nothing was recorded.",
    yes: /^y(?:es)?$/iu,
  },
  ko: {
    place: (at, of) => `수정 ${String(of)}개 중 ${String(at)}번째`,
    choose: "[a] 승인  [r] 거부  [e] 편집  [s] 건너뛰기  [all] 나머지 모두 승인  [q] 마치기  [stop] 실행 중단  [?] > ",
    help: [
      "a     이 수정을 승인",
      "r     거부: 시험하지 않으며 같은 수정을 다시 제안하지 않음",
      "e     편집: 필드를 하나씩 고치거나, `e 파일`로 수정 전체를 담은 JSON 파일을 지정",
      "s     결정하지 않고 넘어감",
      "all   이 수정과 나머지를 모두 승인",
      "q     여기서 마침. 지금까지의 결정은 기록할 수 있음",
      "stop  실행 전체를 중단",
    ],
    unknown: (answer) => `${JSON.stringify(answer)}: 없는 선택입니다.`,
    why: "기록에 남길 이유(없으면 Enter) > ",
    field: "바꿀 필드의 번호나 이름(다 고쳤으면 Enter) > ",
    noField: (name) => `${JSON.stringify(name)}: 이 수정에 없는 필드입니다.`,
    value: (name, current) => `${name}의 지금 값: ${current}\n새 값(목록이나 여러 줄은 JSON, 파일은 @파일) > `,
    refused: (reason) => `받아들일 수 없습니다: ${reason}`,
    becomes: "편집한 수정:",
    keep: "이대로 편집할까요? [y/N] ",
    summary: ({ approve, reject, edit, skip }) =>
      [`승인: ${approve}`, `거부: ${reject}`, `편집 후 승인: ${edit}`, `결정하지 않음: ${skip}`].join("\n"),
    record: "이대로 기록할까요? [y/N] ",
    stop: "실행 전체를 중단할까요? [y/N] ",
    nothing: "아무것도 기록하지 않았습니다.",
    yes: /^(?:y(?:es)?|예|네)$/iu,
  },
};

/** The answers that mean the same, in both languages whichever is shown. */
export const answers = {
  approve: ["a", "approve", "승인"],
  reject: ["r", "reject", "거부"],
  edit: ["e", "edit", "편집"],
  skip: ["s", "skip", "건너뛰기"],
  rest: ["all", "모두"],
  quit: ["q", "quit", "마치기"],
  stop: ["stop", "중단"],
  help: ["?", "help", "도움말"],
} as const;
