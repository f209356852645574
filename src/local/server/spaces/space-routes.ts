import { type Context, Hono } from "hono";
import { z } from "zod";
import { invalidParameter } from "../api-error.ts";
import { pageOf } from "../page.ts";
import { readBody } from "../read-body.ts";
import type { AppEnv } from "../surroundings.ts";
import { mayDo, requireLevel } from "./space-access.ts";
import type { Space } from "./space.ts";
import type { SpaceStore } from "./space-store.ts";

const createBody = z.object({
  warehouse_id: z.string().optional(),
  serialized_space: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  parent_path: z.string().optional(),
});

const updateBody = createBody.extend({ etag: z.string().optional() });

/** Create, read, change, list and trash Genie spaces. */
export function spaceRoutes(spaces: SpaceStore): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.post("/api/2.0/genie/spaces", async (c) => {
    const body = await readBody(c, createBody);
    const space = await spaces.create(
      {
        warehouseId: given(body.warehouse_id, "warehouse_id"),
        serialized: given(body.serialized_space, "serialized_space"),
        title: body.title ?? "New Space",
        description: body.description ?? "",
        parentPath: body.parent_path ?? null,
      },
      c.get("user"),
    );
    return c.json(shown(space, true));
  });

  app.get("/api/2.0/genie/spaces", (c) => {
    const visible = spaces.list().filter((space) => mayDo(space, c.get("user"), "CAN_READ"));
    const query = { pageSize: c.req.query("page_size"), pageToken: c.req.query("page_token") };
    const { items, nextPageToken } = pageOf(visible, query, { usual: 20, most: 100 });
    return c.json({
      spaces: items.map((space) => shown(space, false)),
      ...(nextPageToken === null ? {} : { next_page_token: nextPageToken }),
    });
  });

  app.get("/api/2.0/genie/spaces/:id", (c) => {
    const space = reachable(spaces, c);
    requireLevel(space, c.get("user"), "CAN_READ");
    if (c.req.query("include_serialized_space") !== "true") return c.json(shown(space, false));
    // With less than CAN_EDIT the body comes back empty, and nothing to write it back with.
    return c.json(
      mayDo(space, c.get("user"), "CAN_EDIT") ? shown(space, true) : { ...shown(space, false), serialized_space: "" },
    );
  });

  app.patch("/api/2.0/genie/spaces/:id", async (c) => {
    const space = reachable(spaces, c);
    requireLevel(space, c.get("user"), "CAN_EDIT");
    const body = await readBody(c, updateBody);
    const updated = await spaces.update(space.id, {
      title: body.title,
      description: body.description,
      warehouseId: body.warehouse_id,
      parentPath: body.parent_path,
      serialized: body.serialized_space,
      etag: body.etag,
    });
    return c.json(shown(updated, true));
  });

  app.delete("/api/2.0/genie/spaces/:id", async (c) => {
    const space = reachable(spaces, c);
    requireLevel(space, c.get("user"), "CAN_MANAGE");
    await spaces.trash(space.id);
    return c.json({});
  });

  return app;
}

function reachable(spaces: SpaceStore, c: Context<AppEnv, "/api/2.0/genie/spaces/:id">): Space {
  return spaces.get(c.req.param("id"));
}

function given(value: string | undefined, name: string): string {
  if (value === undefined || value === "") throw invalidParameter(`${name} is required.`);
  return value;
}

function shown(space: Space, whole: boolean): Record<string, unknown> {
  return {
    space_id: space.id,
    title: space.title,
    ...(space.description === "" ? {} : { description: space.description }),
    warehouse_id: space.warehouseId,
    parent_path: space.parentPath,
    create_time: new Date(space.createdAt).toISOString(),
    update_time: new Date(space.updatedAt).toISOString(),
    ...(whole ? { serialized_space: JSON.stringify(space.document), etag: space.etag } : {}),
  };
}
