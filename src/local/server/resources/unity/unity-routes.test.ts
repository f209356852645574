import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { duckWorkspace } from "../duck-workspace.fixture.ts";

let workspace: Awaited<ReturnType<typeof duckWorkspace>>;
const unity = "/api/2.1/unity-catalog";

beforeAll(async () => {
  workspace = await duckWorkspace();
});

afterAll(async () => {
  await workspace.stop();
});

const call: typeof workspace.call = async (...given) => await workspace.call(...given);

async function made(name: string): Promise<void> {
  const answer = await call("POST", `${unity}/schemas`, { name, catalog_name: "sandbox", comment: "c" });
  if (answer.status !== 200) throw new Error(answer.body.message);
}

describe("schemas", () => {
  it("are stored in lower case, with what was said of them", async () => {
    const body = { name: "Dev_User_State", catalog_name: "Sandbox", comment: "state", properties: { a: "b" } };
    const { body: shown } = await call("POST", `${unity}/schemas`, body);
    expect(shown).toMatchObject({
      name: "dev_user_state",
      full_name: "sandbox.dev_user_state",
      comment: "state",
      properties: { a: "b" },
      owner: "local.user@example.com",
    });
    expect((await call("GET", `${unity}/schemas/sandbox.DEV_User_State`)).body).toEqual(shown);
    const again = await call("POST", `${unity}/schemas`, body);
    expect([again.status, again.body.error_code]).toEqual([400, "SCHEMA_ALREADY_EXISTS"]);
  });

  it("can hold tables, and are gone with them only when forced", async () => {
    await made("held");
    const sql = async (statement: string): Promise<string> => (await workspace.runSql(statement)).kind;
    expect(await sql("CREATE TABLE sandbox.held.t (a INT)")).toBe("rows");
    const refused = await call("DELETE", `${unity}/schemas/sandbox.held`);
    expect([refused.status, refused.body.error_code]).toEqual([400, "INVALID_STATE"]);
    expect((await call("DELETE", `${unity}/schemas/sandbox.held?force=true`)).status).toBe(200);
    expect(await sql("SELECT * FROM sandbox.held.t")).toBe("failed");
    expect((await call("GET", `${unity}/schemas/sandbox.held`)).body.error_code).toBe("SCHEMA_DOES_NOT_EXIST");
  });

  it("that SQL made are seen", async () => {
    await workspace.runSql("CREATE SCHEMA sandbox.by_sql");
    expect((await call("GET", `${unity}/schemas/sandbox.by_sql`)).status).toBe(200);
    const { body } = await call("GET", `${unity}/schemas?catalog_name=sandbox`);
    expect(body.schemas.map((schema: { name: string }) => schema.name)).toEqual(
      expect.arrayContaining(["by_sql", "default"]),
    );
  });

  it("change their comment, and refuse a change of nothing", async () => {
    await made("changed");
    const path = `${unity}/schemas/sandbox.changed`;
    expect((await call("PATCH", path, { comment: "new" })).body.comment).toBe("new");
    expect((await call("PATCH", path, {})).body.message).toBe("UpdateSchema Nothing to update.");
  });

  it.each([
    [{ name: "a.b", catalog_name: "sandbox" }, 400, "INVALID_PARAMETER_VALUE"],
    [{ name: "a", catalog_name: "none" }, 404, "CATALOG_DOES_NOT_EXIST"],
  ])("refuse %j", async (body, status, code) => {
    const answer = await call("POST", `${unity}/schemas`, body);
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
  });

  it("are made by who may", async () => {
    const token = workspace.tokens.restrictedToken;
    const body = { name: "theirs", catalog_name: "sandbox" };
    expect((await call("POST", `${unity}/schemas`, body, token)).body.error_code).toBe("PERMISSION_DENIED");
    const changes = [{ principal: "account users", add: ["CREATE_SCHEMA"] }];
    await call("PATCH", `${unity}/permissions/catalog/sandbox`, { changes });
    expect((await call("POST", `${unity}/schemas`, body, token)).body.owner).toBe("restricted.user@example.com");
    expect((await call("DELETE", `${unity}/schemas/sandbox.theirs`, undefined, token)).status).toBe(200);
  });
});

