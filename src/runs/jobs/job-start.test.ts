import { describe, expect, it } from "vitest";
import { EnhancerError, type ErrorCode } from "../../lib/core/errors.ts";
import type { JobRun, Jobs, RunNow } from "../../lib/databricks/jobs.ts";
import { startJobRun } from "./job-start.ts";
import type { RunContext } from "../run-context.ts";

const order = { jobId: "7", runId: "r1", loop: 2, token: "r1-2", parameters: { space_id: "s", run_id: "", loop: "1" } };

function context(runNow: () => string, getRun: () => Partial<JobRun>): { asked: RunNow[]; context: RunContext } {
  const asked: RunNow[] = [];
  const jobs: Pick<Jobs, "runNow" | "getRun"> = {
    runNow: async (wish) => {
      asked.push(wish);
      return { runId: runNow() };
    },
    getRun: async () => ({ lifeCycleState: "QUEUED", stateMessage: "", pageUrl: "https://w/1", ...getRun() }) as JobRun,
  };
  // Only the jobs and the signal are used.
  return { asked, context: { workspace: { jobs }, signal: new AbortController().signal } as unknown as RunContext };
}

function thrown(code: ErrorCode): never {
  throw new EnhancerError({ code, message: "It was refused.", remedy: "Do this." });
}

describe("starting a job run", () => {
  it("passes the parameters on with run and loop replaced", async () => {
    const stand = context(
      () => "9",
      () => ({}),
    );
    expect(await startJobRun(stand.context, order)).toEqual({ kind: "started", jobRunId: "9", pageUrl: "https://w/1" });
    expect(stand.asked).toEqual([
      { jobId: "7", jobParameters: { space_id: "s", run_id: "r1", loop: "2" }, idempotencyToken: "r1-2" },
    ]);
  });

  it("tells of a run that was skipped", async () => {
    const { context: skipped } = context(
      () => "9",
      () => ({ lifeCycleState: "SKIPPED", stateMessage: "The queue is full." }),
    );
    expect(await startJobRun(skipped, order)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("full"),
    });
  });

  it.each(["PERMISSION_DENIED", "NOT_FOUND", "BAD_REQUEST", "THROTTLED"] as const)("is refused by %s", async (code) => {
    const { context: refusing } = context(
      () => thrown(code),
      () => ({}),
    );
    expect(await startJobRun(refusing, order)).toEqual({ kind: "refused", reason: "It was refused. Do this." });
  });

  it.each(["UNREACHABLE", "SERVER_ERROR", "INTERRUPTED"] as const)("leaves %s to be tried again", async (code) => {
    await expect(
      startJobRun(
        context(
          () => thrown(code),
          () => ({}),
        ).context,
        order,
      ),
    ).rejects.toMatchObject({ code });
  });

  it("has started a run that it may not look at", async () => {
    const { context: blind } = context(
      () => "9",
      () => thrown("PERMISSION_DENIED"),
    );
    expect(await startJobRun(blind, order)).toEqual({ kind: "started", jobRunId: "9", pageUrl: null });
  });
});
