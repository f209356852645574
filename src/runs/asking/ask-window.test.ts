import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closedWords, untilOpen } from "./ask-window.ts";

const minutes = (window: string | null, zone: string, now: string): number =>
  untilOpen(window, zone, new Date(now)) / 60_000;

describe("the window for questions", () => {
  it.each([
    [null, "UTC", "2026-01-05T12:00:00Z", 0],
    ["20:00-06:00", "UTC", "2026-01-05T20:00:00Z", 0],
    ["20:00-06:00", "UTC", "2026-01-05T05:59:59Z", 0],
    ["20:00-06:00", "UTC", "2026-01-05T06:00:00Z", 14 * 60],
    ["20:00-06:00", "UTC", "2026-01-05T19:59:30Z", 0.5],
    ["09:00-17:30", "UTC", "2026-01-05T17:30:00Z", 15.5 * 60],
    ["09:00-17:30", "UTC", "2026-01-05T08:00:00Z", 60],
    ["00:00-00:00", "UTC", "2026-01-05T08:00:00Z", 0],
    ["20:00-06:00", "Asia/Seoul", "2026-01-05T10:00:00Z", 60],
    ["20:00-06:00", "Asia/Kathmandu", "2026-01-05T14:00:00Z", 15],
    // Hands go from 2 to 3 and from 3 to 2 on these nights.
    ["02:30-06:00", "Europe/Berlin", "2026-03-29T00:30:00Z", 30],
    ["22:00-23:00", "Europe/Berlin", "2026-03-28T22:00:00Z", 22 * 60],
    ["22:00-23:00", "Europe/Berlin", "2026-10-24T21:00:00Z", 24 * 60],
    ["02:30-02:45", "Europe/Berlin", "2026-10-25T00:45:00Z", 45],
  ] as const)("%s in %s opens at %s in %d minutes", (window, zone, now, expected) => {
    expect(minutes(window, zone, now)).toBe(expected);
  });

  it("is open when the wait is over, and closed a moment before", () => {
    const time = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((minute) => {
      const [h, m] = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0"));
      return `${h ?? ""}:${m ?? ""}`;
    });
    const zone = fc.constantFrom("UTC", "Asia/Seoul", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo");
    const now = fc.date({ min: new Date("2026-01-01"), max: new Date("2026-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(time, time, zone, now, (from, to, where, at) => {
        const window = `${from}-${to}`;
        const ms = untilOpen(window, where, at);
        expect(untilOpen(window, where, new Date(at.getTime() + ms))).toBe(0);
        const before = ms === 0 ? 0 : untilOpen(window, where, new Date(at.getTime() + ms - 1));
        expect(before).toBe(Math.min(1, ms));
      }),
      { numRuns: 60 },
    );
  });

  it("is told in the reader's language, with the time at which asking goes on", () => {
    const at = new Date("2026-01-05T11:00:00Z");
    expect(closedWords("20:00-06:00", "Asia/Seoul", "en", at)).toBe(
      "Outside the time for questions (20:00-06:00, Asia/Seoul): asking goes on at 2026-01-05 20:00.",
    );
    expect(closedWords("20:00-06:00", "Asia/Seoul", "ko", at)).toContain("2026-01-05 20:00에");
  });
});
