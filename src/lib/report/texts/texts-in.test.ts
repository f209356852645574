import { describe, expect, it } from "vitest";
import type { Reason } from "../../gate/trial.ts";
import { textsIn } from "./texts-in.ts";

const notProven = { kind: "not_proven", wins: 4, losses: 1, p: 0.1875, pairs: 5, power: 0.52 } as const;

const reasons: readonly (readonly [Reason, string, string])[] = [
  [
    { kind: "no_target_moved", targets: 1 },
    "the one question it declared did not become right",
    "선언한 문항이 정답으로 바뀌지 않음",
  ],
  [
    { kind: "no_target_moved", targets: 3 },
    "none of the 3 declared questions became right",
    "선언한 3개 문항 중 정답으로 바뀐 것이 없음",
  ],
  [{ kind: "stopped" }, "a person asked the run to stop before this was tested", "시험하기 전에 사람이 중지를 요청함"],
  [
    { kind: "own_questions_unmoved" },
    "the fixes around it were proven, but its own questions gained nothing",
    "함께 시험한 수정은 증명되었으나 이 수정의 대상 문항은 나아지지 않음",
  ],
  [
    { kind: "adds_nothing", questions: ["q1"] },
    "taken out for a try, and its questions stayed right without it",
    "시험 삼아 빼 보았으나 대상 문항이 그대로 정답임",
  ],
  [
    { kind: "guard_lost", questions: ["q1", "q2"] },
    "questions that were right before were lost and stayed lost: q1, q2",
    "이전에 맞던 문항이 틀리게 되었고 다시 물어도 그대로임: q1, q2",
  ],
  [
    { kind: "proven", wins: 5, losses: 0, p: 0.031_25, pairs: 5 },
    "5 pairs won, 0 lost (p = 0.031, 5 pairs a question)",
    "5쌍 승, 0쌍 패(p = 0.031, 문항당 5쌍)",
  ],
  [
    { kind: "proven", wins: 1, losses: 0, p: 0.0001, pairs: 1 },
    "1 pair won, 0 lost (p < 0.001, 1 pair a question)",
    "1쌍 승, 0쌍 패(p < 0.001, 문항당 1쌍)",
  ],
  [
    { ...notProven, pairsNeeded: 7, questionsNeeded: 2 },
    "4 pairs won, 1 lost (p = 0.188, 5 pairs a question); one repaired question would have been found 5 times in 10; 7 pairs a question (--confirm-pairs) would find it 8 times in 10; so would a change that repairs 2 such questions",
    "4쌍 승, 1쌍 패(p = 0.188, 문항당 5쌍); 한 문항이 고쳐졌다면 10번 중 5번은 찾아냈을 검정; 문항당 7쌍(--confirm-pairs)이면 10번 중 8번 찾아냄; 그런 문항 2개를 고치는 수정이어도 마찬가지",
  ],
  [
    { ...notProven, power: 0.91, pairsNeeded: 5, questionsNeeded: 1 },
    "4 pairs won, 1 lost (p = 0.188, 5 pairs a question); one repaired question would have been found 9 times in 10",
    "4쌍 승, 1쌍 패(p = 0.188, 문항당 5쌍); 한 문항이 고쳐졌다면 10번 중 9번은 찾아냈을 검정",
  ],
  [
    { ...notProven, pairsNeeded: null, questionsNeeded: null },
    "4 pairs won, 1 lost (p = 0.188, 5 pairs a question); one repaired question would have been found 5 times in 10; more pairs would not settle it",
    "4쌍 승, 1쌍 패(p = 0.188, 문항당 5쌍); 한 문항이 고쳐졌다면 10번 중 5번은 찾아냈을 검정; 쌍을 늘려도 가려지지 않음",
  ],
  [
    { ...notProven, power: 0.04, pairsNeeded: null, questionsNeeded: null, wrongQuestionsNeeded: 2 },
    "4 pairs won, 1 lost (p = 0.188, 5 pairs a question); one repaired question would have been found 0 times in 10; more pairs would not settle it; its questions are nearly always right already; a change that repairs 2 wrong questions would be found 8 times in 10",
    "4쌍 승, 1쌍 패(p = 0.188, 문항당 5쌍); 한 문항이 고쳐졌다면 10번 중 0번은 찾아냈을 검정; 쌍을 늘려도 가려지지 않음; 대상 문항이 이미 거의 정답임; 지금 틀리는 문항 2개를 고치는 수정이라면 10번 중 8번 찾아냄",
  ],
  [
    { kind: "too_few_valid", phase: "guard", valid: 1, planned: 10 },
    "only 1 of 10 answers of the guard phase was valid: nothing is held against the fix",
    "보호 단계의 답변 10개 중 1개만 유효: 수정에 불리하게 계산하지 않음",
  ],
];

it.each(reasons)("says %j", (reason, en, ko) => {
  expect(textsIn("en").reason(reason)).toBe(en);
  expect(textsIn("ko").reason(reason)).toBe(ko);
});

describe.each(["en", "ko"] as const)("in %s", (locale) => {
  const texts = textsIn(locale);

  it("no rule's note holds the sign that parts it from the questions in the tables", () => {
    expect(Object.values(texts.rules).filter(({ note }) => note.includes(";"))).toEqual([]);
  });

  it("has the same entries as the other language", () => {
    const shape = (value: unknown): unknown =>
      typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shape(member)]))
        : typeof value;
    expect(shape(texts)).toEqual(shape(textsIn(locale === "en" ? "ko" : "en")));
  });

  it("has no percent sign behind a space, and no particle left open", () => {
    const said: string[] = [];
    const collect = (value: unknown): void => {
      if (typeof value === "string") said.push(value);
      else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
    };
    collect(texts);
    said.push(texts.scoreLine(1, 2, 1, 0, "0.0%", "1.0%"), texts.trendNote(1, 0));
    expect(said.filter((text) => / %|을\(를\)|은\(는\)|이\(가\)/u.test(text))).toEqual([]);
  });
});

it.each([
  ["+53 −2, p = 1.000", "53 won, 2 lost (p = 1.000)", "53쌍 승, 2쌍 패(p = 1.000)"],
  ["p(loss) > 0.05", "losses within chance (p > 0.05)", "손실이 우연의 범위(p > 0.05)"],
  ["changed", "changed since it was cloned", "복제 후 변경됨"],
  ["unchanged", "unchanged", "그대로"],
  ["≥ 90.0%", "≥ 90.0%", "≥ 90.0%"],
])("puts the facts %j into words", (facts, en, ko) => {
  expect(textsIn("en").ruleFacts(facts)).toBe(en);
  expect(textsIn("ko").ruleFacts(facts)).toBe(ko);
});

it.each([
  [12.34, "12.3 s", "12.3초"],
  [59.99, "60.0 s", "60.0초"],
  [120, "2 min", "2분"],
  [3_599, "1 h 0 min", "1시간 0분"],
  [7_500, "2 h 5 min", "2시간 5분"],
])("writes %d seconds", (seconds, en, ko) => {
  expect(textsIn("en").duration(seconds)).toBe(en);
  expect(textsIn("ko").duration(seconds)).toBe(ko);
});
