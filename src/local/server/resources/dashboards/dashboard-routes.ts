import { type Context, Hono } from "hono";
import { z } from "zod";
import { doesNotExist, invalidParameter } from "../../api-error.ts";
import { pageOf } from "../../page.ts";
import { readBody } from "../../read-body.ts";
import type { AppEnv } from "../../surroundings.ts";
import { type Dashboard, type DashboardStore, etagOf, pathOf } from "./dashboard-store.ts";

const base = "/api/2.0/lakeview/dashboards";
const wholeBody = z.object({
  display_name: z.string().optional(),
  parent_path: z.string().optional(),
  warehouse_id: z.string().optional(),
  serialized_dashboard: z.string().optional(),
  etag: z.string().optional(),
});
const publishBody = z.object({ warehouse_id: z.string().optional(), embed_credentials: z.boolean().default(true) });

/** AI/BI dashboards: their drafts, what is published of them, and the trash. */
export function dashboardRoutes(store: DashboardStore): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.post(base, async (c) => {
    const body = await readBody(c, wholeBody);
    const user = c.get("user");
    if (body.display_name === undefined || body.display_name === "")
      throw invalidParameter("display_name is required.");
    const made = await store.create(
      {
        name: body.display_name,
        parentPath: body.parent_path ?? `/Users/${user.name}`,
        warehouseId: body.warehouse_id,
        serialized: body.serialized_dashboard,
        datasets: datasetsOf(c),
      },
      user,
    );
    return c.json(view(made));
  });
  app.get(base, (c) => {
    const shown = store.list().filter((each) => !each.trashed || c.req.query("show_trashed") === "true");
    const query = { pageSize: c.req.query("page_size"), pageToken: c.req.query("page_token") };
    const { items, nextPageToken } = pageOf(shown, query, { usual: 20, most: 1000 });
    return c.json({
      dashboards: items.map((each) => {
        const { serialized_dashboard: _long, ...rest } = view(each);
        return rest;
      }),
      ...(nextPageToken === null ? {} : { next_page_token: nextPageToken }),
    });
  });
  app.get(`${base}/:id`, (c) => c.json(view(store.get(c.req.param("id")))));
  app.patch(`${base}/:id`, async (c) => {
    const body = await readBody(c, wholeBody);
    const changed = await store.update(
      c.req.param("id"),
      {
        name: body.display_name,
        warehouseId: body.warehouse_id,
        serialized: body.serialized_dashboard,
        etag: body.etag,
        datasets: datasetsOf(c),
      },
      c.get("user"),
    );
    return c.json(view(changed));
  });
  app.delete(`${base}/:id`, async (c) => {
    await store.trash(c.req.param("id"));
    return c.json({});
  });

  app.post(`${base}/:id/published`, async (c) => {
    const body = await readBody(c, publishBody);
    return c.json(publishedView(store.publish(c.req.param("id"), body.warehouse_id, body.embed_credentials)));
  });
  app.get(`${base}/:id/published`, (c) => c.json(publishedView(store.get(c.req.param("id")))));
  app.delete(`${base}/:id/published`, (c) => {
    store.unpublish(c.req.param("id"));
    return c.json({});
  });
  return app;
}

function datasetsOf(c: Context): { catalog?: string; schema?: string } {
  const catalog = c.req.query("dataset_catalog") ?? "";
  const schema = c.req.query("dataset_schema") ?? "";
  return { ...(catalog === "" ? {} : { catalog }), ...(schema === "" ? {} : { schema }) };
}

function view(dashboard: Dashboard): Record<string, unknown> {
  const { parentPath, createdAt, updatedAt } = dashboard;
  return {
    dashboard_id: dashboard.id,
    display_name: dashboard.name,
    path: pathOf(dashboard),
    parent_path: parentPath,
    ...(dashboard.warehouseId === "" ? {} : { warehouse_id: dashboard.warehouseId }),
    etag: etagOf(dashboard),
    lifecycle_state: dashboard.trashed ? "TRASHED" : "ACTIVE",
    create_time: new Date(createdAt).toISOString(),
    update_time: new Date(updatedAt).toISOString(),
    serialized_dashboard: dashboard.serialized,
  };
}

function publishedView({ id, published }: Dashboard): Record<string, unknown> {
  if (published === null) throw doesNotExist(`Unable to find published dashboard [${id}]`);
  return {
    display_name: published.name,
    ...(published.warehouseId === "" ? {} : { warehouse_id: published.warehouseId }),
    embed_credentials: published.embedCredentials,
    revision_create_time: new Date(published.at).toISOString(),
  };
}
