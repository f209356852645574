import { seededRandom, shuffled } from "../../src/lib/core/random.ts";
import { typicalExam } from "../../src/lib/gate/simulation.ts";
import type { World } from "./simulated-run.ts";

/** What the three useless fixes of a plan declare. */
export type Useless = "own targets" | "shared targets" | "mixed targets";

export type FivePlan = World & { readonly useful: readonly number[] };

const repaired = 0.95;
const nearlyWrong = 0.03;

/**
 * A plan of five fixes over an exam as docs/gate.md takes it to be. Two repair questions that were nearly always wrong; three do nothing, or
 * one of them breaks a question that was nearly always right. Places in the plan are drawn.
 */
export function fivePlan(
  seed: string,
  strategy: World["strategy"],
  { useless, harmful, repairs }: { readonly useless: Useless; readonly harmful: boolean; readonly repairs: number },
): FivePlan {
  const random = seededRandom(seed);
  const before = typicalExam(random, 24);
  const numbers = before.map((_, number) => number);
  const wrong = shuffled(
    random,
    numbers.filter((number) => (before[number] ?? 1) < 0.2),
  );
  const flaky = shuffled(
    random,
    numbers.filter((number) => (before[number] ?? 0) >= 0.2 && (before[number] ?? 1) < 0.9),
  );
  const right = shuffled(
    random,
    numbers.filter((number) => (before[number] ?? 0) > 0.9),
  );
  const [first = 0, second = 1, ...idle] = shuffled(random, [0, 1, 2, 3, 4]);
  const own = (place: number): number[] => wrong.slice(place * repairs, (place + 1) * repairs);
  const rest = wrong.slice(2 * repairs);
  const broken = right[0];
  const breaker = harmful ? idle[0] : undefined;
  const targets = new Map([
    [first, own(0)],
    [second, own(1)],
  ]);
  idle.forEach((fix, place) => {
    const shares = useless === "shared targets" || (useless === "mixed targets" && place !== 1);
    const decoy = [rest[place], flaky[place]].flatMap((one) => one ?? []);
    targets.set(fix, shares ? [...own(place % 2).slice(0, 1), ...(place === 2 ? decoy : [])] : decoy);
  });
  return {
    seed,
    strategy,
    useful: [first, second].toSorted((one, other) => one - other),
    plan: [0, 1, 2, 3, 4].map((fix) => targets.get(fix) ?? []),
    questions: before.map((chance, number) => (fixes) => {
      if (number === broken && breaker !== undefined && fixes.has(breaker)) return nearlyWrong;
      const helped = (own(0).includes(number) && fixes.has(first)) || (own(1).includes(number) && fixes.has(second));
      return helped ? repaired : chance;
    }),
  };
}
