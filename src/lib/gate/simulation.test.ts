import { expect, it } from "vitest";
import { type Random, seededRandom, shuffled } from "../core/random.ts";
import { calibrate } from "./calibration.ts";
import { nextStep } from "./next-step.ts";
import { guardSet, type Trial, type TrialAnswer } from "./trial.ts";

const questions = 24;
const trials = 2_000;

/** The exam of docs/gate.md: 44 % nearly always right, 36 % nearly always wrong, 20 % flaky. */
function drawChances(random: Random): number[] {
  return Array.from({ length: questions }, (_, index) => {
    const share = (index + 0.5) / questions;
    if (share < 0.44) return 0.98;
    return share < 0.8 ? 0.03 : 0.25 + 0.5 * random.next();
  });
}

type Truth = { readonly fixed: number; readonly broken: number };

function simulate(random: Random, truth: Truth): { accepted: boolean; asked: number } {
  const best = drawChances(random);
  const answer = (chance: number): "right" | "wrong" => (random.next() < chance ? "right" : "wrong");
  const ids = best.map((_, index) => `q${String(index)}`);
  const calibration = new Map(
    calibrate(
      ids.flatMap((questionId, index) => [1, 2, 3].map(() => ({ questionId, answer: answer(best[index] ?? 0) }))),
    ).map((one) => [one.questionId, one]),
  );
  const looksWrong = shuffled(
    random,
    ids.filter((id) => (calibration.get(id)?.right ?? 0) < 2),
  );
  const fixed = looksWrong.filter((id) => best[ids.indexOf(id)] === 0.03).slice(0, truth.fixed);
  const others = looksWrong
    .filter((id) => !fixed.includes(id))
    .slice(0, truth.fixed === 0 ? 4 : 1 + Math.floor(random.next() * 2));
  const broken = shuffled(
    random,
    ids.filter((_, index) => best[index] === 0.98),
  ).slice(0, truth.broken);
  const working = best.map((chance, index) => {
    const id = ids[index] ?? "";
    if (fixed.includes(id)) return 0.95;
    return broken.includes(id) ? 0.03 : chance;
  });
  const targets = [...fixed, ...others];
  const trial: Trial = { targets, guards: guardSet(targets, calibration), calibration, alpha: 0.05 };
  const answers: TrialAnswer[] = [];
  for (;;) {
    const step = nextStep(trial, answers);
    if (step.kind === "decided") return { accepted: step.decision.decision === "KEEP", asked: answers.length };
    for (const ask of step.asks) {
      const chances = ask.arm === "confirm_best" ? best : working;
      answers.push({ ...ask, answer: answer(chances[ids.indexOf(ask.questionId)] ?? 0) });
    }
  }
}

function rates(truth: Truth): { accepted: number; cost: number } {
  const random = seededRandom(`gate ${JSON.stringify(truth)}`);
  let accepted = 0;
  let asked = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    const outcome = simulate(random, truth);
    if (outcome.accepted) accepted += 1;
    asked += outcome.asked;
  }
  return { accepted: accepted / trials, cost: asked / trials / questions };
}

it.each([
  { truth: { fixed: 0, broken: 0 }, atLeast: 0, atMost: 0.01 },
  { truth: { fixed: 2, broken: 0 }, atLeast: 0.85, atMost: 1 },
  { truth: { fixed: 4, broken: 0 }, atLeast: 0.92, atMost: 1 },
  { truth: { fixed: 2, broken: 1 }, atLeast: 0, atMost: 0.05 },
  { truth: { fixed: 4, broken: 1 }, atLeast: 0, atMost: 0.05 },
  { truth: { fixed: 1, broken: 0 }, atLeast: 0.5, atMost: 1 },
])(
  "accepts $truth.fixed fixed and $truth.broken broken questions between $atLeast and $atMost of the time",
  ({ truth, atLeast, atMost }) => {
    const { accepted, cost } = rates(truth);
    expect(accepted).toBeGreaterThanOrEqual(atLeast);
    expect(accepted).toBeLessThanOrEqual(atMost);
    expect(cost).toBeLessThanOrEqual(3.2);
  },
);
