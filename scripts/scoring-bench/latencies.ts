import { drawOf } from "../../src/lib/core/random.ts";
import { drawLatency } from "../../src/local/server/genie/latency.ts";

/** Of the local workspace and of everything drawn here. */
export const seed = 1;

const spread = 0.4;

/** Draws waits about a median, as the local workspace draws its answers' but without the long ones: the nth for the same thing is always the same. */
export function waits(kind: string, medianMs: number): (thing: string) => number {
  const times = new Map<string, number>();
  return (thing) => {
    const nth = times.get(thing) ?? 0;
    times.set(thing, nth + 1);
    const draw = (name: string): number => drawOf(seed, kind, name, thing, nth);
    const normal = Math.sqrt(-2 * Math.log(1 - draw("radius"))) * Math.cos(2 * Math.PI * draw("angle"));
    return medianMs * Math.exp(spread * normal);
  };
}

/** How long Genie takes for each question that a space is asked for the first time, in milliseconds. */
export function answerTimes(spaceId: string, questions: readonly string[]): readonly number[] {
  return questions.map((question) => drawLatency(seed, spaceId, question, 0));
}

/** No scheduling ends sooner. */
export function lowerBound(times: readonly number[], atOnce: number): number {
  return Math.max(times.reduce((sum, ms) => sum + ms, 0) / atOnce, ...times);
}

/** When a queue ends that loses no time at all, in the order given and knowing nothing of what is to come. */
export function idealQueue(times: readonly number[], atOnce: number): number {
  const free = Array.from({ length: atOnce }, () => 0);
  for (const ms of times) {
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] ?? 0) + ms;
  }
  return Math.max(...free);
}
