import type { Locale } from "../locale.ts";

type CorrectionTexts = {
  readonly heading: string;
  readonly intro: string;
  readonly policy: string;
  readonly expected: string;
  readonly answered: string;
  readonly answers: string;
  readonly accept: string;
};

/** What stands around answers that the exam could accept. */
export const correctionTexts: Readonly<Record<Locale, CorrectionTexts>> = {
  en: {
    heading: "Right by another route?",
    intro:
      "These answers count as wrong, and would be right if the question declared the policy named. A person decides: both results stand side by side in the command below. It writes a new version of the exam; this run's scores stay as they are.",
    policy: "Policy",
    expected: "Expected",
    answered: "Answered",
    answers: "Answers",
    accept: "To accept one, with the reason",
  },
  ko: {
    heading: "다른 방식으로 맞은 답인가요?",
    intro:
      "아래 답변은 오답으로 채점했지만, 문항에 표시된 정책을 선언하면 정답이 됩니다. 인정 여부는 사람이 결정합니다. 아래 명령은 두 결과를 나란히 보여 준 뒤 시험의 새 버전을 만들며, 이번 실행의 점수는 바뀌지 않습니다.",
    policy: "정책",
    expected: "기대 결과",
    answered: "답변 결과",
    answers: "답변 수",
    accept: "인정하려면 이유와 함께 실행",
  },
};
