import { describe, expect, it } from "vitest";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { AttemptVerdict } from "../../lib/state/words.ts";
import { attemptRow } from "../testing/rows.ts";
import { firstScore, hasDropped, scoreChange } from "./watch-score.ts";

const verdicts: Readonly<Record<string, AttemptVerdict>> = { r: "CORRECT", w: "INCORRECT", i: "INFRA" };

/** A letter a question: r right, w wrong, i spoilt. */
function asks(letters: string): AttemptRow[] {
  return [...letters].map((letter, index) =>
    attemptRow({ benchmark_id: `q${String(index)}`, verdict: verdicts[letter] ?? "CORRECT" }),
  );
}

describe("a drop of the score", () => {
  it.each([
    ["five lost and none won", "rrrrrrrr", "wwwwwrrr", 0, true],
    ["four lost, which chance does too often", "rrrrrrrr", "wwwwrrrr", 0, false],
    ["as many won as lost", "rrrrrwwwww", "wwwwwrrrrr", 0, false],
    ["losses that were spoilt on one side", "rrrrrrrr", "iiiiirrr", 0, false],
    ["less than what is worth a warning", "rrrrrrrrrr", "wwwwwrrrrr", 0.6, false],
  ])("with %s", (_, before, now, least, expected) => {
    const n = before.length;
    const drop = firstScore(asks(before), n) - firstScore(asks(now), n);
    expect(hasDropped(scoreChange(asks(before), asks(now)), drop, least)).toBe(expected);
  });
});
