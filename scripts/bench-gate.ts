import { seededRandom, type Random } from "../src/lib/core/random.ts";
import { mcnemarOneSided } from "../src/lib/gate/mcnemar.ts";
import { acceptance, answered, type Drawn, drawChange, type Truth, typicalExam } from "../src/lib/gate/simulation.ts";
import { type Figure, report } from "./bench.ts";

const questions = 24;
const trials = 5_000;
const level = 0.05;

type Row = { readonly truth: Truth; readonly name: string; readonly bound: number; readonly better: Figure["better"] };

/** The table of docs/gate.md. */
const rows: readonly Row[] = [
  { truth: { fixed: 0, broken: 0 }, name: "no change", bound: 1, better: "lower" },
  { truth: { fixed: 2, broken: 0 }, name: "2 questions fixed", bound: 85, better: "higher" },
  { truth: { fixed: 4, broken: 0 }, name: "4 questions fixed", bound: 92, better: "higher" },
  { truth: { fixed: 2, broken: 1 }, name: "2 fixed and 1 broken", bound: 5, better: "lower" },
  { truth: { fixed: 4, broken: 1 }, name: "4 fixed and 1 broken", bound: 5, better: "lower" },
  { truth: { fixed: 1, broken: 0 }, name: "1 question fixed", bound: 50, better: "higher" },
];

/** What others do with one evaluation of each arm: right answers before and after, and questions won and lost. */
const rivals = {
  "not lower": (before: number, after: number) => after >= before,
  higher: (before: number, after: number) => after > before,
  "sign test": (_before: number, _after: number, wins: number, losses: number) =>
    wins > losses && mcnemarOneSided(wins, losses) <= level,
} as const;

const draw =
  (truth: Truth) =>
  (random: Random): Drawn =>
    drawChange(random, typicalExam(random, questions), truth);

const figures: Figure[] = [];
console.log(`Accepted, in % of ${String(trials)} trials with ${String(questions)} questions:`);
console.log(["truth".padEnd(22), "gate", ...Object.keys(rivals)].map((cell) => cell.padStart(10)).join(""));
for (const { truth, name, bound, better } of rows) {
  const seed = `bench ${JSON.stringify(truth)}`;
  const { accepted, cost } = acceptance(seed, trials, draw(truth));
  const others = Object.values(rivals).map((accepts) => rivalRate(seed, truth, accepts));
  console.log(name.padEnd(22) + [accepted, ...others].map((rate) => (rate * 100).toFixed(1).padStart(10)).join(""));
  figures.push(
    { name: `${name}: accepted`, value: accepted * 100, unit: "%", bound, better },
    { name: `${name}: evaluations a decision`, value: cost, unit: "×", bound: 3.2, better: "lower" },
  );
}
console.log("");
await report("gate", figures);

function rivalRate(seed: string, truth: Truth, accepts: (typeof rivals)["sign test"]): number {
  const random = seededRandom(seed);
  let accepted = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    const { chances } = draw(truth)(random);
    const asked = chances.map(({ best, working }) => ({
      before: answered(random, best) === "right",
      after: answered(random, working) === "right",
    }));
    const count = (of: (one: (typeof asked)[number]) => boolean): number => asked.filter(of).length;
    const wins = count(({ before, after }) => after && !before);
    const losses = count(({ before, after }) => before && !after);
    if (
      accepts(
        count(({ before }) => before),
        count(({ after }) => after),
        wins,
        losses,
      )
    )
      accepted += 1;
  }
  return accepted / trials;
}
