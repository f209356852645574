import { describe, expect, it } from "vitest";
import { virtualClock } from "../../lib/core/virtual-clock.fixture.ts";
import { EnhancerError } from "../../lib/core/errors.ts";
import type { OpenRun } from "../open-run.ts";
import { warmUp } from "./warm-up.ts";

type State = "RUNNING" | "STOPPED" | "STOPPING" | "STARTING" | "DELETED" | "HIDDEN";

/** Warehouses that stop within 10 s and start within 90 s; `stuck` never come up. */
function setUp(states: Readonly<Record<string, State>>, options: { stuck?: boolean; signal?: AbortSignal } = {}) {
  const clock = virtualClock();
  const now: Record<string, { state: State; until: number }> = Object.fromEntries(
    Object.entries(states).map(([id, state]) => [id, { state, until: state === "STARTING" ? 90_000 : 10_000 }]),
  );
  const started: string[] = [];
  const problems: string[] = [];
  const get = (id: string): Promise<{ id: string; name: string; state: string }> => {
    const one = now[id];
    if (one === undefined || one.state === "HIDDEN") {
      return Promise.reject(
        new EnhancerError({ code: "PERMISSION_DENIED", message: `no right to ${id}`, remedy: "ask" }),
      );
    }
    if (clock.monotonic() >= one.until) {
      if (one.state === "STOPPING") one.state = "STOPPED";
      else if (one.state === "STARTING" && options.stuck !== true) one.state = "RUNNING";
    }
    return Promise.resolve({ id, name: "", state: one.state });
  };
  const start = (id: string): Promise<void> => {
    started.push(id);
    const one = now[id];
    if (one?.state === "STOPPED") now[id] = { state: "STARTING", until: clock.monotonic() + 90_000 };
    return Promise.resolve();
  };
  const describeSpace = (id: string): Promise<{ warehouseId: string | null }> =>
    Promise.resolve({ warehouseId: id === "nameless" ? null : `of ${id}` });
  const run = {
    clock,
    settings: { warehouse_id: "ours", poll_interval: 1 },
    signal: options.signal ?? new AbortController().signal,
    workspace: { warehouses: { get, start }, spaces: { describe: describeSpace } },
    report: (event: { message: string }) => problems.push(event.message),
    // Only these members are looked at.
  } as unknown as OpenRun;
  return { clock, started, problems, warm: (...spaces: string[]) => clock.during(warmUp(run, spaces)) };
}

describe("before the first question", () => {
  it("both warehouses run, each started once and waited for", async () => {
    const { clock, started, warm } = setUp({ ours: "STOPPED", "of a": "STOPPING" });
    await warm("a", "a");
    expect(started.filter((id) => id === "ours")).toHaveLength(1);
    expect(started).toContain("of a");
    expect(clock.monotonic()).toBeGreaterThanOrEqual(100_000);
    expect(clock.monotonic()).toBeLessThan(115_000);
  });

  it("one that runs or starts is left as it is", async () => {
    const { clock, started, warm } = setUp({ ours: "RUNNING", "of a": "STARTING" });
    await warm("a", "nameless");
    expect(started).toEqual([]);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(90_000);
  });

  it("a space's warehouse that we may not see is left to Genie, and said", async () => {
    const { problems, warm } = setUp({ ours: "RUNNING", "of a": "HIDDEN" });
    await warm("a");
    expect(problems.join()).toContain("of a");
  });

  it.each([
    ["ours is deleted", { ours: "DELETED" }, "NOT_FOUND"],
    ["ours is hidden", { ours: "HIDDEN" }, "PERMISSION_DENIED"],
  ] as const)("ends when %s", async (_what, states, code) => {
    await expect(setUp(states).warm()).rejects.toMatchObject({ code });
  });

  it("a warehouse that never comes up is given up, and so is the waiting when nobody wants it", async () => {
    const stuck = setUp({ ours: "STOPPED" }, { stuck: true });
    await expect(stuck.warm()).rejects.toMatchObject({ code: "TIMEOUT" });
    expect(stuck.clock.monotonic()).toBeLessThan(16 * 60_000);
    const stop = new AbortController();
    const stopped = setUp({ ours: "STARTING" }, { signal: stop.signal });
    stop.abort(new Error("stopped"));
    await expect(stopped.warm()).rejects.toThrow("stopped");
  });
});
