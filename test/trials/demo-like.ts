import { integerBelow, seededRandom, shuffled } from "../../src/lib/core/random.ts";
import { repairedChance } from "../../src/lib/gate/power.ts";
import { answered } from "../../src/lib/gate/simulation.ts";
import { endingOf, settleLoop, simulatedRun, type World } from "./simulated-run.ts";

const questions = 30;
const nearlyRight = 0.98;
const nearlyWrong = 0.03;
const usefulFixes = 12;
const uselessFixes = 8;
const asks = 3;

/**
 * An exam and a first plan like the demo's: of 30 visible questions 10 are right, 18 wrong, 2 flaky; of 20 fixes 12 repair the 18 between
 * them, one or two each, and 8 do not help, of which one breaks a question. The plan's order is drawn.
 */
export function demoLike(seed: string): World {
  const random = seededRandom(seed);
  const numbers = shuffled(
    random,
    Array.from({ length: questions }, (_, number) => number),
  );
  const right = numbers.slice(0, 10);
  const wrong = numbers.slice(10, 28);
  const flaky = numbers.slice(28);
  const fixes = shuffled(
    random,
    Array.from({ length: usefulFixes + uselessFixes }, (_, number) => number),
  );
  const useful = fixes.slice(0, usefulFixes);
  const useless = fixes.slice(usefulFixes);
  const mender = new Map(wrong.map((question, place) => [question, useful[place % usefulFixes]]));
  const broken = right[0];
  const targetsOf = (fix: number): number[] => {
    if (useful.includes(fix)) return wrong.filter((question) => mender.get(question) === fix);
    const among = [...wrong, ...flaky];
    return [
      ...new Set([among[integerBelow(random, among.length)] ?? 0, among[integerBelow(random, among.length)] ?? 0]),
    ];
  };
  return {
    seed,
    strategy: "bisect",
    plan: fixes.map((_, fix) => targetsOf(fix)),
    questions: Array.from({ length: questions }, (_, question) => (held) => {
      if (flaky.includes(question)) return 0.5;
      if (right.includes(question)) {
        return question === broken && held.has(useless[0] ?? -1) ? nearlyWrong : nearlyRight;
      }
      return held.has(mender.get(question) ?? -1) ? repairedChance : nearlyWrong;
    }),
  };
}

/** The score that a configuration with these fixes has in truth, in questions. */
export function trueScore(world: World, fixes: readonly number[]): number {
  const held = new Set(fixes);
  return world.questions.reduce((sum, chance) => sum + chance(held), 0);
}

export type Spent = { readonly kept: readonly number[]; readonly asked: number };

/** Our trials of the plan, and the questions from the run's start, calibration included. */
export async function ours(world: World): Promise<Spent> {
  const simulated = await simulatedRun(world);
  await settleLoop(simulated);
  return { kept: (await endingOf(simulated)).kept, asked: simulated.asked.length };
}

/**
 * The exam asked three times at the start and after each fix in turn; a fix is kept if the score rose. It ends, without having to find out by
 * asking, as soon as its configuration is in truth as good as `wanted`; where the plan is over before, the fixes that were not kept are
 * tried again, in as many rounds as given, and then it ends all the same, at a lower score.
 */
export function rescoreEverything(world: World, wanted: number, rounds: number): Spent {
  const random = seededRandom(`rescore ${world.seed}`);
  let asked = 0;
  const measure = (fixes: readonly number[]): number => {
    const held = new Set(fixes);
    let correct = 0;
    for (const chance of world.questions) {
      for (let ask = 0; ask < asks; ask += 1) {
        asked += 1;
        if (answered(random, chance(held)) === "right") correct += 1;
      }
    }
    return correct;
  };
  let kept: number[] = [];
  let best = measure(kept);
  const plan = [...world.plan.keys()];
  for (const fix of Array.from({ length: rounds }, () => plan).flat()) {
    if (trueScore(world, kept) >= wanted) break;
    if (kept.includes(fix)) continue;
    const tried = measure([...kept, fix]);
    if (tried <= best) continue;
    kept = [...kept, fix];
    best = tried;
  }
  return { kept, asked };
}

/** What proves the end to both alike: dev-best once, then production and dev-best three times. */
export const closingQuestions = questions * (1 + 2 * asks);