describe("volumes", () => {
  const volume = { catalog_name: "sandbox", schema_name: "Vols", name: "Runs", volume_type: "MANAGED" };

  it("are made in a schema, renamed with their files, and gone with them", async () => {
    const orphan = await call("POST", `${unity}/volumes`, volume);
    expect([orphan.status, orphan.body.error_code]).toEqual([404, "SCHEMA_DOES_NOT_EXIST"]);
    await made("vols");
    const { body } = await call("POST", `${unity}/volumes`, { ...volume, comment: "runs" });
    expect(body).toMatchObject({ full_name: "sandbox.vols.runs", volume_type: "MANAGED", comment: "runs" });
    expect((await call("POST", `${unity}/volumes`, volume)).body.error_code).toBe("VOLUME_ALREADY_EXISTS");
    await call("PUT", "/api/2.0/fs/files/Volumes/sandbox/vols/runs/x", "1");
    const renamed = await call("PATCH", `${unity}/volumes/sandbox.vols.runs`, { new_name: "Kept" });
    expect(renamed.body.full_name).toBe("sandbox.vols.kept");
    expect((await call("GET", "/api/2.0/fs/files/Volumes/sandbox/vols/kept/x")).body).toBe(1);
    expect((await call("GET", `${unity}/volumes/sandbox.vols.runs`)).body.error_code).toBe("VOLUME_DOES_NOT_EXIST");
    expect((await call("DELETE", `${unity}/volumes/sandbox.vols.kept`)).status).toBe(200);
    await call("POST", `${unity}/volumes`, { ...volume, name: "kept" });
    expect((await call("GET", "/api/2.0/fs/files/Volumes/sandbox/vols/kept/x")).status).toBe(404);
    const { body: listed } = await call("GET", `${unity}/volumes?catalog_name=sandbox&schema_name=vols`);
    expect(listed.volumes).toMatchObject([{ name: "kept" }]);
  });

  it("are managed ones only", async () => {
    const answer = await call("POST", `${unity}/volumes`, {
      ...volume,
      volume_type: "EXTERNAL",
      storage_location: "s3://b",
    });
    expect([answer.status, answer.body.error_code]).toEqual([404, "EXTERNAL_LOCATION_DOES_NOT_EXIST"]);
    const located = await call("POST", `${unity}/volumes`, { ...volume, storage_location: "s3://b" });
    expect(located.body.message).toBe("CreateVolume storage_location can not be provided.");
  });
});

describe("grants", () => {
  const change = async (name: string, changes: unknown): Promise<Awaited<ReturnType<typeof call>>> =>
    await call("PATCH", `${unity}/permissions/schema/sandbox.${name}`, { changes });

  it("are added and taken away", async () => {
    await made("granted");
    const users = { principal: "account users", add: ["USE_SCHEMA", "SELECT"], remove: ["ALL_PRIVILEGES"] };
    const path = `${unity}/permissions/schema/sandbox.granted`;
    expect((await change("granted", [users])).body.privilege_assignments).toEqual([
      { principal: "account users", privileges: ["SELECT", "USE_SCHEMA"] },
    ]);
    await change("granted", [{ principal: "account users", remove: ["SELECT"] }]);
    expect((await call("GET", path)).body.privilege_assignments[0].privileges).toEqual(["USE_SCHEMA"]);
    await change("granted", [{ principal: "account users", remove: ["ALL_PRIVILEGES"] }]);
    expect((await call("GET", path)).body.privilege_assignments).toEqual([]);
  });

  it.each([
    [[{ principal: "nobody@example.com", add: ["SELECT"] }], 404, "PRINCIPAL_DOES_NOT_EXIST"],
    [[{ principal: "users", add: ["CAN_READ"] }], 400, "INVALID_PARAMETER_VALUE"],
    [[{ principal: "users", add: ["SELECT"], remove: ["SELECT"] }], 400, "INVALID_PARAMETER_VALUE"],
  ])("refuse %j", async (changes, status, code) => {
    const answer = await change("default", changes);
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
  });
});
