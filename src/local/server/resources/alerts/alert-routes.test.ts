import { afterEach, describe, expect, it } from "vitest";
import { type TestWorkspace, testWorkspace } from "../../test-workspace.ts";

const base = "/api/2.0/alerts";
const file = "/Users/local.user@example.com/Dropped.dbalert.json";
const wanted = {
  display_name: "Dropped",
  query_text: "SELECT 1 AS dropped\nFROM t\n",
  warehouse_id: "w",
  evaluation: {
    source: { name: "dropped" },
    comparison_operator: "GREATER_THAN",
    threshold: { value: { double_value: 0 } },
  },
  schedule: { quartz_cron_schedule: "0 0 * * * ?", timezone_id: "UTC", pause_status: "PAUSED" },
};
const opened: TestWorkspace[] = [];

afterEach(() => {
  for (const workspace of opened.splice(0)) workspace.close();
});

async function started(): Promise<TestWorkspace> {
  const workspace = await testWorkspace();
  opened.push(workspace);
  return workspace;
}

describe("alerts", () => {
  it("come back as they were given, and are seen in their folder", async () => {
    const workspace = await started();
    const { body: made } = await workspace.call("POST", base, wanted);
    expect(made).toMatchObject({ ...wanted, lifecycle_state: "ACTIVE", owner_user_name: "local.user@example.com" });
    expect((await workspace.call("GET", `${base}/${made.id}`)).body).toEqual(made);
    const shown = JSON.parse((await workspace.files.read(file))?.toString() ?? "") as unknown;
    expect(shown).toMatchObject({ query_lines: ["SELECT 1 AS dropped", "FROM t"], schedule: wanted.schedule });
  });

  it("change as the mask says", async () => {
    const workspace = await started();
    const { id } = (await workspace.call("POST", base, wanted)).body;
    const change = { display_name: "Fallen", query_text: "SELECT 2" };
    const one = await workspace.call("PATCH", `${base}/${id}?update_mask=display_name`, change);
    expect(one.body).toMatchObject({ display_name: "Fallen", query_text: wanted.query_text });
    expect(workspace.files.status(file)).toBeNull();
    expect((await workspace.call("PATCH", `${base}/${id}?update_mask=*`, change)).status).toBe(400);
    const all = await workspace.call("PATCH", `${base}/${id}?update_mask=*`, { ...wanted, custom_summary: "s" });
    expect(all.body).toMatchObject({ display_name: "Dropped", custom_summary: "s" });
  });

  it("go to the trash, or for good", async () => {
    const workspace = await started();
    const { id } = (await workspace.call("POST", base, wanted)).body;
    await workspace.call("DELETE", `${base}/${id}`);
    expect((await workspace.call("GET", `${base}/${id}`)).body.lifecycle_state).toBe("DELETED");
    expect((await workspace.call("GET", base)).body.alerts).toEqual([]);
    expect(workspace.files.status(file)).toBeNull();
    expect((await workspace.call("DELETE", `${base}/${id}?purge=true`)).status).toBe(200);
    expect((await workspace.call("GET", `${base}/${id}`)).status).toBe(404);
  });

  it.each([
    { ...wanted, query_text: undefined },
    { ...wanted, schedule: { quartz_cron_schedule: "0 0 * * * ?" } },
    { ...wanted, evaluation: { ...wanted.evaluation, comparison_operator: "ABOVE" } },
  ])("are refused when something is missing or wrong", async (body) => {
    const workspace = await started();
    expect((await workspace.call("POST", base, body)).body.error_code).toBe("INVALID_PARAMETER_VALUE");
  });
});
