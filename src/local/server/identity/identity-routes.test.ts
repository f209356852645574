import { describe, expect, it } from "vitest";
import { manualClock } from "../../../lib/core/clock.ts";
import { type Loose, testWorkspace, type TestWorkspace } from "../test-workspace.ts";

const me = "/api/2.0/preview/scim/v2/Me";

async function tokenFor(workspace: TestWorkspace, id: string, secret: string): Promise<Response> {
  return await workspace.app.request("/oidc/v1/token", {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "all-apis" }),
  });
}

describe("identity", () => {
  it.each([
    ["no token", undefined],
    ["an unknown token", "Bearer dapi0000"],
    ["another scheme", "Basic abc"],
  ])("refuses a call with %s", async (_, authorization) => {
    const workspace = await testWorkspace();
    const reply = await workspace.app.request(me, authorization === undefined ? {} : { headers: { authorization } });
    expect([reply.status, ((await reply.json()) as Loose).error_code]).toEqual([401, "UNAUTHENTICATED"]);
  });

  it("says who the caller is, with the workspace's number in a header", async () => {
    const workspace = await testWorkspace();
    const { body, headers } = await workspace.call("GET", me);
    expect(body).toMatchObject({ userName: "local.user@example.com", active: true });
    expect(headers.get("x-databricks-org-id")).toMatch(/^\d+$/u);
    const other = await workspace.call("GET", me, undefined, workspace.tokens.restrictedToken);
    expect(other.body.userName).toBe("restricted.user@example.com");
  });

  it("leads client credentials from discovery to a token of an hour", async () => {
    const clock = manualClock();
    const workspace = await testWorkspace({ clock });
    const discovery = await workspace.app.request("/oidc/.well-known/oauth-authorization-server");
    expect(((await discovery.json()) as Loose).token_endpoint).toBe("https://127.0.0.1:1/oidc/v1/token");
    const { clientId, clientSecret } = workspace.tokens;
    const granted = (await (await tokenFor(workspace, clientId, clientSecret)).json()) as Loose;
    expect(granted).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
    expect((await workspace.call("GET", me, undefined, granted.access_token)).body.userName).toBe(clientId);
    clock.advance(3_600_000);
    expect((await workspace.call("GET", me, undefined, granted.access_token)).status).toBe(401);
  });

  it("gives tokens of the life asked for, until it is set back", async () => {
    const clock = manualClock();
    const workspace = await testWorkspace({ clock });
    const { clientId, clientSecret } = workspace.tokens;
    workspace.tokens.liveFor(60);
    const granted = (await (await tokenFor(workspace, clientId, clientSecret)).json()) as Loose;
    expect(granted.expires_in).toBe(60);
    clock.advance(59_000);
    expect((await workspace.call("GET", me, undefined, granted.access_token)).status).toBe(200);
    clock.advance(1_000);
    expect((await workspace.call("GET", me, undefined, granted.access_token)).status).toBe(401);
    workspace.tokens.restore();
    expect(await (await tokenFor(workspace, clientId, clientSecret)).json()).toMatchObject({ expires_in: 3600 });
  });

  it("refuses a wrong client secret and another grant", async () => {
    const workspace = await testWorkspace();
    expect((await tokenFor(workspace, workspace.tokens.clientId, "no")).status).toBe(401);
    const other = new URLSearchParams({ grant_type: "password" });
    const reply = await workspace.app.request("/oidc/v1/token", { method: "POST", body: other });
    expect(reply.status).toBe(400);
  });

  it("names a call that is not served", async () => {
    const workspace = await testWorkspace();
    const { status, body } = await workspace.call("GET", "/api/2.0/nothing");
    expect([status, body.error_code]).toEqual([501, "NOT_IMPLEMENTED"]);
    expect(body.message).toContain("GET /api/2.0/nothing");
    const outside = await workspace.call("GET", "/nothing");
    expect([outside.status, outside.body.error_code]).toEqual([404, "ENDPOINT_NOT_FOUND"]);
  });
});
