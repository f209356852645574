import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { manualClock } from "../lib/core/clock.ts";
import { displayWidth } from "../lib/report/display-width.ts";
import type { Asking, RunEvent } from "../runs/run-event.ts";
import { liveLine } from "./live-line.ts";
import { createProgress } from "./progress.ts";

const half: Asking = {
  total: 54,
  asked: 30,
  executed: 29,
  compared: 27,
  correct: 16,
  perMinute: 3.2,
  secondsLeft: 480,
};

describe("the live line", () => {
  it.each([
    ["en", 80, "30 asked · 29 executed · 27/54 compared · 59.3% right · 3.2/min · 8 min left"],
    ["ko", 80, "질문 30 · 실행 29 · 비교 27/54 · 정답 59.3% · 분당 3.2개 · 8분 남음"],
    ["ko", 40, "27/54 · 정답 59.3% · 8분 남음"],
    ["en", 8, "27/54"],
  ] as const)("in %s and %i columns tells what fits", (locale, columns, line) => {
    expect(liveLine(half, locale, columns).trim()).toBe(line);
  });

  it("never wraps, whatever it counts", () => {
    const count = fc.nat(100_000);
    fc.assert(
      fc.property(
        fc.record({
          total: count,
          asked: count,
          executed: count,
          compared: count,
          correct: count,
          perMinute: fc.option(fc.nat(1000)),
          secondsLeft: fc.option(count),
        }),
        fc.nat(200),
        fc.constantFrom("en" as const, "ko" as const),
        (asking, columns, locale) => {
          expect(displayWidth(liveLine(asking, locale, columns), locale === "ko")).toBeLessThanOrEqual(
            Math.max(0, columns - 1),
          );
        },
      ),
    );
  });
});

describe("progress", () => {
  const events = (count: number): RunEvent[] =>
    Array.from({ length: count }, (_, index) => ({ kind: "asking", ...half, compared: index }));

  it("is a plain line every 30 s where there is no terminal, without a control character", () => {
    const clock = manualClock();
    let text = "";
    const console = { out: () => {}, err: (more: string) => void (text += more), isTerminal: false };
    const report = createProgress(console, "ko", clock);
    for (const event of events(10)) {
      clock.advance(10_000);
      report(event);
    }
    expect(text.trimEnd().split("\n")).toHaveLength(3);
    expect(text).not.toContain("\u001b");
    expect(text).not.toContain("\r");
    expect(text).toContain("비교 2/54");
  });

  it("draws one line again and again in a terminal, as wide as that is at the moment", () => {
    let columns = 100;
    const drawn: string[] = [];
    const console = {
      out: () => {},
      err: (more: string) => void drawn.push(more),
      isTerminal: true,
      columns: () => columns,
    };
    const report = createProgress(console, "en", manualClock());
    for (const event of events(3)) {
      report(event);
      columns = 30;
    }
    expect(drawn.join("")).not.toContain("\n");
    expect(drawn).toHaveLength(3);
    for (const line of drawn.slice(1)) expect(displayWidth(line.replace("\r\u001b[2K", ""))).toBeLessThan(30);
  });
});
