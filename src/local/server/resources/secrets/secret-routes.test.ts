import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type TestWorkspace, testWorkspace } from "../../test-workspace.ts";

const secrets = "/api/2.0/secrets";
const creds = { scope: "creds" };

async function withScope(options: Parameters<typeof testWorkspace>[0] = {}): Promise<TestWorkspace> {
  const workspace = await testWorkspace(options);
  await workspace.call("POST", `${secrets}/scopes/create`, creds);
  return workspace;
}

describe("secrets", () => {
  it("come back as base64, however they were given", async () => {
    const workspace = await withScope();
    const bytes = Buffer.from([0, 255]).toString("base64");
    await workspace.call("POST", `${secrets}/put`, { ...creds, key: "text", string_value: "비밀" });
    await workspace.call("POST", `${secrets}/put`, { ...creds, key: "bytes", bytes_value: bytes });
    const get = async (key: string): Promise<unknown> =>
      (await workspace.call("GET", `${secrets}/get?scope=creds&key=${key}`)).body.value;
    expect([await get("text"), await get("bytes")]).toEqual([Buffer.from("비밀").toString("base64"), bytes]);
    const { body } = await workspace.call("GET", `${secrets}/list?scope=creds`);
    expect(body.secrets.map(({ key }: { key: string }) => key)).toEqual(["bytes", "text"]);
    expect(JSON.stringify(body)).not.toContain(bytes);
  });

  it("and scopes that are not there are named", async () => {
    const workspace = await withScope();
    const noKey = await workspace.call("GET", `${secrets}/get?scope=creds&key=none`);
    expect([noKey.status, noKey.body.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    expect((await workspace.call("GET", `${secrets}/list?scope=none`)).status).toBe(404);
    expect((await workspace.call("POST", `${secrets}/delete`, { ...creds, key: "none" })).status).toBe(404);
    const again = await workspace.call("POST", `${secrets}/scopes/create`, creds);
    expect([again.status, again.body.error_code]).toEqual([400, "RESOURCE_ALREADY_EXISTS"]);
    expect((await workspace.call("POST", `${secrets}/put`, { ...creds, key: "k" })).status).toBe(400);
  });

  it("are read and written by who may", async () => {
    const workspace = await withScope();
    const token = workspace.tokens.restrictedToken;
    await workspace.call("POST", `${secrets}/put`, { ...creds, key: "k", string_value: "v" });
    const read = async (): Promise<number> =>
      (await workspace.call("GET", `${secrets}/get?scope=creds&key=k`, undefined, token)).status;
    const acl = { ...creds, principal: "users" };
    expect(await read()).toBe(403);
    await workspace.call("POST", `${secrets}/acls/put`, { ...acl, permission: "READ" });
    expect(await read()).toBe(200);
    const write = await workspace.call("POST", `${secrets}/put`, { ...creds, key: "k", string_value: "x" }, token);
    expect(write.body.error_code).toBe("PERMISSION_DENIED");
    expect((await workspace.call("GET", `${secrets}/acls/list?scope=creds`)).body.items).toEqual([
      { principal: "local.user@example.com", permission: "MANAGE" },
      { principal: "users", permission: "READ" },
    ]);
    expect((await workspace.call("GET", `${secrets}/acls/get?scope=creds&principal=users`)).body.permission).toBe(
      "READ",
    );
    await workspace.call("POST", `${secrets}/acls/delete`, acl);
    expect(await read()).toBe(403);
    const nobody = { ...creds, principal: "nobody", permission: "READ" };
    expect((await workspace.call("POST", `${secrets}/acls/put`, nobody)).status).toBe(404);
  });

  it("go with their scope", async () => {
    const workspace = await withScope();
    await workspace.call("POST", `${secrets}/scopes/delete`, creds);
    expect((await workspace.call("GET", `${secrets}/scopes/list`)).body.scopes).toEqual([]);
    await workspace.call("POST", `${secrets}/scopes/create`, { ...creds, initial_manage_principal: "users" });
    expect((await workspace.call("GET", `${secrets}/list?scope=creds`)).body.secrets).toEqual([]);
    const token = workspace.tokens.restrictedToken;
    expect((await workspace.call("POST", `${secrets}/scopes/delete`, creds, token)).status).toBe(200);
  });

  it("lie in one file only their owner can read, and are there after a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "secrets-"));
    try {
      const first = await withScope({ folder });
      const value = "s3cret-value";
      await first.call("POST", `${secrets}/put`, { ...creds, key: "k", string_value: value });
      await first.keep.flush();
      expect((await stat(join(folder, "secrets.json"))).mode & 0o777).toBe(0o600);
      const base64 = Buffer.from(value).toString("base64");
      const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
      const holding = await Promise.all(
        names.map(async (name) => {
          const text = await readFile(join(folder, name), "utf8");
          return text.includes(value) || text.includes(base64) ? [name] : [];
        }),
      );
      expect(holding.flat()).toEqual(["secrets.json"]);
      const second = await testWorkspace({ folder });
      expect((await second.call("GET", `${secrets}/get?scope=creds&key=k`)).body.value).toBe(base64);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
