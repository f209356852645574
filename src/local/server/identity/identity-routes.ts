import { Hono } from "hono";
import type { Context } from "hono";
import type { AppEnv } from "../surroundings.ts";
import type { TokenBook } from "./token-book.ts";

/** The workspace's number, in a header of every answer as the platform has it. */
export const workspaceId = "4500000000000000";

/** OIDC discovery and the token endpoint: reachable without a token. */
export function signInRoutes(tokens: TokenBook, host: () => string): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get("/.well-known/databricks-config", (c) =>
    c.json({ oidc_endpoint: `${host()}/oidc`, workspace_id: workspaceId, account_id: "" }),
  );
  const discovery = (c: Context): Response =>
    c.json({
      issuer: `${host()}/oidc`,
      authorization_endpoint: `${host()}/oidc/v1/authorize`,
      token_endpoint: `${host()}/oidc/v1/token`,
      grant_types_supported: ["client_credentials"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      scopes_supported: ["all-apis"],
      response_types_supported: ["code"],
    });
  app.get("/oidc/.well-known/oauth-authorization-server", discovery);
  app.get("/oidc/.well-known/openid-configuration", discovery);

  app.post("/oidc/v1/token", async (c) => {
    const form = new URLSearchParams(await c.req.text());
    if (form.get("grant_type") !== "client_credentials") return c.json({ error: "unsupported_grant_type" }, 400);
    const client = clientOf(c.req.header("authorization"), form);
    const user = client === null ? null : tokens.principalOf(client.id, client.secret);
    if (user === null) {
      return c.json({ error: "invalid_client", error_description: "Client authentication failed" }, 401);
    }
    const { accessToken, expiresIn } = tokens.issue(user);
    return c.json({ access_token: accessToken, token_type: "Bearer", expires_in: expiresIn, scope: "all-apis" });
  });
  return app;
}

function clientOf(header: string | undefined, form: URLSearchParams): { id: string; secret: string } | null {
  const basic = /^Basic\s+(\S+)$/iu.exec(header ?? "")?.[1];
  if (basic !== undefined) {
    const [id = "", ...rest] = Buffer.from(basic, "base64").toString().split(":");
    return { id, secret: rest.join(":") };
  }
  const id = form.get("client_id");
  const secret = form.get("client_secret");
  return id === null || secret === null ? null : { id, secret };
}

/** Who the caller is. */
export function meRoutes(): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get("/api/2.0/preview/scim/v2/Me", (c) => {
    const user = c.get("user");
    return c.json({
      id: user.id,
      userName: user.name,
      displayName: user.displayName,
      active: true,
      ...(user.kind === "user" ? { emails: [{ type: "work", value: user.name, primary: true }] } : {}),
      groups: user.groups.map((group) => ({ display: group, type: "direct", value: group })),
      entitlements: [{ value: "databricks-sql-access" }, { value: "workspace-access" }],
    });
  });
  return app;
}
