import { closingQuestions, demoLike, ours, rescoreEverything, trueScore } from "../test/trials/demo-like.ts";
import { playFive } from "../test/trials/five-fixes-case.ts";
import { type Figure, report } from "./bench.ts";

const seeds = Number(process.argv[2] ?? 300);
const strategies = ["bisect", "sequential", "batch"] as const;

const figures: Figure[] = [];
for (const strategy of strategies) {
  const ends = [];
  for (let seed = 0; seed < seeds; seed += 1) ends.push(await playFive(seed, strategy));
  const share = (ends.filter((end) => end.justThose).length / seeds) * 100;
  const evaluations = ends.reduce((sum, end) => sum + end.evaluations, 0) / seeds;
  // The other two are there to compare: a batch cannot part a useful fix from a harmful one.
  if (strategy === "bisect") {
    figures.push({ name: "5 fixes, 2 useful: just those kept", value: share, unit: "%", bound: 80, better: "higher" });
  }
  console.log(
    `5 fixes, 2 useful, ${strategy}: just those kept in ${share.toFixed(1)} % of ${String(seeds)} seeds, ${evaluations.toFixed(1)} evaluations`,
  );
}

const worlds = [];
for (let seed = 0; seed < seeds; seed += 1) {
  const world = demoLike(`demo-like ${String(seed)}`);
  const mine = await ours(world);
  worlds.push({ world, asked: mine.asked, score: trueScore(world, mine.kept) });
}
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
console.log(
  `30 questions, 20 fixes: ours ${mean(worlds.map((one) => one.asked)).toFixed(1)} questions to a true score of ${mean(worlds.map((one) => one.score)).toFixed(1)}; the proof of the end, ${String(closingQuestions)} questions, is both's`,
);
// One round is cheaper for the rival and ends lower; only where it came to our score do both end the same.
for (const rounds of [1, 2]) {
  const pairs = worlds.map(({ world, asked, score }) => {
    const rival = rescoreEverything(world, score, rounds);
    const rivalScore = trueScore(world, rival.kept);
    return { asked, rivalAsked: rival.asked, rivalScore, isReached: rivalScore >= score };
  });
  const reached = pairs.filter((one) => one.isReached);
  const ratio = (some: typeof pairs): number =>
    (mean(some.map((one) => one.asked)) + closingQuestions) /
    (mean(some.map((one) => one.rivalAsked)) + closingQuestions);
  const name = `${String(rounds)} round${rounds === 1 ? "" : "s"}`;
  console.log(
    `three scores after each fix, ${name}: ${mean(pairs.map((one) => one.rivalAsked)).toFixed(1)} questions to ${mean(pairs.map((one) => one.rivalScore)).toFixed(1)}; our score reached in ${String(reached.length)} of ${String(seeds)} seeds`,
  );
  figures.push(
    { name: `${name}: questions, all seeds`, value: ratio(pairs), unit: "×", bound: 0.4, better: "lower" },
    {
      name: `${name}: questions, where it came to our score`,
      value: ratio(reached),
      unit: "×",
      bound: 0.4,
      better: "lower",
    },
  );
}
console.log("");
await report("deciding", figures);
