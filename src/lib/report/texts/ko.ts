import type { Reason } from "../../gate/trial.ts";
import { decisionTexts } from "./decision-texts.ts";
import type { TextCatalogue } from "./text-catalogue.ts";

const p = (value: number): string => (value < 0.001 ? "p < 0.001" : `p = ${value.toFixed(3)}`);

const phases: Readonly<Record<string, string>> = { screen: "선별", guard: "보호", confirm: "확인" };

function reason(facts: Reason): string {
  switch (facts.kind) {
    case "no_target_moved":
      return facts.targets === 1
        ? "선언한 문항이 정답으로 바뀌지 않음"
        : `선언한 ${String(facts.targets)}개 문항 중 정답으로 바뀐 것이 없음`;
    case "stopped":
      return "시험하기 전에 사람이 중지를 요청함";
    case "own_questions_unmoved":
      return "함께 시험한 수정은 증명되었으나 이 수정의 대상 문항은 나아지지 않음";
    case "adds_nothing":
      return "시험 삼아 빼 보았으나 대상 문항이 그대로 정답임";
    case "guard_lost":
      return `이전에 맞던 문항이 틀리게 되었고 다시 물어도 그대로임: ${facts.questions.join(", ")}`;
    case "proven":
      return pairs(facts);
    case "not_proven":
      return [
        pairs(facts),
        `한 문항이 고쳐졌다면 10번 중 ${(facts.power * 10).toFixed(0)}번은 찾아냈을 검정`,
        ...(facts.pairsNeeded === null ? ["쌍을 늘려도 가려지지 않음"] : []),
        ...(facts.pairsNeeded !== null && facts.pairsNeeded > facts.pairs
          ? [`문항당 ${String(facts.pairsNeeded)}쌍(--confirm-pairs)이면 10번 중 8번 찾아냄`]
          : []),
        ...(facts.questionsNeeded !== null && facts.questionsNeeded > 1
          ? [`그런 문항 ${String(facts.questionsNeeded)}개를 고치는 수정이어도 마찬가지`]
          : []),
        ...(facts.wrongQuestionsNeeded == null
          ? []
          : [
              `대상 문항이 이미 거의 정답임; 지금 틀리는 문항 ${String(facts.wrongQuestionsNeeded)}개를 고치는 수정이라면 10번 중 8번 찾아냄`,
            ]),
      ].join("; ");
    case "too_few_valid":
      return `${phases[facts.phase] ?? facts.phase} 단계의 답변 ${String(facts.planned)}개 중 ${String(facts.valid)}개만 유효: 수정에 불리하게 계산하지 않음`;
  }
}

function pairs(facts: {
  readonly wins: number;
  readonly losses: number;
  readonly p: number;
  readonly pairs: number;
}): string {
  return `${String(facts.wins)}쌍 승, ${String(facts.losses)}쌍 패(${p(facts.p)}, 문항당 ${String(facts.pairs)}쌍)`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)}초`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${String(minutes)}분` : `${String(Math.floor(minutes / 60))}시간 ${String(minutes % 60)}분`;
}

