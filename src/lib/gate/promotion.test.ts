import { describe, expect, it } from "vitest";
import type { Answer } from "./calibration.ts";
import { decidePromotion, type FinalQuestion, type PromotionFacts, type RuleName } from "./promotion.ts";

const answers = (text: string): Answer[] =>
  [...text].map((letter) => (letter === "r" ? "right" : letter === "w" ? "wrong" : "invalid"));

function question(
  questionId: string,
  production: string,
  best: string,
  more: Partial<FinalQuestion> = {},
): FinalQuestion {
  return {
    questionId,
    split: "visible",
    mustPass: false,
    production: answers(production),
    best: answers(best),
    ...more,
  };
}

const better = [
  question("v1", "www", "rrr"),
  question("v2", "rrr", "rrr"),
  question("h1", "rrr", "rrr", { split: "held_out" }),
];

function factsWith(some: Partial<PromotionFacts> = {}): PromotionFacts {
  return {
    targetScore: 0.9,
    finalScore: { correct: 9, n: 10 },
    kept: 2,
    questions: better,
    medianSeconds: { production: 10, best: 11 },
    production: "unchanged",
    ...some,
  };
}

function verdictOf(name: RuleName, some: Partial<PromotionFacts>): string | undefined {
  return decidePromotion(factsWith(some)).rules.find((rule) => rule.rule === name)?.verdict;
}

it("promotes when everything holds, and says so line by line", () => {
  const { verdict, rules } = decidePromotion(factsWith());
  expect(verdict).toBe("PROMOTE");
  expect(rules.map(({ rule, verdict: line, observed }) => [rule, line, observed])).toEqual([
    ["target_score", "PASS", "90.0% (9/10)"],
    ["proven_changes", "PASS", "2"],
    ["visible_not_worse", "PASS", "+3 −0, p = 1.000"],
    ["held_out_not_worse", "PASS", "+0 −0, p = 1.000"],
    ["no_question_lost", "PASS", "0"],
    ["must_pass", "NOT_TESTED", "–"],
    ["valid_answers", "PASS", "100.0%"],
    ["answer_time", "PASS", "1.10 ×"],
    ["production_unchanged", "PASS", "unchanged"],
  ]);
});

const lostTwo = [question("v1", "rrr", "wwr"), question("v2", "rrr", "wrw"), question("v3", "rrr", "rww")];

describe.each<[RuleName, readonly (readonly [string, Partial<PromotionFacts>, string, string])[]]>([
  [
    "target_score",
    [
      ["one question short", { finalScore: { correct: 8, n: 10 } }, "FAIL", "HOLD"],
      ["not evaluated", { finalScore: null }, "NOT_TESTED", "HOLD"],
      ["a share that division does not hit exactly", { finalScore: { correct: 27, n: 30 } }, "PASS", "PROMOTE"],
    ],
  ],
  ["proven_changes", [["nothing kept", { kept: 0 }, "FAIL", "HOLD"]]],
  [
    "visible_not_worse",
    [
      ["six losses over three questions", { questions: lostTwo }, "FAIL", "REJECT"],
      [
        "as many wins as losses",
        { questions: [...lostTwo, ...lostTwo.map((q) => ({ ...q, production: q.best, best: q.production }))] },
        "PASS",
        "PROMOTE",
      ],
      ["losses that invalid answers hide", { questions: [question("v1", "rrr", "iii")] }, "PASS", "HOLD"],
    ],
  ],
  [
    "held_out_not_worse",
    [
      ["six losses", { questions: lostTwo.map((q) => ({ ...q, split: "held_out" as const })) }, "FAIL", "REJECT"],
      ["no held-out question", { questions: [question("v1", "www", "rrr")] }, "NOT_TESTED", "PROMOTE"],
    ],
  ],
  [
    "no_question_lost",
    [
      [
        "right three times and wrong three times",
        { questions: [question("v1", "rrr", "www"), ...better] },
        "FAIL",
        "REJECT",
      ],
      ["two of three lost", { questions: [question("v1", "rrr", "wwr"), ...better] }, "PASS", "PROMOTE"],
    ],
  ],
  [
    "must_pass",
    [
      [
        "lost on dev-best",
        { questions: [question("m", "rrw", "wwr", { mustPass: true }), ...better] },
        "FAIL",
        "REJECT",
      ],
      ["wrong on both", { questions: [question("m", "www", "www", { mustPass: true }), ...better] }, "PASS", "PROMOTE"],
      ["right on both", { questions: [question("m", "rrr", "rrr", { mustPass: true }), ...better] }, "PASS", "PROMOTE"],
    ],
  ],
  [
    "valid_answers",
    [
      ["nine of ten", { questions: [question("v1", "rrrrr", "rrrri")] }, "PASS", "PROMOTE"],
      ["five of six", { questions: [question("v1", "rrr", "rri")] }, "FAIL", "HOLD"],
      ["no answers", { questions: [] }, "NOT_TESTED", "HOLD"],
    ],
  ],
  [
    "answer_time",
    [
      ["half as slow again", { medianSeconds: { production: 10, best: 15 } }, "PASS", "PROMOTE"],
      ["slower still", { medianSeconds: { production: 10, best: 15.1 } }, "WARN", "PROMOTE"],
      ["nobody answered", { medianSeconds: { production: null, best: 3 } }, "NOT_TESTED", "PROMOTE"],
    ],
  ],
  ["production_unchanged", [["edited meanwhile", { production: "changed" }, "WARN", "PROMOTE"]]],
])("%s", (rule, cases) => {
  it.each(cases)("%s", (_case, some, line, whole) => {
    expect(verdictOf(rule, some)).toBe(line);
    expect(decidePromotion(factsWith(some)).verdict).toBe(whole);
  });
});

it("names the questions that were lost", () => {
  const { rules } = decidePromotion(factsWith({ questions: [question("v9", "rrr", "www"), ...better] }));
  expect(rules.find((rule) => rule.rule === "no_question_lost")?.questions).toEqual(["v9"]);
});
