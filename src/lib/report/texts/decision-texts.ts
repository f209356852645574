import type { RuleName } from "../../gate/promotion.ts";
import type { Locale } from "../locale.ts";

type DecisionTexts = {
  readonly rules: Readonly<Record<RuleName, { readonly name: string; readonly note: string }>>;
  /** A rule's required or observed facts, as they stand in the state tables, in words. */
  readonly ruleFacts: (facts: string) => string;
  /** Above the table: what became worse. */
  readonly lost: string;
  readonly noneLost: string;
  readonly notAsked: string;
  /** What a person may do now, each with its command. */
  readonly choices: string;
};

/** Facts that are a word or two. */
type Words = Readonly<Record<string, string>>;

const inEnglish: Words = {
  "p(loss) > 0.05": "losses within chance (p > 0.05)",
  changed: "changed since it was cloned",
  automatic: "not asked for (approval: auto)",
};

const inKorean: Words = {
  "p(loss) > 0.05": "손실이 우연의 범위(p > 0.05)",
  unchanged: "그대로",
  changed: "복제 후 변경됨",
  automatic: "필요 없음(approval: auto)",
  nobody: "없음",
  none: "없음",
  "same bytes": "바이트까지 같음",
  "different bytes": "같지 않음",
};

/** "2/5 → 5/5; +9 −0, p = 1.000": right on production and on dev-best, then pairs. */
function tallies(facts: string, pairs: (won: string, lost: string, p: string) => string): string {
  return facts.replace(/\+(\d+) −(\d+), (p = [\d.]+)/u, (_all, won: string, lost: string, p: string) =>
    pairs(won, lost, p),
  );
}

/** What the decision table and all around it say. */
export const decisionTexts: Readonly<Record<Locale, DecisionTexts>> = {
  en: {
    rules: {
      target_score: {
        name: "Target score",
        note: "correct ÷ visible questions in the last full evaluation of dev-best, with its 95% interval",
      },
      proven_changes: { name: "Proven changes", note: "fixes the gate kept" },
      visible_not_worse: {
        name: "Visible questions not worse",
        note: "right on production → right on dev-best, three asks a question",
      },
      held_out_not_worse: {
        name: "Held-out questions not worse",
        note: "asked at no other time and never shown to the model",
      },
      no_question_lost: {
        name: "No question lost",
        note: "right three times on production and wrong three times on dev-best",
      },
      flaky_share: { name: "Flaky questions", note: "visible questions that production answers now right, now wrong" },
      must_pass: {
        name: "Must-pass questions",
        note: "marked `must_pass` in the exam, right on production and lost on dev-best",
      },
      valid_answers: { name: "Valid answers", note: "answers that infrastructure did not spoil" },
      answer_time: { name: "Answer time", note: "median on dev-best ÷ median on production" },
      exam_fitness: { name: "Exam fitness", note: "questions whose expected SQL cannot be judged by" },
      production_unchanged: {
        name: "Production unchanged",
        note: "promotion merges three ways and refuses overlapping edits",
      },
      edits_merge: { name: "Conflicts with people's edits", note: "places that people and the run both changed" },
      platform_limits: { name: "Platform limits", note: "limits that the merged configuration oversteps" },
      cost: { name: "Cost", note: "what the run used, and the most it might" },
      approvals: { name: "Approvals", note: "who approved the plans that fixes were kept of" },
      rollback_tested: {
        name: "Rollback tested",
        note: "worked out on the merged configuration, without writing production",
      },
      bundle_folder: {
        name: "Bundle's folder",
        note: "a space that a bundle deploys is handed over as a file, not written",
      },
    },
    ruleFacts: (facts) => inEnglish[facts] ?? tallies(facts, (won, lost, p) => `${won} won, ${lost} lost (${p})`),
    lost: "Was right, is now wrong",
    noneLost: "No question that was right at the start is wrong on dev-best.",
    notAsked: "The whole exam was not asked on dev-best, so nobody knows.",
    choices: "Your choices",
  },
  ko: {
    rules: {
      target_score: {
        name: "목표 점수",
        note: "dev-best의 마지막 전체 평가에서 정답 ÷ 공개 문항, 괄호 안은 95% 구간",
      },
      proven_changes: { name: "증명된 변경", note: "게이트가 유지한 수정" },
      visible_not_worse: { name: "공개 문항 악화 없음", note: "운영 정답 → dev-best 정답, 문항당 세 번" },
      held_out_not_worse: { name: "비공개 문항 악화 없음", note: "이때만 묻고, 모델에는 보이지 않은 문항" },
      no_question_lost: { name: "잃은 문항 없음", note: "운영에서 세 번 맞고 dev-best에서 세 번 틀린 문항" },
      flaky_share: { name: "불안정 문항", note: "운영이 맞기도 하고 틀리기도 하는 공개 문항" },
      must_pass: {
        name: "필수 문항",
        note: "시험에서 `must_pass`로 표시되었고, 운영에서 맞으나 dev-best에서 틀린 문항",
      },
      valid_answers: { name: "유효 답변", note: "인프라 문제로 버려지지 않은 답변" },
      answer_time: { name: "응답 시간", note: "dev-best 중앙값 ÷ 운영 중앙값" },
      exam_fitness: { name: "시험 적합성", note: "기대 SQL로 판정할 수 없는 문항" },
      production_unchanged: { name: "운영 변경 없음", note: "승격은 3방향 병합이며 겹치는 편집은 거부함" },
      edits_merge: { name: "사람의 편집과 충돌", note: "사람과 실행이 함께 바꾼 곳" },
      platform_limits: { name: "플랫폼 한도", note: "병합된 구성이 넘는 한도" },
      cost: { name: "비용", note: "실행이 쓴 양과 허용된 최대량" },
      approvals: { name: "승인", note: "유지된 수정이 있는 계획을 승인한 사람" },
      rollback_tested: { name: "되돌리기 검증", note: "운영에 쓰지 않고 병합된 구성으로 계산함" },
      bundle_folder: { name: "번들 폴더", note: "번들이 배포하는 스페이스에는 쓰지 않고 파일로 넘김" },
    },
    ruleFacts: (facts) =>
      inKorean[facts] ??
      tallies(facts, (won, lost, p) => `${won}쌍 승, ${lost}쌍 패(${p})`)
        .replace(/(\d+) questions/u, "질문 $1개")
        .replace(/(\d+) tokens/u, "토큰 $1개"),
    lost: "맞았으나 지금은 틀리는 문항",
    noneLost: "시작할 때 맞던 문항 가운데 dev-best에서 틀리는 것이 없습니다.",
    notAsked: "dev-best에서 전체 시험을 묻지 않아 알 수 없습니다.",
    choices: "선택할 수 있는 일",
  },
};
