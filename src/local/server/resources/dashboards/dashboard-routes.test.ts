import { afterEach, describe, expect, it } from "vitest";
import { manualClock } from "../../../../lib/core/clock.ts";
import { type Loose, type TestWorkspace, testWorkspace } from "../../test-workspace.ts";

const base = "/api/2.0/lakeview/dashboards";
const home = "/Users/local.user@example.com";
const document = { datasets: [{ name: "d", queryLines: ["SELECT 1 "] }], pages: [{ name: "p", layout: [] }] };
const wanted = { display_name: "Board", warehouse_id: "w", serialized_dashboard: JSON.stringify(document) };
const opened: TestWorkspace[] = [];

afterEach(() => {
  for (const workspace of opened.splice(0)) workspace.close();
});

async function started(options: Parameters<typeof testWorkspace>[0] = {}): Promise<TestWorkspace> {
  const workspace = await testWorkspace(options);
  opened.push(workspace);
  return workspace;
}

async function created(workspace: TestWorkspace, more: object = {}, query = ""): Promise<Loose> {
  const { status, body } = await workspace.call("POST", `${base}${query}`, { ...wanted, ...more });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

describe("dashboards", () => {
  it("are completed as they are stored, and seen in their folder", async () => {
    const workspace = await started();
    const made = await created(workspace, {}, "?dataset_catalog=c&dataset_schema=s");
    const path = `${home}/Board.lvdash.json`;
    expect(made).toMatchObject({ path, parent_path: home, lifecycle_state: "ACTIVE", warehouse_id: "w" });
    expect(JSON.parse(made.serialized_dashboard)).toEqual({
      datasets: [{ name: "d", queryLines: ["SELECT 1 "], catalog: "c", schema: "s" }],
      pages: [{ pageType: "PAGE_TYPE_CANVAS", name: "p", layout: [] }],
    });
    expect(made.serialized_dashboard).toMatch(/\}\n$/u);
    const { body } = await workspace.call("GET", `/api/2.0/workspace/get-status?path=/Workspace${path}`);
    expect(body).toMatchObject({ object_type: "DASHBOARD", resource_id: made.dashboard_id });
  });

  it("change their etag with each write, and refuse a stale one", async () => {
    const workspace = await started();
    const { dashboard_id: id, etag } = await created(workspace);
    expect((await workspace.call("GET", `${base}/${id}`)).body.etag).toBe(etag);
    const renamed = await workspace.call("PATCH", `${base}/${id}`, { display_name: "New", etag });
    expect(renamed.body).toMatchObject({ path: `${home}/New.lvdash.json`, warehouse_id: "w" });
    expect(renamed.body.etag).not.toBe(etag);
    const stale = await workspace.call("PATCH", `${base}/${id}`, { display_name: "Mine", etag });
    expect([stale.status, stale.body.error_code]).toEqual([409, "ABORTED"]);
    expect(workspace.files.status(`${home}/Board.lvdash.json`)).toBeNull();
  });

  it("are published as they were then", async () => {
    const clock = manualClock();
    const workspace = await started({ clock });
    const { dashboard_id: id } = await created(workspace);
    const published = `${base}/${id}/published`;
    expect((await workspace.call("GET", published)).status).toBe(404);
    await workspace.call("POST", published, { embed_credentials: false, warehouse_id: "w" });
    clock.advance(1_000);
    const { body: draft } = await workspace.call("PATCH", `${base}/${id}`, { display_name: "Later" });
    const { body: shown } = await workspace.call("GET", published);
    expect(shown).toMatchObject({ display_name: "Board", embed_credentials: false });
    expect(shown.revision_create_time < draft.update_time).toBe(true);
    expect((await workspace.call("DELETE", published)).status).toBe(200);
    expect((await workspace.call("GET", published)).status).toBe(404);
  });

  it("go to the trash", async () => {
    const workspace = await started();
    const { dashboard_id: id } = await created(workspace);
    await workspace.call("DELETE", `${base}/${id}`);
    expect((await workspace.call("GET", `${base}/${id}`)).body.lifecycle_state).toBe("TRASHED");
    expect((await workspace.call("PATCH", `${base}/${id}`, { display_name: "x" })).status).toBe(404);
    expect((await workspace.call("GET", base)).body.dashboards).toEqual([]);
    expect(workspace.files.status(`${home}/Board.lvdash.json`)).toBeNull();
    expect((await created(workspace)).dashboard_id).not.toBe(id);
  });

  it.each([
    [{}, 409, "RESOURCE_ALREADY_EXISTS"],
    [{ parent_path: "/Workspace/none" }, 404, "RESOURCE_DOES_NOT_EXIST"],
    [{ display_name: "Other", serialized_dashboard: "{" }, 400, "INVALID_PARAMETER_VALUE"],
    [{ display_name: "Other", serialized_dashboard: '{"pages":{}}' }, 400, "INVALID_PARAMETER_VALUE"],
    [{ display_name: "" }, 400, "INVALID_PARAMETER_VALUE"],
  ])("refuse a second one with %j", async (more, status, code) => {
    const workspace = await started();
    await created(workspace);
    const answer = await workspace.call("POST", base, { ...wanted, ...more });
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
  });
});
