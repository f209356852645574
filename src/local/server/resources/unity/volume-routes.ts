import { Hono } from "hono";
import { z } from "zod";
import { ApiError, invalidParameter } from "../../api-error.ts";
import { pageOf } from "../../page.ts";
import { readBody } from "../../read-body.ts";
import type { AppEnv } from "../../surroundings.ts";
import type { GrantStore } from "./grant-store.ts";
import { metastore } from "./unity-name.ts";
import { schemaName, type UnityStore, type Volume, volumeName } from "./unity-store.ts";

const base = "/api/2.1/unity-catalog/volumes";
const createBody = z.object({
  catalog_name: z.string(),
  schema_name: z.string(),
  name: z.string(),
  volume_type: z.enum(["MANAGED", "EXTERNAL"]),
  storage_location: z.string().optional(),
  comment: z.string().optional(),
});
const updateBody = z.object({
  comment: z.string().optional(),
  owner: z.string().optional(),
  new_name: z.string().optional(),
});

/** Managed volumes. */
export function volumeRoutes(unity: UnityStore, grants: GrantStore): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.post(base, async (c) => {
    const body = await readBody(c, createBody);
    if (body.volume_type === "EXTERNAL") {
      throw new ApiError(
        404,
        "EXTERNAL_LOCATION_DOES_NOT_EXIST",
        `External Location for '${body.storage_location ?? ""}' does not exist: the local workspace has managed volumes only.`,
      );
    }
    if (body.storage_location !== undefined) {
      throw invalidParameter("CreateVolume storage_location can not be provided.");
    }
    const schema = await unity.schema(`${body.catalog_name}.${body.schema_name}`);
    grants.require(c.get("user"), "CREATE_VOLUME", "schema", schemaName(schema), schema.owner);
    const wanted = { catalog: schema.catalog, schema: schema.name, name: body.name, comment: body.comment ?? null };
    return c.json(view(await unity.createVolume(wanted, c.get("user"))));
  });
  app.get(base, async (c) => {
    const { catalog_name: catalog, schema_name: schema } = c.req.query();
    if (catalog === undefined || schema === undefined) {
      throw invalidParameter("catalog_name and schema_name are required.");
    }
    const query = { pageSize: c.req.query("max_results"), pageToken: c.req.query("page_token") };
    const limits = { usual: 100, most: 10_000 };
    const { items, nextPageToken } = pageOf(await unity.volumes(`${catalog}.${schema}`), query, limits);
    return c.json({ volumes: items.map(view), ...(nextPageToken === null ? {} : { next_page_token: nextPageToken }) });
  });
  app.get(`${base}/:name`, (c) => {
    const volume = unity.volume(c.req.param("name"));
    grants.require(c.get("user"), "READ_VOLUME", "volume", volumeName(volume), volume.owner);
    return c.json(view(volume));
  });
  app.patch(`${base}/:name`, async (c) => {
    const old = unity.volume(c.req.param("name"));
    grants.require(c.get("user"), "MANAGE", "volume", volumeName(old), old.owner);
    const { new_name: newName, ...change } = await readBody(c, updateBody);
    return c.json(view(await unity.updateVolume(volumeName(old), { ...change, newName }, c.get("user"))));
  });
  app.delete(`${base}/:name`, async (c) => {
    const old = unity.volume(c.req.param("name"));
    grants.require(c.get("user"), "MANAGE", "volume", volumeName(old), old.owner);
    await unity.deleteVolume(volumeName(old));
    return c.json({});
  });
  return app;
}

function view(volume: Volume): Record<string, unknown> {
  return {
    name: volume.name,
    catalog_name: volume.catalog,
    schema_name: volume.schema,
    full_name: volumeName(volume),
    volume_id: volume.id,
    volume_type: "MANAGED",
    storage_location: `local://${metastore.id}/volumes/${volume.id}`,
    metastore_id: metastore.id,
    owner: volume.owner,
    ...(volume.comment === null ? {} : { comment: volume.comment }),
    created_at: volume.createdAt,
    created_by: volume.createdBy,
    updated_at: volume.updatedAt,
    updated_by: volume.updatedBy,
  };
}
