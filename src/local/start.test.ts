import { createServer, request as httpsRequest } from "node:https";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { Hono } from "hono";
import { tinyDocument, tinyWorld } from "./server/test-workspace.ts";
import type { LocalWorkspaceOptions } from "./server/workspace-options.ts";
import { type LocalWorkspace, readyFile, startLocalWorkspace } from "./start.ts";

const running: LocalWorkspace[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map(async (workspace) => await workspace.stop()));
});

async function started(options: Partial<LocalWorkspaceOptions> = {}): Promise<LocalWorkspace> {
  const workspace = await startLocalWorkspace({
    folder: null,
    port: 0,
    seed: 1,
    speed: 0,
    warehouseId: "0123456789abcdef",
    endpoints: ["local-model"],
    ...tinyWorld,
    ...options,
  });
  running.push(workspace);
  return workspace;
}

type Reply = { readonly status: number; readonly text: string };

async function call(
  workspace: LocalWorkspace,
  method: string,
  path: string,
  body?: unknown,
  more = {},
): Promise<Reply> {
  return await new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${workspace.token}`, ...more };
    const sent = httpsRequest(
      `${workspace.host}${path}`,
      { method, headers, ca: workspace.caPem, agent: false },
      (reply) => {
        let text = "";
        reply.setEncoding("utf8");
        reply.on("data", (chunk: string) => {
          text += chunk;
        });
        reply.on("end", () => {
          resolve({ status: reply.statusCode ?? 0, text });
        });
        reply.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body === undefined || typeof body === "string" ? body : JSON.stringify(body));
  });
}

async function control(
  workspace: LocalWorkspace,
  method: string,
  path: string,
  body?: unknown,
  headers = {},
): Promise<Reply> {
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const reply = await fetch(`${workspace.control}${path}`, init);
  return { status: reply.status, text: await reply.text() };
}

const me = "/api/2.0/preview/scim/v2/Me";

describe("the local workspace over TLS", () => {
  it("answers those who trust its certificate, by address and by name", async () => {
    const workspace = await started();
    const reply = await call(workspace, "GET", me);
    expect([reply.status, JSON.parse(reply.text).userName]).toEqual([200, "local.user@example.com"]);
    const named = { ...workspace, host: workspace.host.replace("127.0.0.1", "localhost") };
    expect((await call(named, "GET", me)).status).toBe(200);
    await expect(call({ ...workspace, caPem: "" }, "GET", me)).rejects.toThrow(/self-signed|unable to verify/u);
  });

  it("serves mounts and apps behind the token check", async () => {
    const app = new Hono()
      .get("/api/2.0/sql/ping", (c) => c.text("pong"))
      .get("/local/results", (c) => c.text("signed"));
    const workspace = await started({
      apps: [app],
      mounts: [{ prefix: "/sql/1.0/", handler: (_, response) => response.end("thrift") }],
    });
    expect((await call(workspace, "GET", "/api/2.0/sql/ping")).text).toBe("pong");
    expect((await call(workspace, "POST", "/sql/1.0/warehouses/w", {})).text).toBe("thrift");
    const none = { authorization: "" };
    expect((await call(workspace, "GET", "/api/2.0/sql/ping", undefined, none)).status).toBe(401);
    expect((await call(workspace, "GET", "/local/results", undefined, none)).text).toBe("signed");
    expect(
      (await call(workspace, "GET", "/sql/1.0/warehouses/w", undefined, { authorization: "Bearer no" })).status,
    ).toBe(401);
  });

  it("stops while connections are open", async () => {
    const workspace = await started();
    const open = fetch(`${workspace.control}/requests`);
    await open;
    await workspace.stop();
    running.pop();
    await expect(call(workspace, "GET", me)).rejects.toThrow(/ECONNREFUSED/u);
  });

  it("says which port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, "127.0.0.1", resolve);
    });
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await expect(started({ port })).rejects.toThrow(`127.0.0.1:${String(port)}`);
    other.close();
  });
});

describe("faults", () => {
  const create = ["POST", "/api/2.0/genie/spaces"] as const;
  const body = { warehouse_id: "w", title: "t", serialized_space: JSON.stringify(tinyDocument) };

  it.each([
    ["cut_before", 0],
    ["cut_after", 1],
  ] as const)("%s drops the connection with %i spaces made", async (kind, made) => {
    const workspace = await started();
    await control(workspace, "POST", "/faults", { method: "POST", route: "/api/2.0/genie/spaces", kind });
    await expect(call(workspace, ...create, body)).rejects.toThrow(/socket hang up|ECONNRESET/u);
    expect(workspace.spaces()).toHaveLength(made);
    expect((await call(workspace, ...create, body)).status).toBe(200);
  });

  it("cuts a mount's answer after it acted", async () => {
    let acted = 0;
    const handler: NonNullable<LocalWorkspaceOptions["mounts"]>[number]["handler"] = (_, response) => {
      acted += 1;
      response.writeHead(200, { "content-type": "application/x-thrift" });
      response.write("a");
      response.end("b");
    };
    const workspace = await started({ mounts: [{ prefix: "/sql/", handler }] });
    await control(workspace, "POST", "/faults", { route: "/sql/*", kind: "cut_after", nth: 2 });
    expect((await call(workspace, "POST", "/sql/1.0/x", {})).text).toBe("ab");
    await expect(call(workspace, "POST", "/sql/1.0/x", {})).rejects.toThrow(/socket hang up|ECONNRESET/u);
    expect(acted).toBe(2);
  });

  it("answers with a status, a header and a body asked for, the nth time", async () => {
    const workspace = await started();
    const fault = {
      route: "/api/2.0/genie/*",
      kind: "status",
      nth: 2,
      times: 2,
      status: 503,
      headers: { "retry-after": "3" },
    };
    await control(workspace, "POST", "/faults", fault);
    const statuses: number[] = [];
    for (let each = 0; each < 4; each += 1)
      statuses.push((await call(workspace, "GET", "/api/2.0/genie/spaces")).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it("answers with half the text when malformed, and in time when delayed", async () => {
    const workspace = await started();
    await control(workspace, "POST", "/faults", { route: me, kind: "malformed" });
    await control(workspace, "POST", "/faults", { route: me, kind: "delay", delay_ms: 5, nth: 2 });
    const cut = await call(workspace, "GET", me);
    expect(cut.status).toBe(200);
    expect(() => JSON.parse(cut.text) as unknown).toThrow(SyntaxError);
    expect((await call(workspace, "GET", me)).status).toBe(200);
  });

  it("are taken away by DELETE", async () => {
    const workspace = await started();
    await control(workspace, "POST", "/faults", { route: me, kind: "status", status: 500 });
    await control(workspace, "DELETE", "/faults");
    expect((await call(workspace, "GET", me)).status).toBe(200);
  });
});

describe("the control port", () => {
  it("refuses a page in a browser", async () => {
    const workspace = await started();
    expect((await control(workspace, "GET", "/requests", undefined, { origin: "https://example.com" })).status).toBe(
      403,
    );
  });

  it("expires tokens until the reset, and the metadata service gives fresh ones", async () => {
    const workspace = await started();
    await control(workspace, "POST", "/tokens/expire", {});
    const refused = await call(workspace, "GET", me);
    expect([refused.status, JSON.parse(refused.text).error_code]).toEqual([401, "UNAUTHENTICATED"]);
    const headers = { "x-databricks-metadata-version": "1", "x-databricks-host": workspace.host };
    const metadata = await control(workspace, "GET", "/metadata/token", undefined, headers);
    const authorization = `Bearer ${JSON.parse(metadata.text).access_token as string}`;
    expect((await call(workspace, "GET", me, undefined, { authorization })).status).toBe(200);
    await control(workspace, "POST", "/reset");
    expect((await call(workspace, "GET", me)).status).toBe(200);
  });

  it("gives OAuth tokens a shorter life until the reset", async () => {
    const workspace = await started();
    const basic = `Basic ${Buffer.from(`${workspace.clientId}:${workspace.clientSecret}`).toString("base64")}`;
    const life = async (): Promise<unknown> => {
      const headers = { authorization: basic, "content-type": "application/x-www-form-urlencoded" };
      const { text } = await call(workspace, "POST", "/oidc/v1/token", "grant_type=client_credentials", headers);
      return (JSON.parse(text) as { expires_in: unknown }).expires_in;
    };
    await control(workspace, "POST", "/tokens/life", { seconds: 42 });
    expect(await life()).toBe(42);
    await control(workspace, "POST", "/reset");
    expect(await life()).toBe(3600);
  });

  it("counts calls by route and by the task that names itself", async () => {
    const workspace = await started();
    const id = await workspace.createSpace("t", tinyDocument);
    for (const task of ["score", "score", "plan"]) {
      await call(workspace, "GET", `/api/2.0/genie/spaces/${id}`, undefined, { "x-genie-enhancer-task": task });
    }
    expect(workspace.requests()).toEqual([
      { method: "GET", route: "/api/2.0/genie/spaces/{id}", task: "score", count: 2 },
      { method: "GET", route: "/api/2.0/genie/spaces/{id}", task: "plan", count: 1 },
    ]);
  });

  it("edits a space as somebody else would", async () => {
    const workspace = await started();
    const id = await workspace.createSpace("t", tinyDocument);
    const path = `/api/2.0/genie/spaces/${id}?include_serialized_space=true`;
    const before = JSON.parse((await call(workspace, "GET", path)).text);
    const patch = { instructions: { text_instructions: [{ id: "a".repeat(32), content: ["Be brief."] }] } };
    await control(workspace, "POST", `/spaces/${id}/edit`, patch);
    const after = JSON.parse((await call(workspace, "GET", path)).text);
    expect(JSON.parse(after.serialized_space)).toEqual({ ...JSON.parse(before.serialized_space), ...patch });
    expect(after.etag).not.toBe(before.etag);
    const stale = { etag: before.etag, title: "mine" };
    const refused = await call(workspace, "PATCH", `/api/2.0/genie/spaces/${id}`, stale);
    expect([refused.status, JSON.parse(refused.text).error_code]).toEqual([409, "ABORTED"]);
  });
});

describe("a workspace with a folder", () => {
  it("opens again with its spaces, and earlier tokens stay good", async () => {
    const folder = await mkdtemp(join(tmpdir(), "local-"));
    try {
      const first = await started({ folder });
      const id = await first.createSpace("kept", tinyDocument);
      await first.stop();
      running.pop();
      const second = await started({ folder });
      expect(second.spaces()).toEqual([{ id, title: "kept" }]);
      expect(second.token).not.toBe(first.token);
      expect((await call({ ...second, token: first.token }, "GET", me)).status).toBe(200);
      expect(await second.createSpace("new", tinyDocument)).not.toBe(id);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("fills the ready file", async () => {
    const workspace = await started();
    const rest = { caFile: "/x/ca.pem", spaceId: "s", catalog: "c", schema: "d", endpoint: "local-model", pid: 7 };
    expect(readyFile(workspace, rest)).toEqual({
      host: workspace.host,
      token: workspace.token,
      client_id: workspace.clientId,
      client_secret: workspace.clientSecret,
      ca_file: "/x/ca.pem",
      warehouse_id: "0123456789abcdef",
      http_path: "/sql/1.0/warehouses/0123456789abcdef",
      space_id: "s",
      catalog: "c",
      schema: "d",
      llm_endpoint: "local-model",
      control: workspace.control,
      pid: 7,
    });
  });
});
