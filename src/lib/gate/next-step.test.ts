import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom, shuffled } from "../core/random.ts";
import type { Answer } from "./calibration.ts";
import { nextStep, pairsFor } from "./next-step.ts";
import { exactPower } from "./power.ts";
import type { Decision, Trial, TrialAnswer, TrialAsk } from "./trial.ts";

/** Targets t… that were never right, guards g… that always were, f… flaky. */
function trialOf(targets: readonly string[], guards: readonly string[]): Trial {
  const right = (id: string): number => (id.startsWith("g") ? 3 : id.startsWith("f") ? 1 : 0);
  const calibration = new Map(
    [...targets, ...guards].map((questionId) => [questionId, { questionId, asked: 3, right: right(questionId) }]),
  );
  return { targets, guards, calibration, alpha: 0.05 };
}

type Space = (ask: TrialAsk) => Answer;

/** Answers what the gate asks for until it decides. */
function play(trial: Trial, space: Space): { decision: Decision; asked: TrialAsk[]; phases: string[] } {
  const answers: TrialAnswer[] = [];
  const phases: string[] = [];
  for (;;) {
    const step = nextStep(trial, answers);
    if (step.kind === "decided") return { decision: step.decision, asked: answers, phases };
    phases.push(step.phase);
    expect(step.asks.length).toBeGreaterThan(0);
    answers.push(...step.asks.map((ask) => ({ ...ask, answer: space(ask) })));
  }
}

const onBest = (ask: TrialAsk): boolean => ask.arm === "confirm_best";
/** The fix works: targets are wrong before and right after, guards right throughout. */
const works: Space = (ask) => (ask.questionId.startsWith("g") || !onBest(ask) ? "right" : "wrong");
const nothing: Space = (ask) => (ask.questionId.startsWith("g") ? "right" : "wrong");
const breaks =
  (...broken: string[]): Space =>
  (ask) =>
    broken.includes(ask.questionId) && !onBest(ask) ? "wrong" : works(ask);

describe("screening", () => {
  it("asks the targets first, and the guards only when one moved", () => {
    const { decision, asked, phases } = play(trialOf(["t1", "t2"], ["g1", "g2"]), nothing);
    expect(asked.map((ask) => ask.questionId)).toEqual(["t1", "t2"]);
    expect(phases).toEqual(["screen"]);
    expect(decision).toMatchObject({
      decision: "ROLL_BACK",
      validation: "NO_CHANGE",
      reason: { kind: "no_target_moved", targets: 2 },
    });
  });

  it("asks every guard once on the candidate", () => {
    const { asked } = play(trialOf(["t1"], ["g1", "g2"]), works);
    expect(asked.filter((ask) => ask.questionId.startsWith("g"))).toEqual(
      ["g1", "g2"].map((questionId) => ({ questionId, arm: "candidate", attempt: 1, answer: "right" })),
    );
  });
});

describe("guarding", () => {
  it("gives a lost guard five fresh pairs, best and working in turn", () => {
    const { asked, phases } = play(trialOf(["t1"], ["g1", "g2"]), breaks("g1"));
    const pairs = asked.slice(3);
    expect(phases).toEqual(["screen", "screen", "guard"]);
    expect(pairs.map(({ questionId, arm, attempt }) => `${questionId} ${arm} ${String(attempt)}`)).toEqual(
      [1, 2, 3, 4, 5].flatMap((attempt) => [
        `g1 confirm_best ${String(attempt)}`,
        `g1 confirm_working ${String(attempt)}`,
      ]),
    );
  });

  it("vetoes whatever the targets gained, and names what broke", () => {
    const { decision } = play(trialOf(["t1"], ["g1", "g2", "g3"]), breaks("g1", "g3"));
    expect(decision).toMatchObject({
      decision: "ROLL_BACK",
      validation: "HARMFUL",
      reason: { kind: "guard_lost", questions: ["g1", "g3"] },
    });
  });

  it.each([
    [3, "HARMFUL"],
    [2, "PROVEN"],
  ])("with %d net losses of five pairs says %s", (losses, validation) => {
    const space: Space = (ask) => {
      if (ask.questionId !== "g1") return works(ask);
      if (ask.arm === "candidate") return "wrong";
      return !onBest(ask) && ask.attempt <= losses ? "wrong" : "right";
    };
    expect(play(trialOf(["t1"], ["g1"]), space).decision.validation).toBe(validation);
  });
});

