import { openGround } from "../../test/whole/fixture.ts";
import type { Figure } from "../bench.ts";
import { connectSpedUp } from "./connect-sped-up.ts";
import { asQuestion, demo, demoQuestions } from "./exam.ts";
import { answerTimes, idealQueue, lowerBound, seed } from "./latencies.ts";
import { benchPorts, type Medians } from "./scoring-ports.ts";
import { spedUpClock } from "./sped-up-clock.ts";
import { asOneStream, inThreePhases, oneAtATime, type Scored, type Scoring } from "./ways-of-scoring.ts";

const size = 20;
const atOnce = 3;
/**
 * How near to the bound a queue without any delay must come: it does not know how long an answer will take, so that a long one asked last
 * alone may put it a quarter above. Of the spaces of one seed, whose draws differ, the first that leaves the luck of the order out is asked.
 */
const nearBound = 1.01;
const mostSpaces = 400;

/** The rows on how fast twenty questions without a throttle are scored. */
export async function measureStreams(): Promise<Figure[]> {
  const atOnceAnswers = { sqlMs: 0, modelMs: 0 };
  const slowRest = { sqlMs: 4_000, modelMs: 10_000 };
  const bare = await score(4, atOnceAnswers, (scoring) => asOneStream(scoring));
  const stream = await score(20, slowRest, (scoring) => asOneStream(scoring));
  const phases = await score(20, slowRest, inThreePhases);
  const single = await score(20, slowRest, oneAtATime);
  const noBatch = await score(20, slowRest, (scoring) => asOneStream(scoring, 1));
  const bound = bare.boundMs + bare.lastJudgedMs;
  console.log(
    `space ${String(bare.place)} of seed ${String(seed)}: bound ${seconds(bare.boundMs)}, queue without delays ${seconds(bare.idealMs)}, ours ${seconds(bare.ms)}; ` +
      `with slow SQL and model: ours ${seconds(stream.ms)} (${String(stream.wrong)} wrong), three phases ${seconds(phases.ms)}, one at a time ${seconds(single.ms)}, --no-batch ${seconds(noBatch.ms)}`,
  );
  return [
    {
      name: "20 questions, 3 at once: time / lower bound",
      value: bare.ms / bound,
      unit: "",
      bound: 1.05,
      better: "lower",
    },
    { name: "three phases / ours", value: phases.ms / stream.ms, unit: "", bound: 1.2, better: "higher" },
    { name: "one at a time / ours", value: single.ms / stream.ms, unit: "", bound: 2.8, better: "higher" },
  ];
}

type Measured = Scored & { readonly place: number; readonly boundMs: number; readonly idealMs: number };

/** Scores the same questions with the same waits in a workspace of its own. */
async function score(speed: number, medians: Medians, way: (scoring: Scoring) => Promise<Scored>): Promise<Measured> {
  await using ground = await openGround({ seed, speed, questionsPerMinute: null, samples: ["bakehouse", "tpch"] });
  const questions = (await demoQuestions(size)).map(asQuestion);
  const texts = questions.map(({ question }) => question);
  for (let place = 1; place <= mostSpaces; place += 1) {
    const spaceId = await ground.makeSpace(demo.space);
    const times = answerTimes(spaceId, texts);
    const [boundMs, idealMs] = [lowerBound(times, atOnce), idealQueue(times, atOnce)];
    if (idealMs > boundMs * nearBound) continue;
    const clock = spedUpClock(speed);
    await using connection = await connectSpedUp(ground, clock, { space_id: spaceId, questions_per_minute: "off" });
    const ports = await benchPorts(connection.context, questions, medians);
    // Connections are there, and the parser is warm, before the first question that counts.
    await ports.run(questions[0]?.expectedSql ?? "", connection.context.signal);
    return { ...(await way({ ports, clock, spaceId, questions })), place, boundMs, idealMs };
  }
  throw new Error(`None of ${String(mostSpaces)} spaces draws times that fit.`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
