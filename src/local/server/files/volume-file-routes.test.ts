import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { duckWorkspace } from "../resources/duck-workspace.fixture.ts";

let workspace: Awaited<ReturnType<typeof duckWorkspace>>;
const files = "/api/2.0/fs/files/Volumes/sandbox/default/runs";
const folders = "/api/2.0/fs/directories/Volumes/sandbox/default/runs";

beforeAll(async () => {
  workspace = await duckWorkspace();
  const volume = { catalog_name: "sandbox", schema_name: "default", name: "runs", volume_type: "MANAGED" };
  await workspace.call("POST", "/api/2.1/unity-catalog/volumes", volume);
});

afterAll(async () => {
  await workspace.stop();
});

async function raw(method: string, path: string, body?: string, token = workspace.tokens.token): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` };
  return await workspace.app.request(path, { method, headers, ...(body === undefined ? {} : { body }) });
}

describe("files of a volume", () => {
  it("are written, read, measured and removed", async () => {
    expect((await raw("PUT", `${files}/a/b%20c.txt`, "hello")).status).toBe(204);
    expect(await (await raw("GET", `${files}/a/b%20c.txt`)).text()).toBe("hello");
    const head = await raw("HEAD", `${files}/a/b%20c.txt`);
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "5", ""]);
    expect((await raw("DELETE", `${files}/a/b%20c.txt`)).status).toBe(204);
    const gone = await raw("GET", `${files}/a/b%20c.txt`);
    expect([gone.status, ((await gone.json()) as { error_code: string }).error_code]).toEqual([404, "NOT_FOUND"]);
  });

  it("are kept when they may not be overwritten", async () => {
    await raw("PUT", `${files}/kept`, "1");
    expect((await raw("PUT", `${files}/kept?overwrite=false`, "2")).status).toBe(409);
    expect((await raw("PUT", `${files}/kept?overwrite=true`, "3")).status).toBe(204);
    expect(await (await raw("GET", `${files}/kept`)).text()).toBe("3");
    expect((await raw("PUT", `${files}/kept/under`, "4")).status).toBe(409);
  });

  it("lie in folders that are listed by name", async () => {
    await raw("PUT", `${folders}/dir/sub`);
    await raw("PUT", `${files}/dir/file`, "12");
    expect((await raw("HEAD", `${folders}/dir`)).status).toBe(200);
    expect((await raw("HEAD", `${folders}/dir/file`)).status).toBe(404);
    const { body } = await workspace.call("GET", `${folders}/dir`);
    const path = "/Volumes/sandbox/default/runs/dir";
    expect(body.contents).toMatchObject([
      { name: "file", path: `${path}/file`, is_directory: false, file_size: 2 },
      { name: "sub", path: `${path}/sub`, is_directory: true },
    ]);
    expect((await raw("DELETE", `${folders}/dir`)).status).toBe(400);
    expect((await raw("DELETE", `${folders}/dir/sub`)).status).toBe(204);
  });

  it("need a volume that is there", async () => {
    const missing = "/api/2.0/fs/files/Volumes/sandbox/default/none/x";
    expect((await workspace.call("PUT", missing, "1")).body.error_code).toBe("VOLUME_DOES_NOT_EXIST");
    expect((await raw("GET", "/api/2.0/fs/directories/Volumes/sandbox/default/none")).status).toBe(404);
    expect((await raw("PUT", "/api/2.0/fs/files/tmp/x", "1")).status).toBe(400);
    expect((await raw("PUT", `${files}/..%2F..%2Fx`, "1")).status).toBe(400);
  });

  it("are read and written by who was granted that", async () => {
    await raw("PUT", `${files}/shared`, "1");
    const token = workspace.tokens.restrictedToken;
    expect((await raw("GET", `${files}/shared`, undefined, token)).status).toBe(403);
    const changes = [{ principal: "users", add: ["READ_VOLUME"] }];
    const granted = "/api/2.1/unity-catalog/permissions/volume/sandbox.default.runs";
    await workspace.call("PATCH", granted, { changes });
    expect((await raw("GET", `${files}/shared`, undefined, token)).status).toBe(200);
    expect((await raw("PUT", `${files}/shared`, "2", token)).status).toBe(403);
  });
});