export const ko: TextCatalogue = {
  reportTitle: (space) => `실행 보고서: ${space}`,
  lessonsTitle: (space) => `얻은 교훈: ${space}`,
  decisionTitle: (space) => `승격 결정: ${space}`,
  localNotice:
    "이 실행은 로컬 워크스페이스에서 이루어졌습니다. 여기의 Genie와 모델은 규칙 기반 대역이므로, 수치는 Genie의 실력이 아니라 작업의 동작을 보여 줍니다.",
  headings: {
    summary: "요약",
    trend: "반복별 점수",
    changes: "유지된 변경",
    stopped: "막힌 변경과 그 이유",
    questions: "문항",
    decision: "승격 결정",
    next: "다음에 할 일",
    cost: "비용",
    effectiveness: "수정 유형별 효과",
    worked: "효과가 있었던 것",
    avoid: "피해야 할 것",
    unsettled: "가려지지 않은 것: 다시 시도해 볼 만함",
    verdictFirst: "결정과 다음 단계",
  },
  labels: {
    run: "실행",
    status: "상태",
    outcome: "결과",
    workspace: "워크스페이스",
    exam: "시험",
    timeZone: "시간대가 없는 시각의 시간대",
    problem: "오류",
    initialScore: "시작 점수",
    finalScore: "최종 점수",
    heldOut: "비공개 문항",
    flaky: "불안정 문항",
    loop: "반복",
    score: "점수",
    interval: "95% 구간",
    decision: "결정",
    kept: "유지",
    reverted: "되돌림",
    blocked: "차단",
    proposed: "제안",
    asked: "질문 수",
    change: "변경",
    type: "유형",
    targets: "대상 문항",
    effect: "효과",
    characters: "글자 수",
    why: "이유",
    question: "질문",
    before: "이전",
    after: "이후",
    failure: "틀린 점",
    rule: "규칙",
    required: "요구",
    observed: "관측",
    verdict: "판정",
    note: "설명",
    fixType: "수정 유형",
    applied: "적용",
    positive: "효과 있음",
    negative: "나빠짐",
    averageImprovement: "평균 개선",
    questionsAsked: "물은 질문",
    statements: "SQL 문",
    modelCalls: "모델 호출",
    tokens: "토큰",
    duration: "소요 시간",
    target: "목표",
    item: "항목",
    value: "값",
    id: "ID",
    end: "최종",
  },
  questionGroups: {
    lost: "잃음: 이전에는 정답, 지금은 오답",
    wrong: "여전히 오답",
    gained: "정답이 됨",
    right: "이전에도 지금도 정답",
    unasked: "묻지 않음",
  },
  statuses: {
    RUNNING: "실행 중",
    AWAITING_APPROVAL: "승인 대기",
    NEEDS_ANOTHER_LOOP: "반복 필요",
    TARGET_REACHED: "목표 도달",
    PLATEAU: "정체",
    MAX_LOOPS: "반복 횟수 소진",
    BUDGET_EXHAUSTED: "예산 소진",
    STOPPED: "중지됨",
    BLOCKED: "막힘",
    FAILED: "실패",
  },
  outcomes: {
    IMPROVED: "개선됨",
    NO_PROVEN_CHANGE: "증명된 변경 없음",
    INDECISIVE: "판정 불가",
    CONFLICT: "운영 스페이스의 편집과 충돌",
    EXAM_NOT_FIT: "시험 부적합",
  },
  verdicts: {
    PASS: "통과",
    FAIL: "실패",
    WARN: "경고",
    NOT_TESTED: "미검사",
    PROMOTE: "승격: 요구 사항을 모두 충족",
    HOLD: "보류: 나빠진 것은 없으나 요구 사항이 모자람",
    REJECT: "거부: 운영보다 나빠진 것이 있음",
  },
  stopReasons: {
    target_reached: "전체 평가가 목표에 도달함",
    too_easy: "변경 전에 이미 시험을 통과함: 개선을 보일 수 없음",
    nothing_left_to_try: "모든 검사를 통과하는 수정이 남아 있지 않음",
    no_gain_in_two_loops: "두 반복 연속으로 유지된 것이 없음",
    loops_used_up: "반복 횟수를 모두 사용함",
    too_few_valid_answers: "답변 열 개 중 하나 넘게 플랫폼 문제로 버려짐: 이것으로는 결정할 수 없음",
    exam_not_fit: "판정할 수 없는 시험 문항이 너무 많아 아무것도 묻지 않음",
    exam_not_evaluable: "시험의 SQL로는 아무것도 판정할 수 없음: 시험을 먼저 고쳐야 함",
    approval_expired: "기한 안에 계획을 결정한 사람이 없음",
    asked_to_stop: "사람이 중지를 요청함",
    stage_failed: "단계가 실패함: 오류는 실행 테이블에 있음",
    interrupted: "실행이 중단됨",
    next_loop_refused: "다음 작업 실행을 시작하지 못함: 이유는 실행 테이블에 있음",
    time_limit: "단계가 시간 제한에 이르러 새 작업 실행이 이어 감",
    watch: "스페이스를 관찰만 함",
    watch_dropped: "스페이스를 관찰만 했고 점수가 떨어짐",
  },
  validations: {
    PROVEN: "증명됨",
    NO_CHANGE: "변화 없음",
    UNDERPOWERED: "증거 부족",
    HARMFUL: "해로움",
    INDECISIVE: "판정 불가",
    NOT_TESTED: "미검사",
  },
  advice: {
    harmful: "맞던 문항을 틀리게 했으므로 스페이스에 넣지 마십시오.",
    no_change: "시험했으나 대상 문항이 나아지지 않았으므로 그대로는 다시 시도할 가치가 없습니다.",
    blocked: "질문하기 전에 검사에서 막혔습니다.",
    refused: "사람이 거부했습니다: 이 실행에서 그대로 다시 제안되지 않습니다.",
    unsettled: "이번 검정으로는 가릴 수 없었습니다. 문항을 늘리거나 다시 실행하면 가려질 수 있습니다.",
  },
  categories: {
    wrong_table: "잘못된 테이블",
    wrong_join: "잘못된 조인",
    wrong_filter: "잘못된 필터",
    wrong_aggregation: "잘못된 집계",
    wrong_column: "잘못된 열",
    wrong_grouping: "잘못된 그룹화",
    wrong_ordering: "잘못된 정렬·제한",
    wrong_calculation: "잘못된 계산",
    missing_synonym: "동의어 누락",
    missing_pattern: "패턴 누락",
    date_handling: "날짜 처리",
    no_sql_generated: "SQL 없음",
    execution_failed: "SQL 실패",
    timeout: "시간 초과",
    permission_denied: "권한 없음",
    ambiguous: "되물음",
  },
  checks: {
    off_schema: "답변이 요청한 형식이 아님",
    targets: "지금 틀리는 공개 문항을 선언하지 않음",
    unknown_table: "스페이스에 없는 테이블을 가리킴",
    unknown_column: "카탈로그에 없는 열을 가리킴",
    rejected_before: "같은 수정이 이전에 거부됨",
    duplicate: "다른 제안이나 스페이스에 이미 있는 내용과 같음",
    no_effect: "적용해도 바뀌는 것이 없음",
    over_limit: "스페이스가 플랫폼의 한도를 넘게 됨",
    sql: "SQL을 실행할 수 없음",
    visible_answer: "시험 문항의 정답을 스페이스에 적게 됨",
    held_out: "비공개 문항의 내용을 담고 있음",
    conflict: "계획의 다른 수정과 모순됨",
  },
  reason,
  ruleFacts: decisionTexts.ko.ruleFacts,
  duration,
  rules: decisionTexts.ko.rules,
  scoreLine: (correct, n, repeats, notEvaluable, low, high) =>
    `${String(n)}문항 중 ${String(correct)}개 정답(${((correct / Math.max(1, n)) * 100).toFixed(1)}%, 95% 구간 ${low}–${high}, 문항당 ${String(repeats)}회, 평가 불가 ${String(notEvaluable)})`,
  count: (correct, n) => `${String(n)}개 중 ${String(correct)}개`,
  examLine: (n, visible, heldOut, source) =>
    `${String(n)}문항(공개 ${String(visible)}, 비공개 ${String(heldOut)}), 출처: ${source}`,
  none: "없음",
  notMeasured: "측정 안 함",
  nothingWorked: "이 실행에서 효과가 증명된 변경이 없습니다.",
  nothingToAvoid: "이 실행에서 거부된 변경이 없습니다.",
  halfRightNotice:
    "정답이던 문항이 절반만 맞게 되면 반복의 보호 단계를 10번 중 7번쯤 통과합니다. 승격 전에 전체 시험을 세 번씩 묻는 단계가 이를 잡습니다.",
  nothingUnsettled: "모든 검정이 뚜렷한 답을 냈습니다.",
  trendNote: (n, notEvaluable) =>
    `각 반복의 점수는 그 반복을 시작할 때의 점수이며, 공개 문항 ${String(n)}개 전체가 분모입니다(평가 불가 ${String(notEvaluable)}개). 최근 세 답변 중 둘 이상이 맞은 문항을 정답으로 셉니다. 마지막 줄은 dev-best에서 공개 문항을 한 번씩 모두 물은 결과입니다. 구간은 질문 횟수가 아니라 문항 수를 기준으로 합니다.`,
  keptTogether: (loop, fixes, why) =>
    fixes === 1
      ? `반복 ${String(loop)}, ${why}:`
      : `반복 ${String(loop)}, 함께 유지된 수정 ${String(fixes)}개, ${why}:`,
  missing: (rule, observed, required) => `${rule}: ${observed}(요구: ${required})`,
  times: (count) => `${String(count)}회`,
  unreadable: "수정이 아닌 답변",
  undone: "운영에서 되돌림",
  heldOutMark: "비공개",
  helped: (effect) => `${effect}문항`,
  costs: (characters) => `${characters}자`,
  helpedTogether: (fixes, effect) => `수정 ${String(fixes)}개, ${effect}문항.`,
};
