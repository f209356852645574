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

const score = (correct: number, n: number): PromotionFacts["finalScore"] => ({ correct, n, low: 0.596, high: 0.982 });
const merged = { kind: "merged", overLimits: [], inverse: "same" } as const;
const cost = {
  questions: 120,
  tokens: 3000,
  money: { amount: 1.5, currency: "USD" },
  most: { questions: null, tokens: null, money: null },
} as const;

function factsWith(some: Partial<PromotionFacts> = {}): PromotionFacts {
  return {
    targetScore: 0.9,
    finalScore: score(9, 10),
    kept: 2,
    questions: better,
    medianSeconds: { production: 10, best: 11 },
    production: "unchanged",
    unfitQuestions: [],
    flaky: { count: 1, n: 10 },
    merge: merged,
    cost,
    approvals: { kind: "not_asked" },
    bundleFolder: null,
    isAutomatic: false,
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
    ["target_score", "PASS", "90.0% (9/10; 59.6%–98.2%)"],
    ["proven_changes", "PASS", "2"],
    ["visible_not_worse", "PASS", "1/2 → 2/2; +3 −0, p = 1.000"],
    ["held_out_not_worse", "PASS", "1/1 → 1/1; +0 −0, p = 1.000"],
    ["no_question_lost", "PASS", "0"],
    ["must_pass", "NOT_TESTED", "–"],
    ["flaky_share", "PASS", "10.0% (1/10)"],
    ["valid_answers", "PASS", "100.0%"],
    ["answer_time", "PASS", "1.10 ×"],
    ["exam_fitness", "PASS", "0"],
    ["production_unchanged", "PASS", "unchanged"],
    ["edits_merge", "PASS", "0"],
    ["platform_limits", "PASS", "0"],
    ["cost", "PASS", "120 questions, 3000 tokens, 1.50 USD"],
    ["approvals", "PASS", "automatic"],
    ["rollback_tested", "PASS", "same bytes"],
    ["bundle_folder", "PASS", "none"],
  ]);
});

const lostTwo = [question("v1", "rrr", "wwr"), question("v2", "rrr", "wrw"), question("v3", "rrr", "rww")];

describe.each<[RuleName, readonly (readonly [string, Partial<PromotionFacts>, string, string])[]]>([
  [
    "target_score",
    [
      ["one question short", { finalScore: score(8, 10) }, "FAIL", "HOLD"],
      ["not evaluated", { finalScore: null }, "NOT_TESTED", "HOLD"],
      ["a share that division does not hit exactly", { finalScore: score(27, 30) }, "PASS", "PROMOTE"],
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
      [
        "no held-out question, and nobody to look before it is written",
        { questions: [question("v1", "www", "rrr")], isAutomatic: true },
        "NOT_TESTED",
        "HOLD",
      ],
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
      [
        "lost once of three",
        { questions: [question("m", "rrr", "rwr", { mustPass: true }), ...better] },
        "PASS",
        "PROMOTE",
      ],
      [
        "every answer spoilt on dev-best, among many good ones",
        {
          questions: [
            question("m", "rrr", "iii", { mustPass: true }),
            ...Array.from({ length: 10 }, () => better).flat(),
          ],
        },
        "NOT_TESTED",
        "HOLD",
      ],
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
  [
    "exam_fitness",
    [
      ["a question that cannot be judged by", { unfitQuestions: ["v9"] }, "WARN", "PROMOTE"],
      ["not looked at", { unfitQuestions: null }, "NOT_TESTED", "PROMOTE"],
    ],
  ],
  [
    "flaky_share",
    [
      ["one in five", { flaky: { count: 2, n: 10 } }, "PASS", "PROMOTE"],
      ["more", { flaky: { count: 3, n: 10 } }, "WARN", "PROMOTE"],
      ["no baseline", { flaky: null }, "NOT_TESTED", "PROMOTE"],
    ],
  ],
  [
    "edits_merge",
    [
      ["the same place edited", { merge: { kind: "conflict", places: ["config"], overLimits: [] } }, "FAIL", "HOLD"],
      ["only a limit in the way", { merge: { kind: "conflict", places: [], overLimits: ["x"] } }, "PASS", "HOLD"],
    ],
  ],
  [
    "platform_limits",
    [
      ["overstepped by both together", { merge: { kind: "conflict", places: [], overLimits: ["x"] } }, "FAIL", "HOLD"],
      ["overstepped", { merge: { ...merged, overLimits: ["instructions: 101"] } }, "FAIL", "HOLD"],
      [
        "not known for a conflict",
        { merge: { kind: "conflict", places: ["a"], overLimits: [] } },
        "NOT_TESTED",
        "HOLD",
      ],
    ],
  ],
  [
    "cost",
    [
      [
        "more than it might",
        { cost: { ...cost, most: { questions: 100, tokens: null, money: null } } },
        "WARN",
        "PROMOTE",
      ],
      [
        "just what it might",
        { cost: { ...cost, most: { questions: 120, tokens: 3000, money: 1.5 } } },
        "PASS",
        "PROMOTE",
      ],
      ["no price known", { cost: { ...cost, money: null, most: { ...cost.most, money: 1 } } }, "PASS", "PROMOTE"],
    ],
  ],
  [
    "approvals",
    [
      [
        "by enough people",
        { approvals: { kind: "asked", required: 2, approvedBy: ["ann", "bob"], lacking: [] } },
        "PASS",
        "PROMOTE",
      ],
      [
        "a plan with too few",
        { approvals: { kind: "asked", required: 2, approvedBy: ["ann"], lacking: [1] } },
        "FAIL",
        "HOLD",
      ],
    ],
  ],
  [
    "rollback_tested",
    [
      ["the inverse gives something else", { merge: { ...merged, inverse: "different" } }, "FAIL", "HOLD"],
      ["nothing to invert", { merge: { kind: "conflict", places: ["a"], overLimits: [] } }, "NOT_TESTED", "HOLD"],
    ],
  ],
  ["bundle_folder", [["in a bundle's folder", { bundleFolder: "/x/.bundle/y" }, "WARN", "PROMOTE"]]],
  ["production_unchanged", [["edited meanwhile", { production: "changed" }, "WARN", "PROMOTE"]]],
])("%s", (rule, cases) => {
  it.each(cases)("%s", (_case, some, line, whole) => {
    expect(verdictOf(rule, some)).toBe(line);
    expect(decidePromotion(factsWith(some)).verdict).toBe(whole);
  });
});

it("names the must-pass question that lost, what people and the run both changed, and who approved", () => {
  const { rules } = decidePromotion(
    factsWith({
      questions: [question("m", "rrr", "wrw", { mustPass: true }), ...better],
      merge: { kind: "conflict", places: ["config.sample_questions[a]"], overLimits: [] },
      approvals: { kind: "asked", required: 1, approvedBy: ["ann", "bob"], lacking: [] },
    }),
  );
  const line = (name: RuleName) => rules.find((rule) => rule.rule === name);
  expect(line("must_pass")?.questions).toEqual(["m"]);
  expect(line("edits_merge")?.questions).toEqual(["config.sample_questions[a]"]);
  expect(line("approvals")).toMatchObject({ required: "≥ 1", observed: "ann, bob" });
});

it("names the questions that were lost", () => {
  const { rules } = decidePromotion(factsWith({ questions: [question("v9", "rrr", "www"), ...better] }));
  expect(rules.find((rule) => rule.rule === "no_question_lost")?.questions).toEqual(["v9"]);
});
