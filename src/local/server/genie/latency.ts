import { drawOf } from "../../../lib/core/random.ts";

const medianMs = 15_000;
const spread = 0.4;
const longestMs = 540_000;

/**
 * How long Genie takes for one asking, in milliseconds at speed 1: log-normal about the median, and one answer in fifty
 * takes four times as long. Depends on what is asked alone, not on the order of asking.
 */
export function drawLatency(seed: string | number, spaceId: string, question: string, timesAsked: number): number {
  const draw = (name: string): number => drawOf(seed, "latency", name, spaceId, question, timesAsked);
  const radius = Math.sqrt(-2 * Math.log(1 - draw("radius")));
  const normal = radius * Math.cos(2 * Math.PI * draw("angle"));
  const tail = draw("tail") < 0.02 ? 4 : 1;
  return Math.min(longestMs, medianMs * Math.exp(spread * normal) * tail);
}
