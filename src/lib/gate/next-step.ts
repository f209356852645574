import { mcnemarOneSided } from "./mcnemar.ts";
import { type Chances, estimatedChance, exactPower, repairedChance } from "./power.ts";
import {
  type Arm,
  type Decision,
  type Phase,
  type Step,
  type Trial,
  type TrialAnswer,
  type TrialAsk,
  usualPairs,
} from "./trial.ts";

/** Fresh pairs for a guard question that the screen lost, and the net losses that veto. */
const guardPairs = 5;
const vetoNetLosses = 3;
const wantedPower = 0.8;
const validShare = 0.9;
/** The estimate for a question that was wrong in all of its three calibration asks. */
const neverRight = estimatedChance(0, 3);
/** Looked no further for what a rejected group would have needed. */
const searchLimit = { pairs: 40, questions: 10 } as const;

/**
 * What the gate does next, from the answers stored so far: ask more, or decide. Pure, so a stage that was killed goes on where its rows end.
 * The steps are those of docs/gate.md: screen → guard → confirm.
 */
export function nextStep(trial: Trial, answers: readonly TrialAnswer[]): Step {
  // The targets first: where none moved, the guards need not be asked at all.
  const targeted = phase("screen", trial.targets.map(candidate), answers);
  if (targeted !== null) return targeted;

  const moved = trial.targets.filter((id) => answerOf(answers, id, "candidate", 1) === "right");
  if (moved.length === 0) {
    return rejected("NO_CHANGE", { kind: "no_target_moved", targets: trial.targets.length });
  }

  const screened = phase("screen", trial.guards.map(candidate), answers);
  if (screened !== null) return screened;
  const lost = trial.guards.filter((id) => answerOf(answers, id, "candidate", 1) === "wrong");
  const guarded = phase("guard", pairsOf(lost, guardPairs), answers);
  if (guarded !== null) return guarded;
  const pairsOfLost = lost.map((id) => ({ id, ...countPairs([id], guardPairs, answers) }));
  const broken = pairsOfLost.filter(({ wins, losses }) => losses - wins >= vetoNetLosses).map(({ id }) => id);
  if (broken.length > 0) return rejected("HARMFUL", { kind: "guard_lost", questions: broken });
  // A question that too few valid pairs speak for could not have vetoed: it was not heard, and is not taken for sound.
  const unheard = pairsOfLost.filter(({ valid }) => valid < vetoNetLosses);
  if (unheard.length > 0) {
    const valid = unheard.reduce((sum, one) => sum + one.valid, 0);
    return indecisive("guard", valid, unheard.length * guardPairs);
  }

  const pairs = pairsFor(moved, trial);
  const confirmed = phase("confirm", pairsOf(moved, pairs), answers);
  if (confirmed !== null) return confirmed;
  return { kind: "decided", decision: confirm(moved, pairs, trial, answers) };
}

/**
 * The smallest number of pairs, from 5 to 8 unless the trial says otherwise, that finds the group's effect with 80 % power, else the most. The effect asked for is that half of the
 * moved targets, one at least, are repaired: asking for one among many would spend questions that a real group does not need.
 */
export function pairsFor(moved: readonly string[], trial: Trial): number {
  const { fewest, most } = trial.pairs ?? usualPairs;
  for (let pairs: number = fewest; pairs < most; pairs += 1) {
    if (powerOf(moved, trial, pairs, Math.ceil(moved.length / 2)) >= wantedPower) return pairs;
  }
  return most;
}

/** Power to find `repaired` of the moved targets, those that were most often wrong before; the others are taken as unchanged. */
function powerOf(moved: readonly string[], trial: Trial, pairs: number, repaired: number): number {
  return exactPower(withRepaired(chancesBefore(moved, trial), repaired), pairs, trial.alpha);
}

/** Chances of a right answer before the change, the lowest first. */
function chancesBefore(moved: readonly string[], trial: Trial): number[] {
  return moved
    .map((id) => {
      const known = trial.calibration.get(id);
      return known === undefined ? 0.5 : estimatedChance(known.right, known.asked);
    })
    .toSorted((left, right) => left - right);
}

function withRepaired(before: readonly number[], repaired: number): Chances[] {
  return before.map((best, index) => ({ best, working: index < repaired ? repairedChance : best }));
}

