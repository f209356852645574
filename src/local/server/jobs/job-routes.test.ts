import { describe, expect, it } from "vitest";
import { testWorkspace, type TestWorkspace } from "../test-workspace.ts";
import type { AssembleOptions } from "../assemble.ts";
import type { RunReport } from "./run-now.ts";

const jobs = "/api/2.2/jobs";

/** The digits of a member, since JSON.parse would round them. */
async function digits(
  workspace: TestWorkspace,
  method: string,
  path: string,
  member: string,
  body?: string,
): Promise<string> {
  const headers = { authorization: `Bearer ${workspace.tokens.token}` };
  const reply = await workspace.app.request(path, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await reply.text();
  return new RegExp(`"${member}":(\\d+)`, "u").exec(text)?.[1] ?? text;
}

async function made(
  options: Partial<AssembleOptions>,
  settings: unknown,
): Promise<{ workspace: TestWorkspace; job: string }> {
  const workspace = await testWorkspace(options);
  return { workspace, job: await digits(workspace, "POST", `${jobs}/create`, "job_id", JSON.stringify(settings)) };
}

const runNow = async (workspace: TestWorkspace, job: string, more = ""): Promise<string> =>
  await digits(workspace, "POST", `${jobs}/run-now`, "run_id", `{"job_id":${job}${more}}`);

const stateOf = async (workspace: TestWorkspace, run: string): Promise<unknown> =>
  (await workspace.call("GET", `${jobs}/runs/get?run_id=${run}`)).body.state.life_cycle_state;

describe("jobs", () => {
  it("have 64-bit ids that stand as numbers in JSON", async () => {
    const { workspace, job } = await made({}, { name: "enhance" });
    expect(BigInt(job)).toBeGreaterThan(2n ** 53n);
    expect(BigInt(job)).toBeLessThan(2n ** 63n);
    expect(await digits(workspace, "GET", `${jobs}/get?job_id=${job}`, "job_id")).toBe(job);
    expect(await digits(workspace, "GET", `${jobs}/list?name=ENHANCE`, "job_id")).toBe(job);
    const run = await runNow(workspace, job);
    expect(await digits(workspace, "GET", `${jobs}/runs/get?run_id=${run}`, "run_id")).toBe(run);
  });

  it("run with their parameters' defaults unless others are given", async () => {
    const { workspace, job } = await made(
      {},
      {
        parameters: [
          { name: "loop", default: "1" },
          { name: "run", default: "" },
        ],
      },
    );
    const run = await runNow(workspace, job, `,"job_parameters":{"loop":"2"}`);
    const { body } = await workspace.call("GET", `${jobs}/runs/get?run_id=${run}`);
    expect(body.job_parameters).toEqual([
      { name: "loop", value: "2" },
      { name: "run", value: "" },
    ]);
    expect(await runNow(workspace, job, `,"job_parameters":{"other":"2"}`)).toContain("INVALID_PARAMETER_VALUE");
  });

  it("give the same run for the same idempotency token", async () => {
    const { workspace, job } = await made({}, { queue: { enabled: true } });
    const run = await runNow(workspace, job, `,"idempotency_token":"a"`);
    expect(await runNow(workspace, job, `,"idempotency_token":"a"`)).toBe(run);
    expect(await runNow(workspace, job, `,"idempotency_token":"b"`)).not.toBe(run);
  });

  it("skip a run at the limit, or queue it until the one before has ended", async () => {
    const reports: ((report: RunReport) => void)[] = [];
    const onRunNow: AssembleOptions["onRunNow"] = (_run, _job, report) => {
      reports.push(report);
      report({ state: { lifeCycle: "RUNNING", result: null, message: "" } });
    };
    const { workspace, job } = await made({ onRunNow }, {});
    const first = await runNow(workspace, job);
    const skipped = await runNow(workspace, job);
    const queued = await runNow(workspace, job, `,"queue":{"enabled":true}`);
    expect(await Promise.all([first, skipped, queued].map(async (run) => await stateOf(workspace, run)))).toEqual([
      "RUNNING",
      "SKIPPED",
      "QUEUED",
    ]);
    reports[0]?.({ state: { lifeCycle: "TERMINATED", result: "SUCCESS", message: "" } });
    expect(await Promise.all([first, queued].map(async (run) => await stateOf(workspace, run)))).toEqual([
      "TERMINATED",
      "RUNNING",
    ]);
  });

  it("tell whoever runs the tasks that a run was cancelled", async () => {
    const signals: AbortSignal[] = [];
    const { workspace, job } = await made({ onRunNow: (_run, _job, _report, signal) => signals.push(signal) }, {});
    const run = await runNow(workspace, job);
    await digits(workspace, "POST", `${jobs}/runs/cancel`, "x", `{"run_id":${run}}`);
    expect(signals.map((signal) => signal.aborted)).toEqual([true]);
    const { body } = await workspace.call("GET", `${jobs}/runs/list?completed_only=true`);
    expect(body.runs).toMatchObject([
      { state: { result_state: "CANCELED" }, status: { termination_details: { code: "USER_CANCELED" } } },
    ]);
  });

  it("are changed, removed, and unknown afterwards", async () => {
    const { workspace, job } = await made({}, { name: "a", queue: { enabled: true } });
    await digits(
      workspace,
      "POST",
      `${jobs}/update`,
      "x",
      `{"job_id":${job},"new_settings":{"name":"b"},"fields_to_remove":["queue"]}`,
    );
    const { body } = await workspace.call("GET", `${jobs}/get?job_id=${job}`);
    expect(body.settings).toEqual({ name: "b", max_concurrent_runs: 1, format: "MULTI_TASK" });
    await digits(workspace, "POST", `${jobs}/delete`, "x", `{"job_id":${job}}`);
    expect((await workspace.call("GET", `${jobs}/get?job_id=${job}`)).status).toBe(404);
    expect((await workspace.call("POST", `${jobs}/run-now`, { job_id: 5 })).body.error_code).toBe(
      "RESOURCE_DOES_NOT_EXIST",
    );
  });
});