describe("confirming", () => {
  it("keeps what is proven and says what each target gained", () => {
    const half: Space = (ask) =>
      ask.questionId === "f1" && !onBest(ask) && ask.attempt % 2 === 0 ? "wrong" : works(ask);
    const { decision } = play(trialOf(["t1", "f1"], ["g1"]), half);
    expect(decision).toMatchObject({ decision: "KEEP", validation: "PROVEN", reason: { kind: "proven", losses: 0 } });
    expect(decision.gains.t1).toBe(1);
    expect(decision.gains.f1).toBeGreaterThan(0.4);
    expect(decision.gains.f1).toBeLessThan(0.7);
  });

  it("asks only the targets that moved", () => {
    const one: Space = (ask) => (ask.questionId === "t2" ? "wrong" : works(ask));
    const { decision, asked } = play(trialOf(["t1", "t2"], []), one);
    expect(asked.filter((ask) => ask.questionId === "t2")).toHaveLength(1);
    expect(Object.keys(decision.gains)).toEqual(["t1"]);
  });

  it("does not keep a lucky screen", () => {
    const lucky: Space = (ask) => (ask.arm === "candidate" ? "right" : nothing(ask));
    const { decision } = play(trialOf(["t1"], ["g1"]), lucky);
    expect(decision).toMatchObject({
      decision: "ROLL_BACK",
      validation: "NO_CHANGE",
      reason: { kind: "not_proven", wins: 0, losses: 0, p: 1 },
    });
  });

  it("never keeps what lost more than it won", () => {
    const worse: Space = (ask) => (ask.arm === "candidate" || onBest(ask) ? "right" : "wrong");
    expect(play(trialOf(["f1"], []), worse).decision.decision).toBe("ROLL_BACK");
  });

  it("says how many pairs a test that was too small would have needed", () => {
    const lucky: Space = (ask) => (ask.arm === "candidate" ? "right" : "wrong");
    const trial = trialOf(["f1"], []);
    const { decision } = play(trial, lucky);
    expect(decision.validation).toBe("UNDERPOWERED");
    const { reason } = decision;
    if (reason.kind !== "not_proven") throw new Error("not a test that proved nothing");
    expect(reason.power).toBeLessThan(0.8);
    const powerOf = (pairs: number): number => exactPower([{ best: 1.5 / 4, working: 0.95 }], pairs, 0.05);
    expect(powerOf(reason.pairsNeeded ?? 0)).toBeGreaterThanOrEqual(0.8);
    expect(powerOf((reason.pairsNeeded ?? 0) - 1)).toBeLessThan(0.8);
  });

  it("says how many repaired questions the same pairs would have found", () => {
    const lucky: Space = (ask) => (ask.arm === "candidate" ? "right" : "wrong");
    const { reason } = play(trialOf(["f1"], []), lucky).decision;
    if (reason.kind !== "not_proven") throw new Error("not a test that proved nothing");
    const powerOf = (count: number): number =>
      exactPower(
        Array.from({ length: count }, () => ({ best: 1.5 / 4, working: 0.95 })),
        reason.pairs,
        0.05,
      );
    expect(powerOf(reason.questionsNeeded ?? 0)).toBeGreaterThanOrEqual(0.8);
    expect(powerOf((reason.questionsNeeded ?? 0) - 1)).toBeLessThan(0.8);
  });

  it("says of targets that are nearly right already how many wrong questions would have to be repaired", () => {
    const calibration = new Map([["r1", { questionId: "r1", asked: 9, right: 9 }]]);
    const { decision } = play({ targets: ["r1"], guards: [], calibration, alpha: 0.05 }, () => "right");
    expect(decision).toMatchObject({
      validation: "UNDERPOWERED",
      reason: { pairsNeeded: null, questionsNeeded: null, wrongQuestionsNeeded: 1 },
    });
  });

  it("does not take a lost guard question for sound when hardly any of its pairs was valid", () => {
    const guards = Array.from({ length: 9 }, (_, index) => `g${String(index + 1)}`);
    const deaf: Space = (ask) => {
      if (!guards.includes(ask.questionId)) return works(ask);
      if (ask.arm === "candidate") return "wrong";
      return ask.questionId === "g1" && ask.attempt > 1 && !onBest(ask) ? "invalid" : "right";
    };
    expect(play(trialOf(["t1"], guards), deaf).decision).toMatchObject({
      decision: "INDECISIVE",
      reason: { kind: "too_few_valid", phase: "guard", valid: 1, planned: 5 },
    });
  });

  it("asks as many pairs as a person wants", () => {
    const trial = { ...trialOf(["t1"], []), pairs: { fewest: 12, most: 12 } };
    expect(play(trial, works).decision.reason).toMatchObject({ kind: "proven", pairs: 12 });
  });

  it.each([
    [["t1"], 7],
    [["t1", "t2", "t3"], 5],
    [["f1"], 8],
  ])("plans for %j %d pairs a target", (moved, pairs) => {
    expect(pairsFor(moved, trialOf(moved, []))).toBe(pairs);
  });
});

