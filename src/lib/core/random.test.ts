import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawOf, integerBelow, seededIds, seededRandom, shuffled, systemIds } from "./random.ts";

it("gives the same numbers for the same seed, and others for another", () => {
  const first = (seed: string | number): number[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 5 }, () => random.next());
  };
  expect(first(7)).toEqual(first(7));
  expect(first(7)).toEqual(first("7"));
  expect(first(7)).not.toEqual(first(8));
});

it("spreads evenly over [0, 1)", () => {
  const random = seededRandom("spread");
  const many = Array.from({ length: 20_000 }, () => random.next());
  expect(Math.min(...many)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...many)).toBeLessThan(1);
  const mean = many.reduce((sum, value) => sum + value, 0) / many.length;
  expect(mean).toBeCloseTo(0.5, 1);
  const tenths = Object.values(Object.groupBy(many, (value) => String(Math.floor(value * 10)))).map(
    (list) => list?.length ?? 0,
  );
  expect(tenths).toHaveLength(10);
  expect(Math.min(...tenths)).toBeGreaterThan(1_700);
  expect(Math.max(...tenths)).toBeLessThan(2_300);
});

it("draws whole numbers below a bound, all of them", () => {
  const random = seededRandom("below");
  const drawn = new Set(Array.from({ length: 200 }, () => integerBelow(random, 6)));
  expect([...drawn].toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5]);
});

describe("drawOf", () => {
  it("depends on its parts alone", () => {
    expect(drawOf("seed", "q1", 1)).toBe(drawOf("seed", "q1", 1));
    expect(drawOf("seed", "q1", 1)).not.toBe(drawOf("seed", "q1", 2));
    expect(drawOf("a", "bc")).not.toBe(drawOf("ab", "c"));
  });

  it("lies in [0, 1)", () => {
    fc.assert(
      fc.property(fc.string(), (part) => {
        const draw = drawOf(part);
        expect(draw).toBeGreaterThanOrEqual(0);
        expect(draw).toBeLessThan(1);
      }),
    );
  });
});

describe("shuffled", () => {
  it("keeps every item and leaves the list it was given alone", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        expect(shuffled(seededRandom(seed), items).toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
        expect(items).toEqual(before);
      }),
    );
  });

  it("gives each order its share", () => {
    const random = seededRandom("orders");
    const orders = Object.groupBy(
      Array.from({ length: 6_000 }, () => shuffled(random, ["a", "b", "c"]).join("")),
      (order) => order,
    );
    const counts = Object.values(orders).map((list) => list?.length ?? 0);
    expect(counts).toHaveLength(6);
    expect(Math.min(...counts)).toBeGreaterThan(850);
  });
});

it("makes ids of 32 hex digits, seeded ones the same again", () => {
  const ids = seededIds("x");
  const again = seededIds("x");
  const made = [ids.hex32(), ids.hex32(), systemIds.hex32(), systemIds.hex32()];
  expect(new Set(made).size).toBe(4);
  for (const id of made) expect(id).toMatch(/^[0-9a-f]{32}$/u);
  expect(again.hex32()).toBe(made[0]);
});
