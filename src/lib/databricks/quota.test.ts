import { describe, expect, it } from "vitest";
import { manualClock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import { textInMemory } from "./quota-port.ts";
import { createQuota, type Quota } from "./quota.ts";
import { simulatedClock } from "./simulated-clock.fixture.ts";

/** Takes a turn of which the workspace hears at once. */
const ask = async (quota: Quota, signal?: AbortSignal): Promise<void> => {
  (await quota.take(signal)).reached();
};
/** A little more than a minute, for clocks that do not run alike. */
const gap = 60_120;

describe("the question quota", () => {
  it("does not slow down the first questions, and the sixth by a minute", async () => {
    const clock = simulatedClock();
    const quota = createQuota({ perMinute: 5, clock });
    for (let i = 0; i < 5; i += 1) await clock.run(ask(quota));
    expect(clock.monotonic()).toBe(0);
    await clock.run(ask(quota));
    expect(clock.monotonic()).toBe(gap);
  });

  it("serves those who wait together in their order", async () => {
    const clock = simulatedClock();
    const quota = createQuota({ perMinute: 2, clock });
    const order: number[] = [];
    await clock.run(Promise.all([1, 2, 3, 4, 5].map((n) => ask(quota).then(() => order.push(n)))));
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect(clock.monotonic()).toBe(2 * gap);
  });

  it.each([
    [2.5, 3, 72_144],
    [0.8, 1, 75_150],
    [20, 5, 15_030],
  ])("of %d a minute lets %d through at once and the next after %d ms", async (perMinute, atOnce, ms) => {
    const clock = simulatedClock();
    const quota = createQuota({ perMinute, clock });
    const times: number[] = [];
    const all = Array.from({ length: atOnce + 1 }, () => ask(quota).then(() => times.push(clock.monotonic())));
    await clock.run(Promise.all(all));
    expect(times).toEqual([...Array.from({ length: atOnce }, () => 0), ms]);
  });

  it("counts the minute from when the workspace had the question", async () => {
    const clock = simulatedClock();
    const quota = createQuota({ perMinute: 1, clock });
    const slow = async (): Promise<void> => {
      const turn = await quota.take();
      await clock.sleep(7_000);
      turn.reached();
      await ask(quota);
    };
    await clock.run(slow());
    expect(clock.monotonic()).toBe(7_000 + gap);
  });

  it("pauses as long as it was told to and goes on more slowly, then recovers", async () => {
    const clock = simulatedClock();
    const quota = createQuota({ perMinute: 5, clock });
    await clock.run(ask(quota));
    quota.throttled(30);
    expect(quota.rate()).toBe(4);
    await clock.run(ask(quota));
    expect(clock.monotonic()).toBe(30_000);
    expect(quota.rate()).toBe(4);
    await clock.run(clock.sleep(210_000));
    await clock.run(ask(quota));
    expect(quota.rate()).toBe(5);
  });

  it("is lowered once by questions that were refused together", () => {
    const quota = createQuota({ perMinute: 5, clock: manualClock() });
    for (let i = 0; i < 3; i += 1) quota.throttled(30);
    expect(quota.rate()).toBe(4);
  });

  it("pauses for one question's share of a minute when it was not told how long", async () => {
    const clock = simulatedClock();
    const quota = createQuota({ perMinute: 5, clock });
    quota.throttled();
    await clock.run(ask(quota));
    expect(clock.monotonic()).toBe(12_000);
  });

  it("never sinks below one question a minute", async () => {
    const clock = simulatedClock();
    const quota = createQuota({ perMinute: 3, clock });
    for (let i = 0; i < 9; i += 1) {
      quota.throttled(1);
      await clock.run(clock.sleep(1_500));
    }
    expect(quota.rate()).toBe(1);
  });

  it("lets the next one through when one gives up", async () => {
    const clock = simulatedClock();
    const quota = createQuota({ perMinute: 1, clock });
    const giveUp = new AbortController();
    await clock.run(ask(quota));
    const given = ask(quota, giveUp.signal).catch((error: unknown) => error);
    const next = ask(quota);
    giveUp.abort(new Error("given up"));
    await clock.run(next);
    expect(await given).toMatchObject({ message: "given up" });
    expect(clock.monotonic()).toBe(gap);
    await expect(quota.take(AbortSignal.abort(new Error("before")))).rejects.toThrow("before");
  });

  it("asks questions again that were counted already", async () => {
    const clock = simulatedClock();
    const quota = createQuota({ perMinute: 2, clock });
    const end = quota.expect(1);
    for (let i = 0; i < 5; i += 1) await clock.run(ask(quota));
    await clock.run(end());
    await clock.run(ask(quota));
    expect(clock.monotonic()).toBe(2 * gap);
  });

  it("does nothing when there is no limit", async () => {
    const clock = manualClock();
    const quota = createQuota({ perMinute: null, clock });
    quota.throttled(100);
    for (let i = 0; i < 100; i += 1) await ask(quota);
    expect(clock.monotonic()).toBe(0);
    expect(quota.rate()).toBeNull();
  });
});

describe("what several processes share", () => {
  const two = (perMinute: number) => {
    const clock = simulatedClock();
    const shared = textInMemory(clock);
    const [a, b] = [
      createQuota({ perMinute, clock, shared, name: "a" }),
      createQuota({ perMinute, clock, shared, name: "b" }),
    ];
    return { clock, a, b };
  };

  it("a refusal slows both down, and stops the other as soon as it looks", async () => {
    const { clock, a, b } = two(4);
    await clock.run(ask(a));
    a.throttled(50);
    await clock.run(ask(b));
    expect(clock.monotonic()).toBe(50_000);
    expect([a.rate(), b.rate()]).toEqual([3, 3]);
  });

  it("what one gives back the other has at once, as soon as it rested", async () => {
    const { clock, a, b } = two(2);
    const end = a.expect(2);
    await clock.run(Promise.all([ask(a), ask(a)]));
    await clock.run(clock.sleep(10_000));
    await clock.run(end());
    await clock.run(ask(b));
    expect(clock.monotonic()).toBe(gap);
  });

  it("after its last expected question one gives back what it held, however long the answer is in coming", async () => {
    const { clock, a, b } = two(2);
    a.expect(2);
    await clock.run(Promise.all([ask(a), ask(a)]));
    await clock.run(ask(b));
    expect(clock.monotonic()).toBe(gap);
  });

  it("one that needs fewer lanes for what is left hands the others over while it goes on", async () => {
    const { clock, a, b } = two(3);
    a.expect(4);
    await clock.run(Promise.all([ask(a), ask(a), ask(a)]));
    const last = ask(a);
    b.expect(6);
    const others = Promise.all([1, 2].map(() => ask(b)));
    await clock.run(Promise.all([last, others]));
    expect(clock.monotonic()).toBeLessThan(gap + 1_000);
  });

  it("what a killed process held comes back when its loan ended and it surely rested", async () => {
    const { clock, a, b } = two(2);
    await clock.run(Promise.all([ask(a), ask(a)]));
    await clock.run(ask(b));
    expect(clock.monotonic()).toBeGreaterThanOrEqual(80_000 + gap);
    expect(clock.monotonic()).toBeLessThan(80_000 + gap + 25_000);
  });

  it("the lower of two settings holds while both ask", async () => {
    const clock = simulatedClock();
    const shared = textInMemory(clock);
    const modest = createQuota({ perMinute: 1, clock, shared, name: "modest" });
    const eager = createQuota({ perMinute: 5, clock, shared, name: "eager" });
    const rates: (number | null)[] = [];
    const often = async (): Promise<void> => {
      for (let i = 0; i < 6; i += 1) await ask(modest);
    };
    const once = async (): Promise<void> => {
      await clock.sleep(1_000);
      await ask(eager);
      rates.push(eager.rate());
    };
    await clock.run(Promise.all([often(), once()]));
    expect(rates).toEqual([1]);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(6 * gap);
  });

  it("an error of the ledger reaches who waits, and nothing is asked", async () => {
    const clock = simulatedClock();
    const down = new EnhancerError({
      code: "UNREACHABLE",
      message: "no warehouse",
      remedy: "start it",
      retryable: true,
    });
    const shared = { ...textInMemory(clock), change: () => Promise.reject(down) };
    const quota = createQuota({ perMinute: 5, clock, shared, name: "a" });
    await expect(clock.run(quota.take())).rejects.toMatchObject({
      code: "UNREACHABLE",
      retryable: true,
      context: { quotaUnknown: true },
    });
  });

  it("a text that is no ledger stops the asking", async () => {
    const clock = simulatedClock();
    const shared = textInMemory(clock);
    await shared.change(() => "{}");
    const quota = createQuota({ perMinute: 5, clock, shared, name: "a" });
    await expect(clock.run(quota.take())).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });
});
