import type { LimitName } from "../../forecast/limits.ts";
import type { Measured } from "../../forecast/forecast.ts";
import type { Locale } from "../locale.ts";

type ForecastTexts = {
  readonly heading: string;
  readonly columns: { readonly least: string; readonly typical: string; readonly long: (loops: number) => string };
  readonly rows: {
    readonly questions: string;
    readonly baseline: string;
    readonly trials: string;
    readonly evaluations: string;
    readonly lastExam: string;
    readonly time: string;
    readonly days: string;
    readonly statements: string;
    readonly tokens: string;
    readonly warehouse: string;
    readonly money: string;
  };
  readonly notPriced: string;
  readonly used: string;
  /** What the figures rest on. */
  readonly basis: (facts: {
    readonly loops: number;
    readonly perMinute: string | null;
    readonly concurrent: number;
    readonly questionSeconds: string;
    readonly wrongShare: string;
  }) => string;
  readonly measured: (names: string) => string;
  readonly nothingMeasured: string;
  readonly measures: Readonly<Record<keyof Measured, string>>;
  readonly limits: Readonly<Record<LimitName, (amount: string) => string>>;
  readonly beyond: (limit: LimitName, needed: string, allowed: string) => string;
  readonly refused: (limit: LimitName, needed: string, allowed: string) => string;
  readonly near: (limit: LimitName, used: string, allowed: string) => string;
  readonly reached: (limit: LimitName, used: string, allowed: string) => string;
  readonly tooLow: (limit: LimitName, needed: string, allowed: string) => string;
  readonly provisional: (questions: number) => string;
  readonly failures: string;
  readonly category: string;
  readonly count: string;
  readonly allRight: string;
};

/** What is said of what a run will take, may take, and took; and of a report that comes before its end. */
export const forecastTexts: Readonly<Record<Locale, ForecastTexts>> = {
  en: {
    heading: "Forecast before the first question",
    columns: {
      least: "At least",
      typical: "Typically",
      long: (loops) => (loops === 1 ? "With its loop" : `With all ${String(loops)} loops`),
    },
    rows: {
      questions: "Questions to Genie",
      baseline: "of these: baseline",
      trials: "of these: trials of fixes",
      evaluations: "of these: full evaluations",
      lastExam: "of these: last exam on both spaces",
      time: "Working time",
      days: "Days, by ask_window",
      statements: "SQL statements",
      tokens: "Model tokens",
      warehouse: "Warehouse time",
      money: "Money",
    },
    notPriced: "not priced",
    used: "Used",
    basis: ({ loops, perMinute, concurrent, questionSeconds, wrongShare }) =>
      `Typically ${loops === 1 ? "one loop" : `${String(loops)} loops`}; ${perMinute === null ? "no limit of questions a minute" : `${perMinute} questions a minute`}, ${String(concurrent)} at once, ${questionSeconds} s an answer, ${wrongShare} of the questions wrong at first.`,
    measured: (names) => `Measured in earlier runs on this space: ${names}. The rest are defaults.`,
    nothingMeasured: "No earlier run on this space measured anything: all of these are defaults.",
    measures: {
      questionSeconds: "time of an answer",
      statementSeconds: "time of a statement",
      tokensPerCall: "tokens of a model call",
      wrongShare: "share of wrong answers",
    },
    limits: {
      max_questions: (amount) => amount,
      max_minutes: (amount) => `${amount} min`,
      max_tokens: (amount) => amount,
      max_cost: (amount) => amount,
    },
    beyond: (limit, needed, allowed) =>
      `${limit}: typically ${needed} are needed, ${allowed} allowed. The run may end before it is done.`,
    refused: (limit, needed, allowed) =>
      `${limit}: scoring the baseline needs ${needed}, ${allowed} allowed. Nothing is asked.`,
    near: (limit, used, allowed) => `${limit}: ${used} used of ${allowed}`,
    reached: (limit, used, allowed) => `${limit} is used up: ${used} of ${allowed}`,
    tooLow: (limit, needed, allowed) =>
      `${limit} leaves too little: the next step brings the run to ${needed}, ${allowed} allowed`,
    provisional: (questions) =>
      `Provisional: the run goes on. Each of the ${String(questions)} visible questions was asked once so far; the score is settled after three times.`,
    failures: "Wrong answers by kind",
    category: "Kind",
    count: "Questions",
    allRight: "No answer was wrong.",
  },
  ko: {
    heading: "첫 질문 전의 예상",
    columns: {
      least: "최소",
      typical: "보통",
      long: (loops) => (loops === 1 ? "반복 1회까지" : `반복 ${String(loops)}회를 모두 쓸 때`),
    },
    rows: {
      questions: "Genie 질문 수",
      baseline: "그중 기준 채점",
      trials: "그중 수정 시험",
      evaluations: "그중 전체 평가",
      lastExam: "그중 두 스페이스의 최종 시험",
      time: "작업 시간",
      days: "소요 일수(ask_window 기준)",
      statements: "SQL 문",
      tokens: "모델 토큰",
      warehouse: "웨어하우스 시간",
      money: "금액",
    },
    notPriced: "단가 미설정",
    used: "실제 사용",
    basis: ({ loops, perMinute, concurrent, questionSeconds, wrongShare }) =>
      `보통 반복 ${String(loops)}회, ${perMinute === null ? "분당 질문 수 제한 없음" : `분당 질문 ${perMinute}개`}, 동시 ${String(concurrent)}개, 답변당 ${questionSeconds}초, 처음 오답 비율 ${wrongShare} 기준입니다.`,
    measured: (names) => `이 스페이스의 이전 실행에서 측정한 값: ${names}. 나머지는 기본값입니다.`,
    nothingMeasured: "이 스페이스에서 측정한 이전 실행이 없어 모두 기본값으로 계산했습니다.",
    measures: {
      questionSeconds: "답변 시간",
      statementSeconds: "SQL 문 실행 시간",
      tokensPerCall: "모델 호출당 토큰",
      wrongShare: "오답 비율",
    },
    limits: {
      max_questions: (amount) => `${amount}개`,
      max_minutes: (amount) => `${amount}분`,
      max_tokens: (amount) => `${amount}개`,
      max_cost: (amount) => amount,
    },
    beyond: (limit, needed, allowed) =>
      `${limit}: 보통 ${needed} 필요, 한도는 ${allowed}. 끝까지 가지 못하고 실행이 끝날 수 있습니다.`,
    refused: (limit, needed, allowed) =>
      `${limit}: 기준 채점에만 ${needed} 필요, 한도는 ${allowed}. 아무것도 묻지 않습니다.`,
    near: (limit, used, allowed) => `${limit}: 한도 ${allowed} 중 ${used} 사용`,
    reached: (limit, used, allowed) => `${limit} 소진: 한도 ${allowed} 중 ${used} 사용`,
    tooLow: (limit, needed, allowed) => `${limit} 부족: 다음 단계까지 모두 ${needed} 필요, 한도는 ${allowed}`,
    provisional: (questions) =>
      `중간 보고서: 실행이 아직 진행 중입니다. 공개 문항 ${String(questions)}개를 한 번씩만 물은 결과이며, 점수는 세 번씩 물은 뒤 확정됩니다.`,
    failures: "오답 유형",
    category: "유형",
    count: "문항",
    allRight: "오답이 없습니다.",
  },
};
