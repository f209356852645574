import { afterEach, describe, expect, it } from "vitest";
import { type Loose, type TestWorkspace, testWorkspace } from "../../test-workspace.ts";

const opened: TestWorkspace[] = [];
const me = "local.user@example.com";
const principal = "00000000-0000-4000-8000-000000000003";

afterEach(() => {
  for (const workspace of opened.splice(0)) workspace.close();
});

async function started(): Promise<TestWorkspace> {
  const workspace = await testWorkspace({ warehouseId: "w1" });
  opened.push(workspace);
  return workspace;
}

async function folderId(workspace: TestWorkspace, path: string): Promise<string> {
  await workspace.call("POST", "/api/2.0/workspace/mkdirs", { path });
  return String((await workspace.call("GET", `/api/2.0/workspace/get-status?path=${path}`)).body.object_id);
}

/** The id of a new job, read from the text: it is a number beyond what JavaScript holds exactly. */
async function jobId(workspace: TestWorkspace): Promise<string> {
  const headers = { authorization: `Bearer ${workspace.tokens.token}` };
  const init = { method: "POST", headers, body: JSON.stringify({ name: "j" }) };
  const text = await (await workspace.app.request("/api/2.2/jobs/create", init)).text();
  return /"job_id":\s*(\d+)/u.exec(text)?.[1] ?? "";
}

/** What was set on the object itself, by principal. */
function direct(body: Loose): Record<string, string> {
  const entries = body.access_control_list as Loose[];
  return Object.fromEntries(
    entries
      .filter((entry) => entry.all_permissions[0].inherited === false)
      .map((entry) => [
        entry.user_name ?? entry.group_name ?? entry.service_principal_name,
        entry.all_permissions[0].permission_level,
      ]),
  );
}

describe("permissions", () => {
  it("of a job begin with its maker as the owner, and always have one", async () => {
    const workspace = await started();
    const id = await jobId(workspace);
    const path = `/api/2.0/permissions/jobs/${id}`;
    expect(direct((await workspace.call("GET", path)).body)).toEqual({ [me]: "IS_OWNER" });
    const runner = { service_principal_name: principal, permission_level: "CAN_MANAGE_RUN" };
    const ownerless = await workspace.call("PUT", path, { access_control_list: [runner] });
    expect([ownerless.status, ownerless.body.message]).toEqual([400, "The job must have exactly one owner."]);
    expect(direct((await workspace.call("PATCH", path, { access_control_list: [runner] })).body)).toEqual({
      [me]: "IS_OWNER",
      [principal]: "CAN_MANAGE_RUN",
    });
    const moved = { service_principal_name: principal, permission_level: "IS_OWNER" };
    const { body } = await workspace.call("PATCH", path, { access_control_list: [moved] });
    expect(direct(body)).toEqual({ [principal]: "IS_OWNER" });
    expect(body).toMatchObject({ object_id: `/jobs/${id}`, object_type: "job" });
  });

  it("of a folder in a home leave its owner in charge", async () => {
    const workspace = await started();
    const path = `/api/2.0/permissions/directories/${await folderId(workspace, `/Users/${me}/bundle`)}`;
    const list = [{ group_name: "users", permission_level: "CAN_READ" }];
    const { body } = await workspace.call("PUT", path, { access_control_list: list });
    expect(direct(body)).toEqual({ users: "CAN_READ" });
    expect(body.access_control_list).toContainEqual({
      user_name: me,
      all_permissions: [{ permission_level: "CAN_MANAGE", inherited: true, inherited_from_object: ["/directories/"] }],
    });
    expect((await workspace.call("GET", path)).body).toEqual(body);
  });

  it("of a warehouse are changed by who manages it", async () => {
    const workspace = await started();
    const path = "/api/2.0/permissions/sql/warehouses/w1";
    const list = { access_control_list: [{ group_name: "users", permission_level: "CAN_USE" }] };
    const token = workspace.tokens.restrictedToken;
    expect((await workspace.call("GET", path, undefined, token)).status).toBe(403);
    expect((await workspace.call("PATCH", path, list)).status).toBe(200);
    expect((await workspace.call("GET", path, undefined, token)).status).toBe(200);
    expect((await workspace.call("PATCH", path, list, token)).body.error_code).toBe("PERMISSION_DENIED");
  });

  it("of a warehouse are the same under the name that the SDKs give it", async () => {
    const workspace = await started();
    const alias = "/api/2.0/permissions/warehouses/w1";
    const list = { access_control_list: [{ group_name: "users", permission_level: "CAN_USE" }] };
    expect((await workspace.call("PATCH", alias, list)).status).toBe(200);
    const { body } = await workspace.call("GET", "/api/2.0/permissions/sql/warehouses/w1");
    expect(direct(body)).toMatchObject({ users: "CAN_USE" });
    expect((await workspace.call("GET", alias)).body).toEqual(body);
  });

  it.each([
    ["jobs/1", [], 404, "RESOURCE_DOES_NOT_EXIST"],
    ["sql/warehouses/w1", [{ group_name: "users", permission_level: "CAN_RUN" }], 400, "INVALID_PARAMETER_VALUE"],
    [
      "sql/warehouses/w1",
      [{ user_name: "no@example.com", permission_level: "CAN_USE" }],
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ],
    ["sql/warehouses/w1", [{ permission_level: "CAN_USE" }], 400, "INVALID_PARAMETER_VALUE"],
    ["clusters/1", [], 501, "NOT_IMPLEMENTED"],
  ])("of %s refuse %j", async (object, list, status, code) => {
    const workspace = await started();
    const answer = await workspace.call("PUT", `/api/2.0/permissions/${object}`, { access_control_list: list });
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
  });
});
