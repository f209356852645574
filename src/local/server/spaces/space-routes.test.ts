import { describe, expect, it } from "vitest";
import { manualClock } from "../../../lib/core/clock.ts";
import { idOf, testWorkspace, tinyDocument } from "../test-workspace.ts";

const spaces = "/api/2.0/genie/spaces";
const whole = (id: string): string => `${spaces}/${id}?include_serialized_space=true`;
const instructed = { ...tinyDocument, instructions: { text_instructions: [{ id: idOf(1), content: ["Be brief."] }] } };

describe("spaces", () => {
  it("give body and etag only when asked for", async () => {
    const workspace = await testWorkspace();
    const id = await workspace.space();
    const plain = (await workspace.call("GET", `${spaces}/${id}`)).body;
    expect(plain).toMatchObject({ space_id: id, title: "t", warehouse_id: "w" });
    expect(plain).not.toHaveProperty("etag");
    expect(plain).not.toHaveProperty("serialized_space");
    const { body } = await workspace.call("GET", whole(id));
    expect(JSON.parse(body.serialized_space)).toEqual(tinyDocument);
    expect(body.etag).toBeTypeOf("string");
  });

  it("change their etag with the body alone, and refuse a stale one", async () => {
    const workspace = await testWorkspace();
    const id = await workspace.space();
    const { etag } = (await workspace.call("GET", whole(id))).body;
    const titled = await workspace.call("PATCH", `${spaces}/${id}`, { title: "new", etag });
    expect([titled.body.title, titled.body.etag]).toEqual(["new", etag]);
    const same = await workspace.call("PATCH", `${spaces}/${id}`, { serialized_space: JSON.stringify(tinyDocument) });
    expect(same.body.etag).toBe(etag);
    const edit = { serialized_space: JSON.stringify(instructed), etag };
    const edited = await workspace.call("PATCH", `${spaces}/${id}`, edit);
    expect(edited.body.etag).not.toBe(etag);
    const stale = await workspace.call("PATCH", `${spaces}/${id}`, edit);
    expect([stale.status, stale.body.error_code]).toEqual([409, "ABORTED"]);
    const back = await workspace.call("PATCH", `${spaces}/${id}`, { serialized_space: JSON.stringify(tinyDocument) });
    expect(back.body.etag).not.toBe(etag);
  });

  it("let one of two concurrent edits with the same etag through", async () => {
    const workspace = await testWorkspace();
    const id = await workspace.space();
    const { etag } = (await workspace.call("GET", whole(id))).body;
    const edit = async (text: string): Promise<number> => {
      const document = { ...tinyDocument, instructions: { text_instructions: [{ id: idOf(1), content: [text] }] } };
      const body = { serialized_space: JSON.stringify(document), etag };
      return (await workspace.call("PATCH", `${spaces}/${id}`, body)).status;
    };
    expect((await Promise.all([edit("a"), edit("b")])).toSorted()).toEqual([200, 409]);
  });

  it("refuse a table that does not exist, on create and on update", async () => {
    const workspace = await testWorkspace();
    const id = await workspace.space();
    const serialized = JSON.stringify({ version: 2, data_sources: { tables: [{ identifier: "garden.shed.tools" }] } });
    const words = /Table 'garden\.shed\.tools' does not exist/u;
    const created = await workspace.call("POST", spaces, { warehouse_id: "w", serialized_space: serialized });
    expect([created.status, created.body.message]).toEqual([400, expect.stringMatching(words)]);
    const updated = await workspace.call("PATCH", `${spaces}/${id}`, { serialized_space: serialized });
    expect([updated.status, updated.body.message]).toEqual([400, expect.stringMatching(words)]);
  });

  it("need a warehouse and a document", async () => {
    const workspace = await testWorkspace();
    expect((await workspace.call("POST", spaces, { serialized_space: "{}" })).body.message).toContain("warehouse_id");
    expect((await workspace.call("POST", spaces, { warehouse_id: "w" })).body.message).toContain("serialized_space");
    expect((await workspace.call("POST", spaces, "{")).body.error_code).toBe("MALFORMED_REQUEST");
  });

  it("live in folders that exist, without the /Workspace prefix", async () => {
    const workspace = await testWorkspace();
    const id = await workspace.space();
    const move = async (path: string): Promise<unknown> =>
      (await workspace.call("PATCH", `${spaces}/${id}`, { parent_path: path })).body;
    expect(await move("/Workspace/Shared/team")).toMatchObject({ error_code: "RESOURCE_DOES_NOT_EXIST" });
    await workspace.call("POST", "/api/2.0/workspace/mkdirs", { path: "/Workspace/Shared/team" });
    expect(await move("/Workspace/Shared/team")).toMatchObject({ parent_path: "/Shared/team" });
  });

  it("are listed in pages, without bodies", async () => {
    const workspace = await testWorkspace();
    const ids = [await workspace.space(), await workspace.space(), await workspace.space()];
    const first = (await workspace.call("GET", `${spaces}?page_size=2`)).body;
    const second = (await workspace.call("GET", `${spaces}?page_size=2&page_token=${first.next_page_token}`)).body;
    const listed = [...first.spaces, ...second.spaces];
    expect(listed.map((space: { space_id: string }) => space.space_id)).toEqual(ids);
    expect(second).not.toHaveProperty("next_page_token");
    expect(listed[0]).not.toHaveProperty("serialized_space");
    expect((await workspace.call("GET", `${spaces}?page_token=x`)).status).toBe(400);
  });

  it("are served for a while after they were trashed", async () => {
    const clock = manualClock();
    const workspace = await testWorkspace({ speed: 1, clock });
    const id = await workspace.space();
    await workspace.call("DELETE", `${spaces}/${id}`);
    expect((await workspace.call("GET", `${spaces}/${id}`)).status).toBe(200);
    clock.advance(60_000);
    const gone = await workspace.call("GET", `${spaces}/${id}`);
    expect([gone.status, gone.body.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    expect(gone.body.message).toContain("trashed");
    expect((await workspace.call("GET", spaces)).body.spaces).toEqual([]);
  });
});

describe("permissions of a space", () => {
  it("have four levels", async () => {
    const workspace = await testWorkspace();
    const path = `/api/2.0/permissions/genie/${await workspace.space()}/permissionLevels`;
    const { body } = await workspace.call("GET", path);
    expect(body.permission_levels).toMatchObject(
      ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"].map((level) => ({ permission_level: level })),
    );
  });

  const ask = { content: "How many?" };

  it.each([
    ["nothing", null, [403, 403, 403, 403]],
    ["CAN_READ", "CAN_READ", [200, 403, 403, 403]],
    ["CAN_RUN", "CAN_RUN", [200, 200, 403, 403]],
    ["CAN_EDIT", "CAN_EDIT", [200, 200, 200, 403]],
    ["CAN_MANAGE", "CAN_MANAGE", [200, 200, 200, 200]],
  ])("with %s let see, ask, edit, manage as %j says", async (_, level, expected) => {
    const workspace = await testWorkspace();
    const id = await workspace.space();
    const permissions = `/api/2.0/permissions/genie/${id}`;
    const entry = { user_name: "restricted.user@example.com", permission_level: level };
    if (level !== null) await workspace.call("PATCH", permissions, { access_control_list: [entry] });
    const token = workspace.tokens.restrictedToken;
    const statuses = [
      (await workspace.call("GET", whole(id), undefined, token)).status,
      (await workspace.call("POST", `${spaces}/${id}/start-conversation`, ask, token)).status,
      (await workspace.call("PATCH", `${spaces}/${id}`, { title: "x" }, token)).status,
      (await workspace.call("PATCH", permissions, { access_control_list: [] }, token)).status,
    ];
    expect(statuses).toEqual(expected);
  });

  it("leave the body empty below CAN_EDIT", async () => {
    const workspace = await testWorkspace();
    const id = await workspace.space();
    const list = [{ group_name: "users", permission_level: "CAN_RUN" }];
    await workspace.call("PUT", `/api/2.0/permissions/genie/${id}`, { access_control_list: list });
    const { body } = await workspace.call("GET", whole(id), undefined, workspace.tokens.restrictedToken);
    expect(body.serialized_space).toBe("");
    expect(body).not.toHaveProperty("etag");
  });

  it("are replaced by PUT and added to by PATCH", async () => {
    const workspace = await testWorkspace();
    const path = `/api/2.0/permissions/genie/${await workspace.space()}`;
    const entry = (name: string, level: string): unknown => ({ group_name: name, permission_level: level });
    await workspace.call("PUT", path, { access_control_list: [entry("a", "CAN_READ"), entry("b", "CAN_RUN")] });
    const { body } = await workspace.call("PATCH", path, { access_control_list: [entry("b", "CAN_EDIT")] });
    const direct = body.access_control_list.filter((each: { group_name: string }) => each.group_name !== "admins");
    const level = (name: string): unknown => [{ permission_level: name, inherited: false }];
    expect(direct).toEqual([
      { group_name: "a", all_permissions: level("CAN_READ") },
      { group_name: "b", all_permissions: level("CAN_EDIT") },
    ]);
    expect(body).toMatchObject({ object_type: "genie-space" });
    expect((await workspace.call("PUT", path, { access_control_list: [entry("a", "CAN_VIEW")] })).status).toBe(400);
  });
});