function confirm(moved: readonly string[], pairs: number, trial: Trial, answers: readonly TrialAnswer[]): Decision {
  const { wins, losses } = countPairs(moved, pairs, answers);
  const p = mcnemarOneSided(wins, losses);
  const gains = Object.fromEntries(
    moved.map((id) => {
      const one = countPairs([id], pairs, answers);
      return [id, one.valid === 0 ? 0 : (one.wins - one.losses) / one.valid];
    }),
  );
  if (p <= trial.alpha && wins > losses) {
    return { decision: "KEEP", validation: "PROVEN", reason: { kind: "proven", wins, losses, p, pairs }, gains };
  }
  const power = powerOf(moved, trial, pairs, 1);
  const validation = power >= wantedPower ? "NO_CHANGE" : "UNDERPOWERED";
  const pairsNeeded = validation === "NO_CHANGE" ? pairs : pairsNeededFor(moved, trial, pairs);
  const questionsNeeded = validation === "NO_CHANGE" ? 1 : questionsNeededFor(moved, trial, pairs);
  const reason = { kind: "not_proven", wins, losses, p, pairs, power, pairsNeeded, questionsNeeded } as const;
  const isHopeless = pairsNeeded === null && questionsNeeded === null;
  return {
    decision: "ROLL_BACK",
    validation,
    reason: isHopeless ? { ...reason, wrongQuestionsNeeded: wrongQuestionsNeededFor(moved, trial, pairs) } : reason,
    gains,
  };
}

function pairsNeededFor(moved: readonly string[], trial: Trial, from: number): number | null {
  for (let pairs = from + 1; pairs <= searchLimit.pairs; pairs += 1) {
    if (powerOf(moved, trial, pairs, 1) >= wantedPower) return pairs;
  }
  return null;
}

/** How many questions like the most hopeless of these a change would have to repair; more than moved are imagined beside them. */
function questionsNeededFor(moved: readonly string[], trial: Trial, pairs: number): number | null {
  const before = chancesBefore(moved, trial);
  for (let repaired = 2; repaired <= searchLimit.questions; repaired += 1) {
    const more = Array.from({ length: Math.max(0, repaired - before.length) }, () => before[0] ?? 0.5);
    const all = [...before, ...more].toSorted((left, right) => left - right);
    if (exactPower(withRepaired(all, repaired), pairs, trial.alpha) >= wantedPower) return repaired;
  }
  return null;
}

/** Of targets that are nearly right already there is nothing to find: how many questions that were never right would have to be repaired beside them. */
function wrongQuestionsNeededFor(moved: readonly string[], trial: Trial, pairs: number): number | null {
  const before = chancesBefore(moved, trial);
  for (let repaired = 1; repaired <= searchLimit.questions; repaired += 1) {
    const all = [...Array.from({ length: repaired }, () => neverRight), ...before];
    if (exactPower(withRepaired(all, repaired), pairs, trial.alpha) >= wantedPower) return repaired;
  }
  return null;
}

/** Asks what is still missing of a phase; INDECISIVE when too little of it is valid; null when it is complete and good enough. */
function phase(name: Phase, planned: readonly TrialAsk[], answers: readonly TrialAnswer[]): Step | null {
  const missing = planned.filter((one) => answerOf(answers, one.questionId, one.arm, one.attempt) === null);
  if (missing.length > 0) return { kind: "ask", phase: name, asks: missing };
  const valid = planned.filter((one) => answerOf(answers, one.questionId, one.arm, one.attempt) !== "invalid").length;
  if (valid >= planned.length * validShare) return null;
  return indecisive(name, valid, planned.length);
}

function indecisive(phaseName: Phase, valid: number, planned: number): Step {
  const reason = { kind: "too_few_valid", phase: phaseName, valid, planned } as const;
  return { kind: "decided", decision: { decision: "INDECISIVE", validation: "INDECISIVE", reason, gains: {} } };
}

function rejected(validation: "NO_CHANGE" | "HARMFUL", reason: Decision["reason"]): Step {
  return { kind: "decided", decision: { decision: "ROLL_BACK", validation, reason, gains: {} } };
}

function candidate(questionId: string): TrialAsk {
  return { questionId, arm: "candidate", attempt: 1 };
}

/** Interleaved: best, working, best, working, so that a drift of the platform falls on both arms alike. */
function pairsOf(questions: readonly string[], pairs: number): TrialAsk[] {
  const asks: TrialAsk[] = [];
  for (let attempt = 1; attempt <= pairs; attempt += 1) {
    for (const id of questions) {
      asks.push({ questionId: id, arm: "confirm_best", attempt }, { questionId: id, arm: "confirm_working", attempt });
    }
  }
  return asks;
}

function countPairs(
  questions: readonly string[],
  pairs: number,
  answers: readonly TrialAnswer[],
): { wins: number; losses: number; valid: number } {
  const count = { wins: 0, losses: 0, valid: 0 };
  for (const id of questions) {
    for (let attempt = 1; attempt <= pairs; attempt += 1) {
      const best = answerOf(answers, id, "confirm_best", attempt);
      const working = answerOf(answers, id, "confirm_working", attempt);
      if (best === null || working === null || best === "invalid" || working === "invalid") continue;
      count.valid += 1;
      if (working === "right" && best === "wrong") count.wins += 1;
      if (working === "wrong" && best === "right") count.losses += 1;
    }
  }
  return count;
}

function answerOf(
  answers: readonly TrialAnswer[],
  questionId: string,
  arm: Arm,
  attempt: number,
): TrialAnswer["answer"] | null {
  return (
    answers.find((one) => one.questionId === questionId && one.arm === arm && one.attempt === attempt)?.answer ?? null
  );
}
