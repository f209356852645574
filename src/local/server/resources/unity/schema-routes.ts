import { Hono } from "hono";
import { z } from "zod";
import { invalidParameter } from "../../api-error.ts";
import { pageOf } from "../../page.ts";
import { readBody } from "../../read-body.ts";
import type { AppEnv } from "../../surroundings.ts";
import type { GrantStore } from "./grant-store.ts";
import { metastore, noSuch } from "./unity-name.ts";
import { type Schema, schemaName, type UnityStore } from "./unity-store.ts";

const base = "/api/2.1/unity-catalog";
const properties = z.record(z.string(), z.string()).optional();
const createBody = z.object({
  name: z.string(),
  catalog_name: z.string(),
  comment: z.string().optional(),
  properties,
});
const updateBody = z.object({
  comment: z.string().optional(),
  owner: z.string().optional(),
  new_name: z.string().optional(),
  properties,
});

/** The metastore, its catalogs, and schemas. */
export function schemaRoutes(unity: UnityStore, grants: GrantStore): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get(`${base}/metastore_summary`, (c) => c.json({ metastore_id: metastore.id, name: metastore.name }));
  app.get(`${base}/current-metastore-assignment`, (c) => c.json({ metastore_id: metastore.id }));
  app.get(`${base}/catalogs`, async (c) => c.json({ catalogs: (await unity.catalogs()).map(catalogView) }));
  app.get(`${base}/catalogs/:name`, async (c) => {
    const name = c.req.param("name").toLowerCase();
    if (!(await unity.catalogs()).includes(name)) throw noSuch("catalog", name);
    return c.json(catalogView(name));
  });

  app.post(`${base}/schemas`, async (c) => {
    const body = await readBody(c, createBody);
    const catalog = body.catalog_name.toLowerCase();
    grants.require(c.get("user"), "CREATE_SCHEMA", "catalog", catalog, null);
    const wanted = { catalog, name: body.name, comment: body.comment ?? null, properties: body.properties ?? null };
    return c.json(schemaView(await unity.createSchema(wanted, c.get("user"))));
  });
  app.get(`${base}/schemas`, async (c) => {
    const catalog = c.req.query("catalog_name");
    if (catalog === undefined) throw invalidParameter("catalog_name is required.");
    const query = { pageSize: c.req.query("max_results"), pageToken: c.req.query("page_token") };
    const { items, nextPageToken } = pageOf(await unity.schemas(catalog), query, { usual: 100, most: 1000 });
    return c.json({
      schemas: items.map(schemaView),
      ...(nextPageToken === null ? {} : { next_page_token: nextPageToken }),
    });
  });
  app.get(`${base}/schemas/:name`, async (c) => c.json(schemaView(await unity.schema(c.req.param("name")))));
  app.patch(`${base}/schemas/:name`, async (c) => {
    const old = await unity.schema(c.req.param("name"));
    grants.require(c.get("user"), "MANAGE", "schema", schemaName(old), old.owner);
    const { new_name: newName, ...change } = await readBody(c, updateBody);
    const given = [newName, change.comment, change.owner, change.properties];
    if (given.every((member) => member === undefined)) throw invalidParameter("UpdateSchema Nothing to update.");
    return c.json(schemaView(await unity.updateSchema(schemaName(old), { ...change, newName }, c.get("user"))));
  });
  app.delete(`${base}/schemas/:name`, async (c) => {
    const old = await unity.schema(c.req.param("name"));
    grants.require(c.get("user"), "MANAGE", "schema", schemaName(old), old.owner);
    await unity.deleteSchema(schemaName(old), c.req.query("force") === "true");
    return c.json({});
  });
  return app;
}

function catalogView(name: string): Record<string, unknown> {
  return {
    name,
    full_name: name,
    catalog_type: "MANAGED_CATALOG",
    metastore_id: metastore.id,
    securable_type: "CATALOG",
    isolation_mode: "OPEN",
  };
}

function schemaView(schema: Schema): Record<string, unknown> {
  return {
    name: schema.name,
    catalog_name: schema.catalog,
    full_name: schemaName(schema),
    schema_id: schema.id,
    catalog_type: "MANAGED_CATALOG",
    securable_type: "SCHEMA",
    metastore_id: metastore.id,
    owner: schema.owner,
    ...(schema.comment === null ? {} : { comment: schema.comment }),
    ...(schema.properties === null ? {} : { properties: schema.properties }),
    enable_predictive_optimization: "INHERIT",
    effective_predictive_optimization_flag: {
      value: "ENABLE",
      inherited_from_type: "METASTORE",
      inherited_from_name: metastore.name,
    },
    browse_only: false,
    created_at: schema.createdAt,
    created_by: schema.createdBy,
    updated_at: schema.updatedAt,
    updated_by: schema.updatedBy,
  };
}
