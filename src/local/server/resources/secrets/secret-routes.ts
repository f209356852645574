import { type Context, Hono } from "hono";
import { z } from "zod";
import { ApiError, doesNotExist, invalidParameter } from "../../api-error.ts";
import { isAnyPrincipal } from "../../identity/principals.ts";
import { readBody } from "../../read-body.ts";
import type { AppEnv } from "../../surroundings.ts";
import type { SecretStore } from "./secret-store.ts";

const largestSecret = 128 * 1024;
const createBody = z.object({
  scope: z.string(),
  initial_manage_principal: z.literal("users").optional(),
  scope_backend_type: z.string().default("DATABRICKS"),
});
const scopeBody = z.object({ scope: z.string() });
const keyBody = z.object({ scope: z.string(), key: z.string() });
const putBody = keyBody.extend({ string_value: z.string().optional(), bytes_value: z.base64().optional() });
const aclBody = z.object({ scope: z.string(), principal: z.string() });
const putAclBody = aclBody.extend({ permission: z.enum(["READ", "WRITE", "MANAGE"]) });

const at = (path: string): string => `/api/2.0/secrets/${path}`;

/** Secret scopes, secrets and who may read them. */
export function secretRoutes(store: SecretStore): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.post(at("scopes/create"), async (c) => {
    const body = await readBody(c, createBody);
    if (body.scope_backend_type !== "DATABRICKS") {
      throw new ApiError(501, "NOT_IMPLEMENTED", `The local workspace has no scopes of ${body.scope_backend_type}.`);
    }
    store.create(body.scope, c.get("user"), body.initial_manage_principal === "users");
    return c.json({});
  });
  app.get(at("scopes/list"), (c) =>
    c.json({ scopes: store.names(c.get("user")).map((name) => ({ name, backend_type: "DATABRICKS" })) }),
  );
  app.post(at("scopes/delete"), async (c) => {
    const { scope } = await readBody(c, scopeBody);
    store.scope(scope, c.get("user"), "MANAGE");
    store.drop(scope);
    return c.json({});
  });

  app.post(at("put"), async (c) => {
    const body = await readBody(c, putBody);
    const scope = store.scope(body.scope, c.get("user"), "WRITE");
    if (!/^[\w.-]{1,128}$/u.test(body.key)) throw invalidParameter(`Secret key '${body.key}' is not valid.`);
    const value = valueOf(body);
    if (value.length > largestSecret) throw invalidParameter("A secret has at most 128 KB.");
    store.put(scope, body.key, value.toString("base64"));
    return c.json({});
  });
  app.get(at("get"), (c) => {
    const { scope, key } = asked(c, "key");
    const found = store.scope(scope, c.get("user"), "READ").secrets[key];
    if (found === undefined) throw noSecret(scope, key);
    return c.json({ key, value: found.value });
  });
  app.get(at("list"), (c) => {
    const { secrets } = store.scope(c.req.query("scope") ?? "", c.get("user"), "READ");
    const listed = Object.entries(secrets).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return c.json({ secrets: listed.map(([key, { updatedAt }]) => ({ key, last_updated_timestamp: updatedAt })) });
  });
  app.post(at("delete"), async (c) => {
    const body = await readBody(c, keyBody);
    const { secrets } = store.scope(body.scope, c.get("user"), "WRITE");
    if (secrets[body.key] === undefined) throw noSecret(body.scope, body.key);
    delete secrets[body.key];
    store.changed();
    return c.json({});
  });

  app.post(at("acls/put"), async (c) => {
    const body = await readBody(c, putAclBody);
    const { acls } = store.scope(body.scope, c.get("user"), "MANAGE");
    if (!isAnyPrincipal(body.principal)) throw doesNotExist(`User or Group ${body.principal} does not exist.`);
    acls[body.principal] = body.permission;
    store.changed();
    return c.json({});
  });
  app.get(at("acls/get"), (c) => {
    const { scope, principal } = asked(c, "principal");
    const permission = store.scope(scope, c.get("user"), "MANAGE").acls[principal];
    if (permission === undefined) throw noAcl(scope, principal);
    return c.json({ principal, permission });
  });
  app.get(at("acls/list"), (c) => {
    const { acls } = store.scope(c.req.query("scope") ?? "", c.get("user"), "MANAGE");
    return c.json({ items: Object.entries(acls).map(([principal, permission]) => ({ principal, permission })) });
  });
  app.post(at("acls/delete"), async (c) => {
    const body = await readBody(c, aclBody);
    const { acls } = store.scope(body.scope, c.get("user"), "MANAGE");
    if (acls[body.principal] === undefined) throw noAcl(body.scope, body.principal);
    delete acls[body.principal];
    store.changed();
    return c.json({});
  });
  return app;
}

function asked<K extends string>(c: Context, name: K): Record<K | "scope", string> {
  const value = c.req.query(name);
  const scope = c.req.query("scope");
  if (value === undefined || scope === undefined) throw invalidParameter(`scope and ${name} are required.`);
  // Both names were just checked; an object literal with a computed name loses its type.
  return { scope, [name]: value } as Record<K | "scope", string>;
}

function valueOf(body: z.output<typeof putBody>): Buffer {
  if (body.string_value !== undefined && body.bytes_value === undefined) return Buffer.from(body.string_value);
  if (body.bytes_value !== undefined && body.string_value === undefined) return Buffer.from(body.bytes_value, "base64");
  throw invalidParameter("Exactly one of string_value and bytes_value is needed.");
}

const noSecret = (scope: string, key: string): ApiError =>
  doesNotExist(`Secret does not exist with scope: ${scope} and key: ${key}`);

const noAcl = (scope: string, principal: string): ApiError =>
  doesNotExist(`No ACL exists for principal ${principal} on scope ${scope}.`);
