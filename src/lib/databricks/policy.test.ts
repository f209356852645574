import { describe, expect, it } from "vitest";
import { type Clock, manualClock } from "../core/clock.ts";
import { EnhancerError, type ErrorCode } from "../core/errors.ts";
import { seededRandom } from "../core/random.ts";
import { createContact } from "./contact.ts";
import type { HttpRequest } from "./http.ts";
import { policedHttp } from "./policed-http.ts";
import { callWaits, createPolicy, type Policy } from "./policy.ts";

function setUp(pace = 1): { clock: Clock & { advance(ms: number): void }; policy: Policy; slept: number[] } {
  const manual = manualClock();
  const slept: number[] = [];
  const clock = {
    ...manual,
    sleep: (ms: number, signal?: AbortSignal) => {
      slept.push(ms);
      return manual.sleep(ms, signal);
    },
  };
  return { clock, policy: createPolicy({ clock, random: seededRandom(1), pace }), slept };
}

function error(
  code: ErrorCode,
  more: { retryable?: boolean; retryAfterSeconds?: number; reached?: string } = {},
): EnhancerError {
  const { reached, ...rest } = more;
  return new EnhancerError({ code, message: "no", remedy: "wait", retryable: true, context: { reached }, ...rest });
}

/** A call that fails as listed, one error a try, then succeeds. */
function failing(...errors: EnhancerError[]): { call: () => Promise<string>; tries: () => number } {
  let tries = 0;
  return {
    tries: () => tries,
    call: () => {
      const next = errors[tries];
      tries += 1;
      return next === undefined ? Promise.resolve("done") : Promise.reject(next);
    },
  };
}

describe("repeating", () => {
  it("waits longer each time, give or take a quarter", async () => {
    const { policy, slept } = setUp();
    const { call } = failing(error("SERVER_ERROR"), error("TIMEOUT"), error("UNREACHABLE"));
    expect(await policy.retry(call, { waits: callWaits })).toBe("done");
    expect(slept).toHaveLength(3);
    for (const [place, wait] of callWaits.entries()) {
      expect(slept[place]).toBeGreaterThanOrEqual(wait * 0.75);
      expect(slept[place]).toBeLessThanOrEqual(wait * 1.25);
    }
    expect(policy.counters().retries).toBe(3);
  });

  it("gives up with the last error when the waits are used up", async () => {
    const { policy } = setUp();
    const { call, tries } = failing(error("TIMEOUT"), error("TIMEOUT"), error("SERVER_ERROR"), error("TIMEOUT"));
    await expect(policy.retry(call, { waits: [1, 1] })).rejects.toMatchObject({ code: "SERVER_ERROR" });
    expect(tries()).toBe(3);
  });

  it("waits at least as long as it was asked to, whatever the pace", async () => {
    const { policy, slept } = setUp(0.001);
    const { call } = failing(error("THROTTLED", { retryAfterSeconds: 20 }));
    await policy.retry(call, { waits: [1_000] });
    expect(slept[0]).toBeGreaterThanOrEqual(20_000);
  });

  it("does not wait an hour because it was asked to", async () => {
    const { policy, slept } = setUp();
    const { call } = failing(error("THROTTLED", { retryAfterSeconds: 3600 }));
    await expect(policy.retry(call, { waits: callWaits })).rejects.toMatchObject({ code: "THROTTLED" });
    expect(slept).toEqual([]);
  });

  it("does not repeat what cannot get better", async () => {
    const { policy } = setUp();
    const { call, tries } = failing(error("PERMISSION_DENIED", { retryable: false }));
    await expect(policy.retry(call, { waits: callWaits })).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
    expect(tries()).toBe(1);
  });

  it("ends when told to, also while waiting", async () => {
    const controller = new AbortController();
    const { policy } = setUp();
    const call = (): Promise<string> => {
      controller.abort();
      return Promise.reject(error("SERVER_ERROR"));
    };
    await expect(policy.retry(call, { waits: callWaits, signal: controller.signal })).rejects.toBeInstanceOf(
      EnhancerError,
    );
    expect(policy.counters().retries).toBe(0);
  });
});

