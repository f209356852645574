import { describe, expect, it } from "vitest";
import { deadline, manualClock, systemClock } from "./clock.ts";

describe("the manual clock", () => {
  it("starts at a fixed date and moves only when told", async () => {
    const clock = manualClock();
    expect(clock.now().toISOString()).toBe("2026-01-05T09:00:00.000Z");
    await clock.sleep(1_500);
    clock.advance(500);
    expect(clock.now().toISOString()).toBe("2026-01-05T09:00:02.000Z");
    expect(clock.monotonic()).toBe(2_000);
  });

  it("does not sleep once it was aborted", async () => {
    const clock = manualClock();
    await expect(clock.sleep(10, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
    expect(clock.monotonic()).toBe(0);
  });
});

describe("the machine's clock", () => {
  it("ends a sleep with the signal's reason, before it and in it", async () => {
    const reason = new Error("enough");
    await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const sleeping = systemClock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  });

  it("wakes up, and forgets the signal then", async () => {
    const controller = new AbortController();
    const before = systemClock.monotonic();
    await systemClock.sleep(1, controller.signal);
    expect(systemClock.monotonic()).toBeGreaterThan(before);
    controller.abort();
  });
});

it("a deadline follows the outer signal", () => {
  const outer = new AbortController();
  const signal = deadline(60_000, outer.signal);
  expect(signal.aborted).toBe(false);
  outer.abort(new Error("stop"));
  expect(signal.aborted).toBe(true);
  expect((signal.reason as Error).message).toBe("stop");
});
