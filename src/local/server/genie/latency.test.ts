import { describe, expect, it } from "vitest";
import { drawLatency } from "./latency.ts";

describe("the latency of an answer", () => {
  it("has a median near 15 s and a long tail, and depends on the asking alone", () => {
    const draws = Array.from({ length: 2000 }, (_, asked) => drawLatency(1, "space", "question", asked)).toSorted(
      (a, b) => a - b,
    );
    const at = (share: number): number => draws[Math.floor(share * draws.length)] ?? 0;
    expect(at(0.5)).toBeGreaterThan(14_000);
    expect(at(0.5)).toBeLessThan(16_000);
    expect(at(0.01)).toBeGreaterThan(3_000);
    expect(at(0.995)).toBeGreaterThan(45_000);
    expect(drawLatency(1, "space", "question", 3)).toBe(drawLatency(1, "space", "question", 3));
    expect(drawLatency(2, "space", "question", 3)).not.toBe(drawLatency(1, "space", "question", 3));
  });
});
