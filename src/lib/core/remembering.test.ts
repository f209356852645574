import { describe, expect, it } from "vitest";
import { remembering } from "./remembering.ts";

function counted(size: number): { ask: (text: string) => number; calls: string[] } {
  const calls: string[] = [];
  const ask = remembering(size, (text) => {
    calls.push(text);
    if (text === "bad") throw new Error("bad");
    return text.length;
  });
  return { ask, calls };
}

describe("remembered work", () => {
  it("is done once for the same text", () => {
    const { ask, calls } = counted(10);
    expect([ask("a"), ask("bb"), ask("a")]).toEqual([1, 2, 1]);
    expect(calls).toEqual(["a", "bb"]);
  });

  it("forgets what was asked for longest ago", () => {
    const { ask, calls } = counted(2);
    for (const text of ["a", "b", "a", "c", "a", "b"]) ask(text);
    expect(calls).toEqual(["a", "b", "c", "b"]);
  });

  it("keeps neither failures nor very long texts", () => {
    const { ask, calls } = counted(10);
    for (const text of ["bad", "bad"]) expect(() => ask(text)).toThrow("bad");
    const long = "x".repeat(20_001);
    for (const text of [long, long]) expect(ask(text)).toBe(20_001);
    expect(calls).toHaveLength(4);
  });
});
