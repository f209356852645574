import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { manualClock } from "../core/clock.ts";
import { createQuota } from "./quota.ts";

describe("the question quota", () => {
  it("never lets more than its number through in any minute, however they come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 40 }),
        async (perMinute, pauses) => {
          const clock = manualClock();
          const quota = createQuota({ perMinute, clock });
          const times: number[] = [];
          for (const pause of pauses) {
            clock.advance(pause);
            await quota.take();
            times.push(clock.monotonic());
          }
          const spans = times.slice(perMinute).map((time, place) => time - (times[place] ?? 0));
          expect(Math.min(60_000, ...spans)).toBe(60_000);
        },
      ),
    );
  });

  it("does not slow down the first questions", async () => {
    const clock = manualClock();
    const quota = createQuota({ perMinute: 5, clock });
    for (let i = 0; i < 5; i += 1) await quota.take();
    expect(clock.monotonic()).toBe(0);
    await quota.take();
    expect(clock.monotonic()).toBe(60_000);
  });

  it("serves those who wait together in their order", async () => {
    const clock = manualClock();
    const quota = createQuota({ perMinute: 2, clock });
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4, 5].map((n) => quota.take().then(() => order.push(n))));
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect(clock.monotonic()).toBe(120_000);
  });

  it("pauses as long as it was told to and goes on more slowly, then recovers", async () => {
    const clock = manualClock();
    const quota = createQuota({ perMinute: 5, clock });
    await quota.take();
    quota.throttled(30);
    await quota.take();
    expect(clock.monotonic()).toBe(30_000);
    expect(quota.rate()).toBe(4);
    clock.advance(180_000);
    await quota.take();
    expect(quota.rate()).toBe(5);
  });

  it("pauses for one question's share of a minute when it was not told how long", async () => {
    const clock = manualClock();
    const quota = createQuota({ perMinute: 5, clock });
    quota.throttled();
    await quota.take();
    expect(clock.monotonic()).toBe(12_000);
  });

  it("never sinks below one question a minute", () => {
    const quota = createQuota({ perMinute: 3, clock: manualClock() });
    for (let i = 0; i < 9; i += 1) quota.throttled(1);
    expect(quota.rate()).toBe(1);
  });

  it("lets the next one through when one gives up", async () => {
    const quota = createQuota({ perMinute: 1, clock: manualClock() });
    const given = quota.take(AbortSignal.abort(new Error("given up")));
    const next = quota.take();
    await expect(given).rejects.toThrow("given up");
    await expect(next).resolves.toBeUndefined();
  });

  it("does nothing when there is no limit", async () => {
    const clock = manualClock();
    const quota = createQuota({ perMinute: null, clock });
    quota.throttled(100);
    for (let i = 0; i < 100; i += 1) await quota.take();
    expect(clock.monotonic()).toBe(0);
    expect(quota.rate()).toBeNull();
  });
});
