import { expect, it } from "vitest";
import { systemClock } from "../../src/lib/core/clock.ts";
import { createHttp, type Http, workspaceUrl } from "../../src/lib/databricks/http.ts";
import { createTransport } from "../../src/lib/databricks/transport.ts";
import { loop } from "../../src/stages/loop.ts";
import { plan } from "../../src/stages/plan.ts";
import { score } from "../../src/stages/score.ts";
import { byMode } from "../../src/wiring/job-modes.ts";
import { type Ground, openGround, pathOf, six } from "./fixture.ts";
import { expectSettled, rowOf } from "./sound-end.ts";

const volume = { catalog_name: "sandbox", schema_name: "default", name: "reports", volume_type: "MANAGED" } as const;
const out_dir = "/Volumes/sandbox/default/reports/runs";

it("mode run_inline does the whole run in one task, with its files in a volume, and leaves the later tasks nothing", async () => {
  await using ground = await openGround();
  const { http, close } = callsOf(ground);
  await http({ method: "POST", path: "/api/2.1/unity-catalog/volumes", body: volume, route: "catalog.table" });
  const space_id = await ground.makeSpace(six.space);
  await using player = await ground.connect({ space_id, benchmarks: pathOf(six.exam), out_dir });
  const context = { ...player.context, job: { jobId: "7", jobRunId: "70", parameters: { mode: "run_inline" } } };

  const result = await byMode("run_inline", context, "", 1);
  const { run_id: runId } = result;
  expect(result).toMatchObject({
    status: "COMPLETED",
    task_values: { run_status: "TARGET_REACHED" },
    report_html: `${out_dir}/${runId}/report.html`,
  });
  await expectSettled(player, runId);
  expect(await rowOf(player, runId)).toMatchObject({ outcome: "IMPROVED" });
  const read = (path: string): Promise<unknown> =>
    http({ method: "GET", path: `/api/2.0/fs/files${path}`, route: "files.write" });
  expect(await read(`${out_dir}/latest.json`)).toEqual({ run_id: runId, folder: `${out_dir}/${runId}` });
  expect(await read(`${out_dir}/${runId}/summary.json`)).toMatchObject({ run_id: runId, status: "TARGET_REACHED" });
  expect(await score(context, runId, result.loop)).toMatchObject({ status: "SKIPPED" });
  expect(await plan(context, runId, result.loop)).toMatchObject({
    status: "SKIPPED",
    task_values: { approved: false },
  });
  expect(await loop(context, runId, result.loop)).toMatchObject({ status: "SKIPPED" });
  close();
}, 60_000);

function callsOf({ serving: { workspace } }: Ground): { readonly http: Http; readonly close: () => void } {
  const transport = createTransport(workspace.caPem);
  const authenticate = async (): Promise<Record<string, string>> => ({ authorization: `Bearer ${workspace.token}` });
  const host = workspaceUrl(workspace.host);
  return {
    http: createHttp({ host, authenticate, transport, clock: systemClock, userAgent: "test" }),
    close: transport.close,
  };
}
