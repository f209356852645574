import { describe, expect, it } from "vitest";
import { manualClock } from "../../../lib/core/clock.ts";
import { ApiError } from "../api-error.ts";
import { testWorkspace } from "../test-workspace.ts";
import { type Throttle, throttle } from "./throttle.ts";

function refusal(limit: Throttle): ApiError | null {
  try {
    limit.admit();
    return null;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

describe("the throttle", () => {
  it("lets five questions of any minute pass, and counts no refused one", () => {
    const clock = manualClock();
    const limit = throttle(clock, 1, 5, 60_000);
    for (let asked = 0; asked < 5; asked += 1) {
      expect(refusal(limit)).toBeNull();
      clock.advance(1_000);
    }
    expect(refusal(limit)?.status).toBe(429);
    clock.advance(54_999);
    expect(refusal(limit)?.status).toBe(429);
    clock.advance(1);
    expect(refusal(limit)).toBeNull();
    expect(refusal(limit)?.status).toBe(429);
  });

  it("refuses with both codes, with and without Retry-After", () => {
    const clock = manualClock();
    const limit = throttle(clock, 1, 1, 60_000);
    limit.admit();
    clock.advance(500);
    const refusals = Array.from({ length: 20 }, () => refusal(limit));
    expect(new Set(refusals.map((each) => each?.errorCode))).toEqual(
      new Set(["RESOURCE_EXHAUSTED", "REQUEST_LIMIT_EXCEEDED"]),
    );
    expect(new Set(refusals.map((each) => each?.headers["retry-after"]))).toEqual(new Set(["60", undefined]));
  });

  it.each([
    ["is off at speed 0", { speed: 0 }, 8, 0],
    ["is five a minute at speed 1", { speed: 1 }, 8, 3],
    ["is what was asked for, whatever the speed", { speed: 0, questionsPerMinute: 2 }, 8, 6],
    ["can be turned off", { speed: 1, questionsPerMinute: null }, 8, 0],
  ])("%s", async (_, options, asked, refused) => {
    const workspace = await testWorkspace(options);
    const path = `/api/2.0/genie/spaces/${await workspace.space()}/start-conversation`;
    const statuses: number[] = [];
    for (let each = 0; each < asked; each += 1) {
      statuses.push((await workspace.call("POST", path, { content: "How many?" })).status);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(refused);
  });
});
