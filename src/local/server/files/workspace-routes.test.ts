import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type TestWorkspace, testWorkspace } from "../test-workspace.ts";

const opened: TestWorkspace[] = [];
const home = "/Users/local.user@example.com";
const notebook = "# Databricks notebook source\nprint(1)\n";

afterEach(() => {
  for (const workspace of opened.splice(0)) workspace.close();
});

async function started(options: Parameters<typeof testWorkspace>[0] = {}): Promise<TestWorkspace> {
  const workspace = await testWorkspace(options);
  opened.push(workspace);
  return workspace;
}

type Answer = Awaited<ReturnType<TestWorkspace["call"]>>;

async function upload(
  workspace: TestWorkspace,
  path: string,
  text: string,
  more = "?overwrite=true",
  token?: string,
): Promise<Answer> {
  const escaped = encodeURIComponent(path.replace(/^\//u, ""));
  return await workspace.call("POST", `/api/2.0/workspace-files/import-file/${escaped}${more}`, text, token);
}

async function status(workspace: TestWorkspace, path: string): Promise<Answer> {
  return await workspace.call("GET", `/api/2.0/workspace/get-status?path=${encodeURIComponent(path)}`);
}

async function remove(workspace: TestWorkspace, path: string, recursive = false): Promise<Answer> {
  return await workspace.call("POST", "/api/2.0/workspace/delete", { path, recursive });
}

/** As the Python SDK imports: in a form, with the content as it is. */
async function importForm(workspace: TestWorkspace, parts: Record<string, string | Blob>): Promise<Response> {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === "string") form.set(name, part);
    else form.set(name, part, name);
  }
  const headers = { authorization: `Bearer ${workspace.tokens.token}` };
  return await workspace.app.request("/api/2.0/workspace/import", { method: "POST", headers, body: form });
}

