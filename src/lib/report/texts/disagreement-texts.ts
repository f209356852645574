import type { Judgement } from "../disagreement-report.ts";
import type { Locale } from "../locale.ts";

type DisagreementTexts = {
  readonly title: (space: string) => string;
  /** Heading of the section in the run's report. */
  readonly heading: string;
  readonly note: string;
  readonly platformOnly: string;
  readonly evaluation: (of: "start" | "end", loop: number) => string;
  readonly judgements: Readonly<Record<Judgement, string>>;
  readonly meanings: Readonly<Record<Judgement, string>>;
  readonly judgement: string;
  readonly questions: string;
  readonly meaning: string;
  readonly question: string;
  readonly ours: string;
  readonly platforms: string;
  readonly difference: string;
  readonly none: string;
  readonly noDifference: string;
  /** What the platform holds against an answer in which we find no difference. */
  readonly held: (reasons: string) => string;
  /** The platform's codes that rows show. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly agreement: (
    agree: number,
    n: number,
    share: string,
    low: string,
    high: string,
    kappa: string | null,
  ) => string;
  readonly noAgreement: string;
  readonly genieSql: string;
  readonly expectedSql: string;
  readonly noSql: string;
  readonly more: (file: string) => string;
  readonly nothing: string;
};

/** What stands around the two judgements of Genie's answers. */
export const disagreementTexts: Readonly<Record<Locale, DisagreementTexts>> = {
  en: {
    title: (space) => `Two judges of the same answers: ${space}`,
    heading: "Genie's own evaluation",
    note: "Genie answered each visible question once more for its own evaluation. The platform judged that answer, and so did our comparison of its result with the expected SQL's. Our comparison decided everything in this run. The evaluation was given no held-out question: those were judged by our comparison alone.",
    platformOnly:
      "By the setting `scorer: platform` the verdicts on visible questions are Genie's own: GOOD counts as right, BAD and NEEDS\\_REVIEW do not. They are a rating of the platform's, not a proof by comparison. The last exam before a promotion, with the held-out questions, is judged by our comparison: the platform evaluates only what stands in a space, and no held-out question is written to one.",
    evaluation: (of, loop) =>
      of === "start"
        ? `The space as the run found it (loop ${String(loop)})`
        : `The last kept configuration (loop ${String(loop)})`,
    judgements: {
      agree_right: "Both say right",
      agree_wrong: "Both say wrong",
      we_right_platform_wrong: "We say right, Genie says wrong",
      we_wrong_platform_right: "We say wrong, Genie says right",
      platform_unsure: "Genie asks for a review",
      not_compared: "Not comparable",
    },
    meanings: {
      agree_right: "",
      agree_wrong: "",
      we_right_platform_wrong: "for example extra columns, which we allow and the platform does not",
      we_wrong_platform_right:
        "look here first: for example an order that the question asks for, or figures that differ beyond the fourth digit",
      platform_unsure: "never counted as right",
      not_compared: "the expected SQL could not be judged by, or no answer came",
    },
    judgement: "Judgement",
    questions: "Questions",
    meaning: "What to know",
    question: "Question",
    ours: "Our verdict",
    platforms: "Genie's assessment",
    difference: "Smallest difference",
    none: "The two judges agree on every question.",
    noDifference: "none found",
    held: (reasons) => `none by our rules; the platform says: ${reasons}`,
    reasons: {
      EMPTY_RESULT: "the answer has no rows",
      RESULT_MISSING_ROWS: "rows are missing",
      RESULT_EXTRA_ROWS: "there are extra rows",
      RESULT_MISSING_COLUMNS: "columns are missing",
      RESULT_EXTRA_COLUMNS: "there are extra columns",
      SINGLE_CELL_DIFFERENCE: "one value differs",
      COLUMN_TYPE_DIFFERENCE: "a column has another type",
      EMPTY_GOOD_SQL: "the expected SQL gives no rows",
      TRANSIENT_ERROR: "a passing error",
    },
    agreement: (agree, n, share, low, high, kappa) =>
      `They agree on ${String(agree)} of ${String(n)} answers that both judged right or wrong (${share}; 95% interval ${low}–${high})${kappa === null ? "" : `; Cohen's kappa ${kappa}`}.`,
    noAgreement: "There is no answer that both judged right or wrong.",
    genieSql: "Genie's SQL",
    expectedSql: "Expected SQL",
    noSql: "Genie wrote no SQL.",
    more: (file) => `Queries and differences of each question: ${file}.`,
    nothing: "Genie's own evaluation gave no answers to compare.",
  },
  ko: {
    title: (space) => `같은 답변, 두 가지 채점: ${space}`,
    heading: "Genie 자체 평가",
    note: "Genie는 자체 평가를 위해 공개 문항에 한 번씩 더 답했습니다. 그 답변을 플랫폼이 채점하고, 같은 답변을 기대 SQL의 결과와 비교해 자체 비교로도 채점했습니다. 이 실행의 모든 결정은 자체 비교에 따랐습니다. 비공개 문항은 자체 평가에 넣지 않았고 자체 비교로만 채점했습니다.",
    platformOnly:
      "`scorer: platform` 설정에 따라 공개 문항의 판정은 Genie의 자체 평가입니다. GOOD만 정답이고 BAD와 NEEDS\\_REVIEW는 정답이 아닙니다. 이는 플랫폼의 평가이지 결과 비교로 증명한 것이 아닙니다. 승격 전 마지막 시험은 비공개 문항까지 자체 비교로 채점합니다. 플랫폼은 스페이스에 들어 있는 문항만 평가하는데, 비공개 문항은 어느 스페이스에도 쓰지 않기 때문입니다.",
    evaluation: (of, loop) =>
      of === "start"
        ? `실행을 시작할 때의 스페이스(반복 ${String(loop)})`
        : `마지막으로 유지된 구성(반복 ${String(loop)})`,
    judgements: {
      agree_right: "둘 다 정답",
      agree_wrong: "둘 다 오답",
      we_right_platform_wrong: "자체 비교는 정답, Genie는 오답",
      we_wrong_platform_right: "자체 비교는 오답, Genie는 정답",
      platform_unsure: "Genie가 검토를 요청",
      not_compared: "비교할 수 없음",
    },
    meanings: {
      agree_right: "",
      agree_wrong: "",
      we_right_platform_wrong: "예: 추가 열. 자체 비교는 허용하지만 플랫폼은 허용하지 않음",
      we_wrong_platform_right: "먼저 살펴볼 것. 예: 질문이 요구한 정렬 순서, 유효숫자 네 자리 아래의 수치 차이",
      platform_unsure: "정답으로 세지 않음",
      not_compared: "기대 SQL로 판정할 수 없거나 답변이 없음",
    },
    judgement: "채점",
    questions: "문항 수",
    meaning: "참고",
    question: "문항",
    ours: "자체 비교",
    platforms: "Genie 평가",
    difference: "가장 작은 차이",
    none: "두 채점이 모든 문항에서 일치합니다.",
    noDifference: "차이 없음",
    held: (reasons) => `자체 기준으로는 차이 없음. 플랫폼의 지적: ${reasons}`,
    reasons: {
      EMPTY_RESULT: "답변에 행이 없음",
      RESULT_MISSING_ROWS: "빠진 행이 있음",
      RESULT_EXTRA_ROWS: "남는 행이 있음",
      RESULT_MISSING_COLUMNS: "빠진 열이 있음",
      RESULT_EXTRA_COLUMNS: "남는 열이 있음",
      SINGLE_CELL_DIFFERENCE: "값 하나가 다름",
      COLUMN_TYPE_DIFFERENCE: "열의 타입이 다름",
      EMPTY_GOOD_SQL: "기대 SQL의 결과에 행이 없음",
      TRANSIENT_ERROR: "일시적인 오류",
    },
    agreement: (agree, n, share, low, high, kappa) =>
      `양쪽 모두 정답 또는 오답으로 채점한 답변 ${String(n)}개 중 ${String(agree)}개에서 일치합니다(${share}, 95% 구간 ${low}–${high})${kappa === null ? "" : `. 코헨의 카파 ${kappa}`}.`,
    noAgreement: "양쪽 모두 정답 또는 오답으로 채점한 답변이 없습니다.",
    genieSql: "Genie의 SQL",
    expectedSql: "기대 SQL",
    noSql: "Genie가 SQL을 작성하지 않았습니다.",
    more: (file) => `문항별 쿼리와 차이: ${file}`,
    nothing: "Genie 자체 평가에서 비교할 답변을 얻지 못했습니다.",
  },
};