describe("answers that infrastructure spoilt", () => {
  it.each<[string, Space, string]>([
    [
      "a target's screen",
      (ask) => (ask.arm === "candidate" && ask.questionId === "t1" ? "invalid" : works(ask)),
      "screen",
    ],
    ["a guard's screen", (ask) => (ask.questionId === "g1" ? "invalid" : works(ask)), "screen"],
    [
      "the guard's pairs",
      (ask) =>
        ask.questionId !== "g1"
          ? works(ask)
          : ask.arm === "candidate"
            ? "wrong"
            : ask.attempt > 3
              ? "invalid"
              : "right",
      "guard",
    ],
    [
      "the confirming pairs",
      (ask) => (ask.arm.startsWith("confirm") && ask.attempt > 2 ? "invalid" : works(ask)),
      "confirm",
    ],
  ])("in %s make it indecisive, and hold nothing against the fix", (_where, space, phase) => {
    const { decision } = play(trialOf(["t1", "t2"], ["g1"]), space);
    expect(decision).toMatchObject({
      decision: "INDECISIVE",
      validation: "INDECISIVE",
      reason: { kind: "too_few_valid", phase },
      gains: {},
    });
  });

  it("are borne up to a tenth", () => {
    const targets = Array.from({ length: 10 }, (_, index) => `t${String(index)}`);
    const one: Space = (ask) => (ask.questionId === "t0" && ask.arm === "candidate" ? "invalid" : works(ask));
    expect(play(trialOf(targets, []), one).decision.validation).toBe("PROVEN");
  });
});

it("decides the same from stored answers in any order, and goes on where they end", () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
      const random = seededRandom(seed);
      const drawn = new Map<string, Answer>();
      const space: Space = (ask) => {
        const key = JSON.stringify(ask);
        const answer = drawn.get(key) ?? (random.next() < 0.6 ? "right" : "wrong");
        drawn.set(key, answer);
        return answer;
      };
      const trial = trialOf(["t1", "f1"], ["g1", "g2"]);
      const whole = play(trial, space);
      const answers = whole.asked.map((ask) => ({
        questionId: ask.questionId,
        arm: ask.arm,
        attempt: ask.attempt,
        answer: space({ questionId: ask.questionId, arm: ask.arm, attempt: ask.attempt }),
      }));
      expect(nextStep(trial, shuffled(random, answers))).toEqual({ kind: "decided", decision: whole.decision });
      const kept = answers.slice(0, Math.floor(share * answers.length));
      const step = nextStep(trial, kept);
      expect(step.kind).toBe(kept.length < answers.length ? "ask" : "decided");
      const known = new Set(kept.map(({ questionId, arm, attempt }) => JSON.stringify([questionId, arm, attempt])));
      const again = step.kind === "ask" ? step.asks : [];
      expect(
        again.filter(({ questionId, arm, attempt }) => known.has(JSON.stringify([questionId, arm, attempt]))),
      ).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