describe("workspace files", () => {
  it("are imported in a form too, byte for byte, and replaced only when it says so", async () => {
    const workspace = await started();
    const path = `${home}/data.bin`;
    const bytes = Buffer.from([0, 13, 10, 255]);
    await workspace.call("POST", "/api/2.0/workspace/mkdirs", { path: home });
    expect((await importForm(workspace, { path, format: "AUTO", content: new Blob([bytes]) })).status).toBe(200);
    const other = { path, format: "AUTO", content: new Blob(["x"]) };
    const refused = await importForm(workspace, other);
    expect(await refused.json()).toMatchObject({ error_code: "RESOURCE_ALREADY_EXISTS" });
    const read = async (): Promise<string> =>
      (await workspace.call("GET", `/api/2.0/workspace/export?path=${path}`)).body.content as string;
    expect(await read()).toBe(bytes.toString("base64"));
    expect((await importForm(workspace, { ...other, overwrite: "true" })).status).toBe(200);
    expect(await read()).toBe(Buffer.from("x").toString("base64"));
    expect((await importForm(workspace, { ...other, overwrite: "perhaps" })).status).toBe(400);
  });

  it("need the folder they go into", async () => {
    const workspace = await started();
    const path = `/Workspace${home}/a/b/x.mjs`;
    const orphan = await upload(workspace, path, "x");
    expect([orphan.status, orphan.body.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    expect(orphan.body.message).toBe(`The parent folder (${home}/a/b) does not exist.`);
    await workspace.call("POST", "/api/2.0/workspace/mkdirs", { path: `/Workspace${home}/a/b` });
    expect((await upload(workspace, path, "x")).status).toBe(200);
    expect((await status(workspace, path)).body).toMatchObject({ object_type: "FILE", path, size: 1 });
    expect((await status(workspace, `${home}/a`)).body).toMatchObject({ object_type: "DIRECTORY", path: `${home}/a` });
  });

  it("become notebooks by their first line and lose the extension, on disk too", async () => {
    const workspace = await started();
    await upload(workspace, `${home}/score.py`, notebook);
    await upload(workspace, `${home}/launcher.py`, "x = 1\n");
    const listed = await workspace.call("GET", `/api/2.0/workspace/list?path=/Workspace${home}`);
    expect(listed.body.objects).toMatchObject([
      { object_type: "FILE", path: `/Workspace${home}/launcher.py`, size: 6 },
      { object_type: "NOTEBOOK", path: `/Workspace${home}/score`, language: "PYTHON" },
    ]);
    expect(await readFile(join(workspace.files.root, home, "score"), "utf8")).toBe(notebook);
    expect(workspace.files.diskPath(`/Workspace${home}/score`)).toBe(join(workspace.files.root, home, "score"));
    const exported = await workspace.call("GET", `/api/2.0/workspace/export?path=${home}/score`);
    expect(Buffer.from(exported.body.content, "base64").toString()).toBe(notebook);
    expect(exported.body.file_type).toBe("py");
  });

  it("that a run writes beside its notebook are there, and keep their id", async () => {
    const workspace = await started();
    await writeFile(join(workspace.files.root, home, "out.txt"), "done");
    const { body } = await status(workspace, `${home}/out.txt`);
    expect(body).toMatchObject({ object_type: "FILE", size: 4 });
    expect(Number.isSafeInteger(body.object_id)).toBe(true);
    expect((await status(workspace, `${home}/out.txt`)).body.object_id).toBe(body.object_id);
  });

  it("are told apart from notebooks when they exist already", async () => {
    const workspace = await started();
    for (const [path, text] of [
      ["/Shared/a.txt", "1"],
      ["/Shared/n.py", notebook],
    ] as const) {
      await upload(workspace, path, text);
    }
    const file = await upload(workspace, "/Shared/a.txt", "2", "");
    expect([file.status, file.body.error_code]).toEqual([409, "ALREADY_EXISTS"]);
    const other = await upload(workspace, "/Shared/n.py", notebook, "");
    expect([other.status, other.body.error_code]).toEqual([400, "RESOURCE_ALREADY_EXISTS"]);
    expect(other.body.message).toMatch(/already exists\.$/u);
    const mixed = await upload(workspace, "/Shared/n", "text");
    expect([mixed.status, mixed.body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    const raw = await workspace.app.request("/api/2.0/workspace/export?path=/Shared/a.txt&direct_download=true", {
      headers: { authorization: `Bearer ${workspace.tokens.token}` },
    });
    expect(await raw.text()).toBe("1");
  });

  it("are made by one of two who write at once", async () => {
    const workspace = await started();
    const both = await Promise.all([1, 2].map(async (n) => await upload(workspace, "/Shared/lock", String(n), "")));
    expect(new Set(both.map((answer) => answer.status))).toEqual(new Set([200, 409]));
  });

  it("are at most 10 MiB", async () => {
    const workspace = await started();
    const limit = 10 * 1024 * 1024;
    expect((await upload(workspace, "/Shared/most", "x".repeat(limit))).status).toBe(200);
    const over = await upload(workspace, "/Shared/over", "x".repeat(limit + 1));
    expect([over.status, over.body.error_code]).toEqual([400, "MAX_NOTEBOOK_SIZE_EXCEEDED"]);
    expect(over.body.message).toBe(
      `File size imported is (${String(limit + 1)} bytes), exceeded max size (${String(limit)} bytes)`,
    );
  });

  it("go with their folder only when that is asked for", async () => {
    const workspace = await started();
    await workspace.call("POST", "/api/2.0/workspace/mkdirs", { path: "/Shared/a/b" });
    await upload(workspace, "/Shared/a/b/x", "1");
    const full = await remove(workspace, "/Shared/a");
    expect([full.status, full.body.error_code]).toEqual([400, "DIRECTORY_NOT_EMPTY"]);
    expect((await remove(workspace, "/Shared/a", true)).status).toBe(200);
    expect((await status(workspace, "/Shared/a/b/x")).status).toBe(404);
    expect((await remove(workspace, "/Shared/a", true)).status).toBe(404);
    expect((await remove(workspace, "/Users", true)).body.error_code).toBe("PERMISSION_DENIED");
  });

  it("stay inside the workspace", async () => {
    const workspace = await started();
    for (const path of ["/Shared/../../x", "/Workspace/..", "/Shared/a\0b"]) {
      expect((await upload(workspace, path, "x")).status).toBe(400);
    }
    expect((await workspace.call("POST", "/api/2.0/workspace/mkdirs", { path: "Shared" })).status).toBe(400);
  });

  it("are others' business only where they are shared", async () => {
    const workspace = await started();
    const token = workspace.tokens.restrictedToken;
    expect((await upload(workspace, `${home}/x`, "1", "", token)).body.error_code).toBe("PERMISSION_DENIED");
    expect((await upload(workspace, "/Shared/x", "1", "", token)).status).toBe(200);
    expect((await upload(workspace, "/Users/restricted.user@example.com/x", "1", "", token)).status).toBe(200);
    const users = await workspace.call("GET", "/api/2.0/workspace/list?path=/Users", undefined, token);
    expect(users.body.objects).toHaveLength(1);
  });
});

describe("the import call", () => {
  const body = { path: "/Shared/n", content: Buffer.from("SELECT 1").toString("base64"), language: "SQL" };

  it("makes a notebook of source at just that path", async () => {
    const workspace = await started();
    expect((await workspace.call("POST", "/api/2.0/workspace/import", body)).status).toBe(200);
    expect((await status(workspace, "/Shared/n")).body).toMatchObject({ object_type: "NOTEBOOK", language: "SQL" });
    expect((await workspace.files.read("/Shared/n"))?.toString()).toBe("-- Databricks notebook source\nSELECT 1");
    const again = await workspace.call("POST", "/api/2.0/workspace/import", body);
    expect([again.status, again.body.error_code]).toEqual([400, "RESOURCE_ALREADY_EXISTS"]);
  });

  it("makes what the content says, under a format that leaves it open", async () => {
    const workspace = await started();
    const auto = async (path: string, text: string): Promise<Answer> =>
      await workspace.call("POST", "/api/2.0/workspace/import", {
        path,
        content: Buffer.from(text).toString("base64"),
        format: "AUTO",
      });
    await auto("/Shared/n.py", notebook);
    await auto("/Shared/a.txt", "1");
    expect(workspace.files.list("/Shared").map(({ path, kind }) => [path, kind])).toEqual([
      ["/Shared/a.txt", "FILE"],
      ["/Shared/n", "NOTEBOOK"],
    ]);
    expect((await auto("/Shared/a.txt", "2")).body.error_code).toBe("RESOURCE_ALREADY_EXISTS");
  });

  it("says what it cannot read", async () => {
    const workspace = await started();
    const call = async (more: object): Promise<number> =>
      (await workspace.call("POST", "/api/2.0/workspace/import", { ...body, ...more })).status;
    expect(await call({ format: "DBC" })).toBe(501);
    expect(await call({ format: "JUPYTER" })).toBe(400);
    expect(await call({ language: undefined })).toBe(400);
    expect(await call({ content: "not base64!" })).toBe(400);
  });
});

describe("files of a workspace with a folder", () => {
  it("are there after a restart, with their kinds and ids", async () => {
    const folder = await mkdtemp(join(tmpdir(), "files-"));
    try {
      const first = await started({ folder });
      await upload(first, "/Shared/score.py", notebook);
      const before = (await status(first, "/Shared/score")).body;
      await first.keep.flush();
      first.close();
      const second = await started({ folder });
      expect((await status(second, "/Shared/score")).body).toEqual(before);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
