import { Hono } from "hono";
import { z } from "zod";
import { doesNotExist, invalidParameter } from "../../api-error.ts";
import type { FileStore } from "../../files/file-store.ts";
import { childOf, plainPath } from "../../files/workspace-path.ts";
import { pageOf } from "../../page.ts";
import { readBody } from "../../read-body.ts";
import type { AppEnv, Surroundings } from "../../surroundings.ts";
import { type AlertDefinition, alertDefinition, alertFile } from "./alert-definition.ts";
import type { Alert, AlertStore } from "./alert-store.ts";

const base = "/api/2.0/alerts";

/** Alerts of the second version: kept and shown. Nothing evaluates them here, so each stays in the state UNKNOWN. */
export function alertRoutes(around: Surroundings, store: AlertStore, files: FileStore): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const now = (): number => around.clock.now().getTime();
  const living = (id: string): Alert => {
    const found = store.get(id);
    if (found.trashed) throw doesNotExist(`Alert with ID '${id}' is trashed.`);
    return found;
  };

  app.post(base, async (c) => {
    const user = c.get("user");
    const given = await readBody(c, alertDefinition);
    const definition = { ...given, parent_path: given.parent_path ?? `/Workspace/Users/${user.name}` };
    if (!files.isFolder(definition.parent_path)) {
      throw doesNotExist(`Path (${definition.parent_path}) doesn't exist.`);
    }
    const id = around.ids.uuid("alert");
    const alert = { id, creator: user.name, createdAt: now(), updatedAt: now(), trashed: false, definition };
    await files.putResource(fileOf(definition), alertFile(definition), "FILE", id, user);
    store.put(alert);
    return c.json(view(alert));
  });
  app.get(base, (c) => {
    const query = { pageSize: c.req.query("page_size"), pageToken: c.req.query("page_token") };
    const alerts = store.list().filter(({ trashed }) => !trashed);
    const { items, nextPageToken } = pageOf(alerts, query, { usual: 20, most: 100 });
    return c.json({ alerts: items.map(view), ...(nextPageToken === null ? {} : { next_page_token: nextPageToken }) });
  });
  app.get(`${base}/:id`, (c) => c.json(view(store.get(c.req.param("id")))));
  app.patch(`${base}/:id`, async (c) => {
    const old = living(c.req.param("id"));
    const change = await readBody(c, z.looseObject({}));
    const definition = changed(old.definition, change, c.req.query("update_mask") ?? "*");
    await files.putResource(fileOf(definition), alertFile(definition), "FILE", old.id, c.get("user"));
    if (fileOf(definition) !== fileOf(old.definition)) await removeFile(files, old);
    const alert = { ...old, updatedAt: now(), definition };
    store.put(alert);
    return c.json(view(alert));
  });
  app.delete(`${base}/:id`, async (c) => {
    const purge = c.req.query("purge") === "true";
    const old = purge ? store.get(c.req.param("id")) : living(c.req.param("id"));
    if (!old.trashed) await removeFile(files, old);
    if (purge) store.drop(old.id);
    else store.put({ ...old, trashed: true, updatedAt: now() });
    return c.json({});
  });
  return app;
}

/** The members a mask names are taken from the change, `*` takes all; the folder stays. @throws ApiError 400 */
function changed(old: AlertDefinition, change: Readonly<Record<string, unknown>>, mask: string): AlertDefinition {
  const names = mask.split(",").map((name) => name.trim().split(".")[0] ?? "");
  const taken = Object.fromEntries(names.map((name) => [name, change[name]]));
  const whole = names.includes("*") ? change : { ...old, ...taken };
  const parsed = alertDefinition.safeParse({ ...whole, parent_path: old.parent_path });
  if (parsed.success) return parsed.data;
  throw invalidParameter(z.prettifyError(parsed.error));
}

async function removeFile(files: FileStore, { id, definition }: Alert): Promise<void> {
  if (files.status(fileOf(definition))?.resourceId === id) await files.remove(fileOf(definition), false);
}

function fileOf({ parent_path: folder = "/", display_name: name }: AlertDefinition): string {
  return childOf(plainPath(folder), `${name.replaceAll("/", "_")}.dbalert.json`);
}

function view(alert: Alert): Record<string, unknown> {
  const { definition, creator } = alert;
  return {
    ...definition,
    id: alert.id,
    evaluation: { ...definition.evaluation, state: "UNKNOWN" },
    owner_user_name: creator,
    effective_run_as: definition.run_as ?? { user_name: creator },
    lifecycle_state: alert.trashed ? "DELETED" : "ACTIVE",
    create_time: new Date(alert.createdAt).toISOString(),
    update_time: new Date(alert.updatedAt).toISOString(),
  };
}
