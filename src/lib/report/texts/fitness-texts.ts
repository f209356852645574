import type { Locale } from "../locale.ts";

type FitnessTexts = {
  readonly heading: string;
  readonly title: (space: string) => string;
  readonly clean: (checked: number) => string;
  readonly found: (findings: number, questions: number, checked: number) => string;
  readonly notFit: (blocked: number, n: number, target: string) => string;
  readonly stillFit: (blocked: number, n: number, target: string) => string;
  readonly unchecked: (ids: string) => string;
  readonly nothing: (questions: number) => string;
  readonly textOnly: string;
  readonly question: string;
  readonly weight: string;
  readonly what: string;
  readonly remedy: string;
  readonly weights: Readonly<Record<"blocks" | "warns" | "note", string>>;
  readonly power: (n: number, step: string, margin: string) => string;
  readonly effect: (questions: number, fewest: string, most: string) => string;
};

const s = (count: number): string => (count === 1 ? "" : "s");

/** What stands around the findings on an exam. */
export const fitnessTexts: Readonly<Record<Locale, FitnessTexts>> = {
  en: {
    heading: "Is the exam fit?",
    title: (space) => `Is the exam fit? ${space}`,
    clean: (checked) =>
      `Yes: nothing was found in ${String(checked)} question${s(checked)}, before any of them was asked.`,
    found: (findings, questions, checked) =>
      `${String(findings)} finding${s(findings)} on ${String(questions)} of ${String(checked)} question${s(checked)}, made before any of them was asked.`,
    notFit: (blocked, n, target) =>
      `**No: ${String(blocked)} of ${String(n)} visible questions cannot be judged by, so a score of ${target} is out of reach. Nothing was asked.**`,
    stillFit: (blocked, n, target) =>
      `${String(blocked)} of ${String(n)} visible questions cannot be judged by and count as not right; ${target} can still be reached.`,
    unchecked: (ids) => `Not looked at, since time was up or the warehouse did not answer: ${ids}`,
    nothing: (questions) => `Nothing found in ${String(questions)} question${s(questions)}.`,
    textOnly:
      "Looked at the text alone: no host and warehouse are set. With them, or with --local, the expected SQL is run as well; Genie is asked nothing.",
    question: "Question",
    weight: "Weight",
    what: "What was found",
    remedy: "What to do",
    weights: { blocks: "cannot be judged", warns: "warning", note: "note" },
    power: (n, step, margin) =>
      `With ${String(n)} visible question${s(n)} one question is ${step} of the score, and a score asked once is known to within ±${margin}. What the gate's confirming test can prove, once a fix has passed screen and guard (\`genie-enhancer power\` plays the whole gate):`,
    effect: (questions, fewest, most) =>
      `a fix of ${String(questions)} question${s(questions)} is proven with probability ${fewest} (five pairs a question) to ${most} (eight)`,
  },
  ko: {
    heading: "시험은 적합한가",
    title: (space) => `시험은 적합한가: ${space}`,
    clean: (checked) => `적합합니다. 질문하기 전에 ${String(checked)}문항을 점검했고 발견된 문제가 없습니다.`,
    found: (findings, questions, checked) =>
      `질문하기 전에 ${String(checked)}문항을 점검해 ${String(questions)}문항에서 ${String(findings)}건을 발견했습니다.`,
    notFit: (blocked, n, target) =>
      `**부적합합니다. 공개 문항 ${String(n)}개 중 ${String(blocked)}개를 판정할 수 없어 ${target}에 도달할 수 없습니다. 아무것도 묻지 않았습니다.**`,
    stillFit: (blocked, n, target) =>
      `공개 문항 ${String(n)}개 중 ${String(blocked)}개는 판정할 수 없어 정답으로 세지 않습니다. ${target}에는 아직 도달할 수 있습니다.`,
    unchecked: (ids) => `시간이 다 되었거나 웨어하우스가 응답하지 않아 점검하지 못한 문항: ${ids}`,
    nothing: (questions) => `${String(questions)}문항에서 발견된 문제가 없습니다.`,
    textOnly:
      "호스트와 웨어하우스가 설정되지 않아 문항만 점검했습니다. 설정하거나 --local을 붙이면 기대 SQL도 실행해 점검합니다. Genie에는 아무것도 묻지 않습니다.",
    question: "문항",
    weight: "정도",
    what: "발견된 문제",
    remedy: "고칠 점",
    weights: { blocks: "판정 불가", warns: "주의", note: "참고" },
    power: (n, step, margin) =>
      `공개 문항이 ${String(n)}개이면 한 문항이 점수의 ${step}를 차지하고, 한 번 물어 얻은 점수의 오차는 ±${margin}입니다. 선별과 보호 단계를 통과한 수정을 게이트의 확인 검정이 증명할 확률(게이트 전체는 \`genie-enhancer power\`):`,
    effect: (questions, fewest, most) => `${String(questions)}문항을 고친 수정: ${fewest}(문항당 5쌍) ~ ${most}(8쌍)`,
  },
};
