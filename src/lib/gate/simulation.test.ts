import { expect, it } from "vitest";
import { acceptance, drawChange, type Truth, typicalExam } from "./simulation.ts";

const rates = (truth: Truth): ReturnType<typeof acceptance> =>
  acceptance(`gate ${JSON.stringify(truth)}`, 2_000, (random) => drawChange(random, typicalExam(random, 24), truth));

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
