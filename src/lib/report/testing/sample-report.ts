import type { ChangeReport, LessonReport, LoopReport, QuestionReport, RunReport } from "../run-report.ts";

/** A small run: one fix proven, one found useless, one blocked. Overrides replace whole fields. */
export function sampleReport(overrides: Partial<RunReport> = {}): RunReport {
  return {
    runId: "0f".repeat(16),
    status: "PLATEAU",
    outcome: "IMPROVED",
    workspace: "local",
    space: { id: "01".repeat(16), title: "Bakery" },
    startedAt: "2026-01-05T09:00:00.000Z",
    completedAt: "2026-01-05T09:02:00.000Z",
    targetScore: 0.9,
    stopReason: "nothing_left_to_try",
    problem: null,
    exam: { digest: "ab".repeat(32), source: "bakery.yml", n: 5, visible: 4, heldOut: 1, timeZone: "UTC" },
    score: {
      initial: { correct: 1, n: 4, repeats: 3, notEvaluable: 1, low: 0.046, high: 0.699 },
      final: { correct: 2, n: 4, repeats: 1, notEvaluable: 1, low: 0.15, high: 0.85 },
    },
    heldOut: { initial: { correct: 0, n: 1 }, final: { correct: 1, n: 1 } },
    flaky: 1,
    loops: [sampleLoop(1)],
    changes: [
      sampleChange(),
      sampleChange({
        changeId: "c2",
        status: "REVERTED",
        validation: "NO_CHANGE",
        words: { en: 'Add the synonym "shop" to stores.name', ko: 'stores.name에 동의어 "매장"을(를) 추가합니다' },
        effect: 0,
        characters: 12,
        reason: { kind: "no_target_moved", targets: 1 },
      }),
      sampleChange({
        changeId: "c3",
        status: "BLOCKED",
        validation: "NOT_TESTED",
        effect: null,
        characters: null,
        reason: null,
        blockedBecause: { en: "another proposal does the same", ko: "다른 제안과 같음" },
      }),
    ],
    questions: [
      sampleQuestion({ id: "q1", final: { correct: 3, n: 3 } }),
      sampleQuestion({ id: "q2", failureCategory: "wrong_join" }),
      sampleQuestion({ id: "q3", initial: { correct: 3, n: 3 }, final: { correct: 3, n: 3 } }),
      sampleQuestion({
        id: "q4",
        initial: { correct: 2, n: 3 },
        final: { correct: 1, n: 3 },
        failureCategory: "no_sql_generated",
      }),
      sampleQuestion({ id: "q5", split: "held_out", final: { correct: 2, n: 3 } }),
    ],
    corrections: [],
    lessons: [sampleLesson()],
    spaces: { production: "01".repeat(16), devBest: "02".repeat(16), devWorking: "03".repeat(16) },
    cost: {
      questions: 1234,
      statements: 60,
      modelCalls: 5,
      tokens: 98_765,
      seconds: 120,
      warehouseSeconds: 75,
      money: null,
    },
    forecast: null,
    provisional: false,
    platform: null,
    fitness: null,
    promotion: {
      verdict: "HOLD",
      rules: [
        { rule: "target_score", verdict: "FAIL", required: "≥ 90.0%", observed: "50.0% (2/4)", questions: [] },
        {
          rule: "visible_not_worse",
          verdict: "PASS",
          required: "p(loss) > 0.05",
          observed: "+3 −1, p = 0.938",
          questions: [],
        },
        { rule: "production_unchanged", verdict: "WARN", required: "unchanged", observed: "changed", questions: [] },
      ],
    },
    plan: null,
    next: { en: "Production is unchanged.", ko: "운영 스페이스는 그대로입니다." },
    choices: [],
    ...overrides,
  };
}

export function sampleLoop(number: number, overrides: Partial<LoopReport> = {}): LoopReport {
  return {
    number,
    score: 0.25,
    low: 0.046,
    high: 0.699,
    decision: "PARTLY_KEPT",
    proposed: 3,
    kept: 1,
    reverted: 1,
    blocked: 1,
    questionsAsked: 40,
    topFailureCategory: "wrong_join",
    ...overrides,
  };
}

export function sampleChange(overrides: Partial<ChangeReport> = {}): ChangeReport {
  return {
    changeId: "c1",
    loop: 1,
    changeType: "add_synonym",
    fixCategory: "metadata_add",
    status: "KEPT",
    validation: "PROVEN",
    words: {
      en: 'Add the synonym "takings" to sales.total_price',
      ko: 'sales.total_price에 동의어 "매출"을(를) 추가합니다',
    },
    targets: ["q1"],
    effect: 1,
    characters: 41,
    blockedBecause: null,
    reason: { kind: "proven", wins: 9, losses: 1, p: 0.011, pairs: 5 },
    reasoning: "the question says takings",
    ...overrides,
  };
}

export function sampleQuestion(overrides: Partial<QuestionReport> = {}): QuestionReport {
  return {
    id: "q1",
    question: "What are the takings by shop?",
    split: "visible",
    initial: { correct: 0, n: 3 },
    final: { correct: 0, n: 3 },
    failureCategory: null,
    failureReason: null,
    verdict: "CORRECT",
    ...overrides,
  };
}

export function sampleLesson(overrides: Partial<LessonReport> = {}): LessonReport {
  return {
    changeType: "add_synonym",
    applied: 2,
    positive: 1,
    negative: 0,
    averageImprovement: 0.5,
    patterns: [
      samplePattern(),
      samplePattern({
        outcome: "rejected",
        validation: "NO_CHANGE",
        effect: 0,
        characters: 12,
        words: { en: 'Add the synonym "shop" to stores.name', ko: 'stores.name에 동의어 "매장"을(를) 추가합니다' },
        why: { en: "its question did not become right", ko: "문항이 정답으로 바뀌지 않음" },
      }),
    ],
    ...overrides,
  };
}

export type Pattern = LessonReport["patterns"][number];

export function samplePattern(overrides: Partial<Pattern> = {}): Pattern {
  return {
    words: {
      en: 'Add the synonym "takings" to sales.total_price',
      ko: 'sales.total_price에 동의어 "매출"을(를) 추가합니다',
    },
    outcome: "helped",
    validation: "PROVEN",
    effect: 1,
    characters: 41,
    failureCategory: "wrong_column",
    why: null,
    ...overrides,
  };
}
