import { describe, expect, it } from "vitest";
import { scoreTrend } from "./score-trend.ts";
import { tagsOf, unclosed } from "./testing/tags.ts";
import type { TrendPoint } from "./trend-section.ts";

const labels = {
  title: "Score by loop",
  score: "Score",
  interval: "95% interval",
  target: "Target",
  empty: "not measured",
};

function loops(count: number, word = "Loop"): TrendPoint[] {
  return Array.from({ length: count }, (_, index) => {
    const score = ((index * 7) % 11) / 10 > 1 ? 1 : ((index * 7) % 11) / 10;
    return {
      label: `${word} ${String(index + 1)}`,
      score,
      low: Math.max(0, score - 0.1),
      high: Math.min(1, score + 0.1),
    };
  });
}

type Box = { readonly left: number; readonly right: number; readonly y: number; readonly words: string };

/** Boxes of all texts, with wide characters counted as 12 and others as 7 units, which is more than they take. */
function boxesOf(svg: string): Box[] {
  return [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"[^>]*>([^<]*)<\/text>/gu)].map(
    ([, x, y, anchor, words = ""]) => {
      const width = [...words].reduce((sum, character) => sum + (/[가-힣]/u.test(character) ? 12 : 6.8), 0);
      const left = Number(x) - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
      return { left, right: left + width, y: Number(y), words };
    },
  );
}

function overlapping(boxes: readonly Box[]): string[] {
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => Math.abs(one.y - other.y) < 11 && one.left < other.right && other.left < one.right)
      .map((other) => `${one.words} / ${other.words}`),
  );
}

describe.each([0, 1, 2, 10, 11, 50])("the trend of %d points", (count) => {
  it.each(["Loop", "반복"])("is well formed, inside its frame, and no label lies over another (%s)", (word) => {
    const svg = scoreTrend(loops(count, word), 0.9, labels);
    expect(unclosed(svg)).toEqual([]);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
    const boxes = boxesOf(svg);
    expect(overlapping(boxes)).toEqual([]);
    expect(boxes.filter(({ left, right, y }) => left < 0 || right > 640 || y < 0 || y > 260)).toEqual([]);
  });

  it("draws a dot a point", () => {
    const svg = scoreTrend(loops(count), 0.9, labels);
    expect(tagsOf(svg).filter((tag) => tag.startsWith("<circle")).length).toBe(count + 1);
    expect(svg.includes("<polyline")).toBe(count > 1);
    expect(svg.includes("not measured")).toBe(count === 0);
  });
});

it("draws higher scores higher", () => {
  const svg = scoreTrend(
    [
      { label: "a", score: 0.2, low: null, high: null },
      { label: "b", score: 0.8, low: null, high: null },
    ],
    0.9,
    labels,
  );
  const [first, second] = [...svg.matchAll(/<circle cx="[\d.]+" cy="([\d.]+)" r="4" fill="#0969da"\/>/gu)]
    .slice(1)
    .map(([, y]) => Number(y));
  expect(first).toBeGreaterThan(second ?? Infinity);
});

it("labels the newest point when there are too many for all", () => {
  expect(scoreTrend(loops(50), 0.9, labels)).toContain(">Loop 50<");
});
