import { describe, expect, it } from "vitest";
import { manualClock } from "../../lib/core/clock.ts";
import type { OpenRun } from "../open-run.ts";
import type { RunEvent } from "../run-event.ts";
import { windowWait } from "./window-wait.ts";

function waiting(
  settings: { readonly ask_window: string | null; readonly locale?: string },
  deadlineMs: number | null,
) {
  const clock = manualClock("2026-01-05T09:00:00.000Z");
  const told: RunEvent[] = [];
  let renewed = 0;
  // What the wait uses of a run.
  const run = {
    settings: { session_time_zone: "UTC", locale: "en", ...settings },
    clock,
    signal: new AbortController().signal,
    deadline: deadlineMs,
    lease: {},
    report: (event: RunEvent) => told.push(event),
    state: { leases: { renew: () => Promise.resolve((renewed += 1)) } },
  } as unknown as OpenRun;
  return { clock, told, renewed: () => renewed, window: windowWait(run) };
}

describe("a run outside its window", () => {
  it("waits until it opens, tells so once, and keeps its claim meanwhile", async () => {
    const { clock, told, renewed, window } = waiting({ ask_window: "20:00-06:00" }, null);
    for (let ms = window.closedMs(); ms > 0; ms = window.closedMs()) await window.wait(ms);
    expect(clock.now().toISOString()).toBe("2026-01-05T20:00:00.000Z");
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind: "problem" });
    expect(renewed()).toBeGreaterThanOrEqual(5);
  });

  it("looks around every ten minutes, and never sleeps past the end of its stage", async () => {
    const { clock, window } = waiting({ ask_window: "20:00-06:00" }, 15 * 60_000);
    await window.wait(window.closedMs());
    expect(clock.monotonic()).toBe(10 * 60_000);
    await window.wait(window.closedMs());
    expect(clock.monotonic()).toBe(15 * 60_000);
  });

  it("has nothing to wait for without a window", () => {
    expect(waiting({ ask_window: null }, null).window.closedMs()).toBe(0);
  });
});
