import { type Random, seededRandom, shuffled } from "../core/random.ts";
import { calibrate, usuallyRight } from "./calibration.ts";
import { nextStep } from "./next-step.ts";
import { type Chances, repairedChance } from "./power.ts";
import { type Decision, guardSet, type Trial, type TrialAnswer } from "./trial.ts";

/** What a change really does: so many wrong questions repaired, so many right ones broken. */
export type Truth = { readonly fixed: number; readonly broken: number };

/** A change as chance has drawn it: each question's chance on both arms, and what was declared after the calibration. */
export type Drawn = { readonly chances: readonly Chances[]; readonly trial: Trial };

const nearlyRight = 0.98;
const nearlyWrong = 0.03;
const calibrationAsks = 3;
/** Of a plan that helps nobody, so many targets are declared. */
const targetsOfNoChange = 4;

/** Chances as docs/gate.md takes an exam to be: 44 % nearly always right, 36 % nearly always wrong, 20 % flaky. */
export function typicalExam(random: Random, questions: number): number[] {
  return Array.from({ length: questions }, (_, index) => {
    const share = (index + 0.5) / questions;
    if (share < 0.44) return nearlyRight;
    return share < 0.8 ? nearlyWrong : 0.25 + 0.5 * random.next();
  });
}

/**
 * Draws the calibration and a change of that truth: what is repaired was nearly always wrong and looked wrong; besides it the planner
 * declares one or two questions that the change does not move.
 * @param before each question's chance of a right answer
 */
export function drawChange(random: Random, before: readonly number[], truth: Truth, pairs?: Trial["pairs"]): Drawn {
  const ids = before.map((_, index) => idOf(index));
  const asks = before.flatMap((chance, index) =>
    Array.from({ length: calibrationAsks }, () => ({ questionId: idOf(index), answer: answered(random, chance) })),
  );
  const calibration = new Map(calibrate(asks).map((one) => [one.questionId, one]));
  const looksWrong = shuffled(
    random,
    [...calibration.values()].filter((one) => one.right < 2).map((one) => one.questionId),
  );
  const fixed = looksWrong.filter((id) => (before[ids.indexOf(id)] ?? 1) < 0.2).slice(0, truth.fixed);
  const decoys = truth.fixed === 0 ? targetsOfNoChange : 1 + Math.floor(random.next() * 2);
  const targets = [...fixed, ...looksWrong.filter((id) => !fixed.includes(id)).slice(0, decoys)];
  const sound = [...calibration.values()].filter(usuallyRight).map((one) => one.questionId);
  const broken = shuffled(
    random,
    sound.filter((id) => (before[ids.indexOf(id)] ?? 0) > 0.9),
  ).slice(0, truth.broken);
  const chances = before.map((best, index): Chances => {
    const id = idOf(index);
    if (fixed.includes(id)) return { best, working: repairedChance };
    return { best, working: broken.includes(id) ? nearlyWrong : best };
  });
  const trial = { targets, guards: guardSet(targets, calibration), calibration, alpha: 0.05 };
  return { chances, trial: pairs === undefined ? trial : { ...trial, pairs } };
}

/** Plays the gate's protocol to its decision. @returns the decision and the questions it asked */
export function playGate(random: Random, { chances, trial }: Drawn): { decision: Decision; asked: number } {
  const answers: TrialAnswer[] = [];
  for (;;) {
    const step = nextStep(trial, answers);
    if (step.kind === "decided") return { decision: step.decision, asked: answers.length };
    for (const ask of step.asks) {
      const chance = chances[indexOf(ask.questionId)];
      const p = ask.arm === "confirm_best" ? chance?.best : chance?.working;
      answers.push({ ...ask, answer: answered(random, p ?? 0) });
    }
  }
}

/** How often changes of a truth are accepted, and what a decision costs in evaluations of the whole exam. */
export function acceptance(
  seed: string,
  trials: number,
  draw: (random: Random) => Drawn,
): { readonly accepted: number; readonly cost: number } {
  const random = seededRandom(seed);
  let accepted = 0;
  let cost = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    const drawn = draw(random);
    const { decision, asked } = playGate(random, drawn);
    if (decision.decision === "KEEP") accepted += 1;
    cost += asked / drawn.chances.length;
  }
  return { accepted: accepted / trials, cost: cost / trials };
}

/** One answer by its chance. */
export function answered(random: Random, chance: number): "right" | "wrong" {
  return random.next() < chance ? "right" : "wrong";
}

function idOf(index: number): string {
  return `q${String(index)}`;
}

function indexOf(id: string): number {
  return Number(id.slice(1));
}