describe("the circuit breaker", () => {
  async function breakIt(policy: Policy, code: ErrorCode = "SERVER_ERROR", times = 5): Promise<void> {
    for (let i = 0; i < times; i += 1) await policy.guard("genie", () => Promise.reject(error(code))).catch(() => {});
  }

  it("opens after five failures in a row and lets nothing through for a minute", async () => {
    const { policy, clock } = setUp();
    await breakIt(policy);
    clock.advance(59_000);
    let called = false;
    const refused = policy.guard("genie", () => {
      called = true;
      return Promise.resolve(1);
    });
    await expect(refused).rejects.toMatchObject({ code: "UNREACHABLE", retryable: true, retryAfterSeconds: 1 });
    expect(called).toBe(false);
    expect(policy.counters().breakerOpenings).toBe(1);
  });

  it("is closed again by a success after the minute", async () => {
    const { policy, clock } = setUp();
    await breakIt(policy);
    clock.advance(60_000);
    expect(await policy.guard("genie", () => Promise.resolve("up"))).toBe("up");
    await breakIt(policy, "SERVER_ERROR", 4);
    expect(await policy.guard("genie", () => Promise.resolve("up"))).toBe("up");
  });

  it("opens again when the call after the minute fails too", async () => {
    const { policy, clock } = setUp();
    await breakIt(policy);
    clock.advance(60_000);
    await breakIt(policy, "TIMEOUT", 1);
    await expect(policy.guard("genie", () => Promise.resolve("up"))).rejects.toMatchObject({ retryAfterSeconds: 60 });
    expect(policy.counters().breakerOpenings).toBe(2);
  });

  it.each(["THROTTLED", "NOT_FOUND", "BAD_REQUEST"] as const)("takes %s for a sign of life", async (code) => {
    const { policy } = setUp();
    await breakIt(policy, code, 20);
    expect(await policy.guard("genie", () => Promise.resolve("up"))).toBe("up");
    expect(policy.counters().throttled).toBe(code === "THROTTLED" ? 20 : 0);
  });

  it("of one family does not stop another", async () => {
    const { policy } = setUp();
    await breakIt(policy);
    expect(await policy.guard("statements", () => Promise.resolve("up"))).toBe("up");
  });
});

describe("a policed call", () => {
  const post: HttpRequest = { method: "POST", path: "/x", route: "spaces.create" };
  it.each([
    ["a read after a lost answer", { ...post, method: "GET" }, error("UNREACHABLE", { reached: "maybe" }), 2],
    ["a write that may have landed", post, error("UNREACHABLE", { reached: "maybe" }), 1],
    ["a write that failed on the other side", post, error("SERVER_ERROR", { reached: "yes" }), 1],
    ["a write nobody saw", post, error("UNREACHABLE", { reached: "no" }), 2],
    ["a write that was throttled", post, error("THROTTLED", { reached: "yes" }), 2],
    ["a write that bears repeating", { ...post, idempotent: true }, error("TIMEOUT", { reached: "maybe" }), 2],
    ["what the caller repeats itself", { ...post, idempotent: "never" }, error("THROTTLED"), 1],
  ] as const)("%s: tries", async (_what, request, thrown, tries) => {
    const { policy } = setUp();
    const attempts = failing(thrown);
    await policedHttp(attempts.call, policy, createContact())(request).catch(() => {});
    expect(attempts.tries()).toBe(tries);
  });

  it("is told within five seconds that nobody ever answered at the address", async () => {
    const { policy, slept } = setUp();
    const refused = error("UNREACHABLE", { reached: "no" });
    const attempts = failing(...Array.from({ length: 9 }, () => refused));
    const call = policedHttp(attempts.call, policy, createContact());
    const read = (): Promise<unknown> => call({ method: "GET", path: "/", route: "spaces.create" });
    await expect(read()).rejects.toBe(refused);
    expect(attempts.tries()).toBe(3);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(5_000);
    await expect(read()).rejects.toBe(refused);
    expect(attempts.tries()).toBe(4);
  });

  it("is repeated as ever when a workspace that answered is away", async () => {
    const { policy } = setUp();
    const refused = error("UNREACHABLE", { reached: "no" });
    const answered = error("NOT_FOUND", { retryable: false, reached: "yes" });
    const attempts = failing(answered, refused, refused, refused, refused);
    const call = policedHttp(attempts.call, policy, createContact());
    const read = (): Promise<unknown> => call({ method: "GET", path: "/", route: "spaces.create" });
    await expect(read()).rejects.toBe(answered);
    await expect(read()).rejects.toBe(refused);
    expect(attempts.tries()).toBe(1 + 4);
  });
});
