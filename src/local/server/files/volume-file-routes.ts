import { type Context, Hono } from "hono";
import { ApiError, invalidParameter } from "../api-error.ts";
import { pageOf } from "../page.ts";
import type { AppEnv } from "../surroundings.ts";
import type { DiskTree, OnDisk } from "./disk-tree.ts";
import { childOf, nameOf, parentOf, pathBehind, plainPath } from "./workspace-path.ts";

const filesPath = "/api/2.0/fs/files/";
const foldersPath = "/api/2.0/fs/directories/";

/** What is behind the files of volumes. */
export type VolumeFiles = {
  readonly tree: DiskTree;
  /** @throws ApiError 403, 404 for a volume that is not there or not the caller's to use */
  readonly check: (c: Context<AppEnv>, volume: string, privilege: "READ_VOLUME" | "WRITE_VOLUME") => void;
};

/** The Files API over volumes: `/Volumes/catalog/schema/volume/…`. */
export function volumeFileRoutes({ tree, check }: VolumeFiles): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  type Place = {
    readonly path: string;
    readonly inside: boolean;
    readonly asked: string;
    readonly found: OnDisk | null;
  };
  const place = (c: Context<AppEnv>, prefix: string, privilege: "READ_VOLUME" | "WRITE_VOLUME"): Place => {
    const asked = plainPath(pathBehind(c.req.url, prefix));
    const [, catalog, schema, volume, rest = ""] = /^\/Volumes\/([^/]+)\/([^/]+)\/([^/]+)(\/.*)?$/u.exec(asked) ?? [];
    if (catalog === undefined || schema === undefined || volume === undefined) {
      throw invalidParameter(
        `Invalid path: ${asked}. Paths have the form /Volumes/<catalog>/<schema>/<volume>/<path>.`,
      );
    }
    const base = [catalog, schema, volume].map((name) => name.toLowerCase());
    check(c, base.join("."), privilege);
    const path = `/${base.join("/")}${rest}`;
    return { path, inside: rest !== "", asked, found: tree.stat(path) };
  };

  app.put(`${filesPath}*`, async (c) => {
    const { path, inside, asked, found } = place(c, filesPath, "WRITE_VOLUME");
    if (!inside || found?.kind === "directory") throw invalidParameter(`The path ${asked} is a directory.`);
    makeFolder(tree, parentOf(path), asked);
    const overwrite = c.req.query("overwrite") !== "false";
    // A body is a stream of bytes, which Node can walk through though its type does not say so.
    const body = (c.req.raw.body ?? new Blob([]).stream()) as unknown as AsyncIterable<Uint8Array>;
    const written = await tree.write(path, body, overwrite ? "replace" : "new");
    if (!written) throw new ApiError(409, "ALREADY_EXISTS", `The file being created already exists: ${asked}.`);
    return c.body(null, 204);
  });
  app.get(`${filesPath}*`, (c) => {
    const { path, asked, found } = place(c, filesPath, "READ_VOLUME");
    if (found?.kind !== "file") throw noFile(asked);
    const headers = {
      "content-type": "application/octet-stream",
      "content-length": String(found.size),
      "last-modified": new Date(found.modifiedAt).toUTCString(),
    };
    return new Response(c.req.method === "HEAD" ? null : tree.stream(path), { headers });
  });
  app.delete(`${filesPath}*`, async (c) => {
    const { path, asked, found } = place(c, filesPath, "WRITE_VOLUME");
    if (found?.kind !== "file") throw noFile(asked);
    await tree.remove(path);
    return c.body(null, 204);
  });

  app.put(`${foldersPath}*`, (c) => {
    const { path, asked } = place(c, foldersPath, "WRITE_VOLUME");
    makeFolder(tree, path, asked);
    return c.body(null, 204);
  });
  app.get(`${foldersPath}*`, (c) => {
    const { path, asked, found } = place(c, foldersPath, "READ_VOLUME");
    if (found?.kind !== "directory") throw noFolder(asked);
    if (c.req.method === "HEAD") return c.body(null, 200);
    const query = { pageSize: c.req.query("page_size"), pageToken: c.req.query("page_token") };
    const { items, nextPageToken } = pageOf(tree.names(path), query, { usual: 1000, most: 1000 });
    return c.json({
      contents: items.map((name) => entry(tree, childOf(path, name), childOf(asked, name))),
      ...(nextPageToken === null ? {} : { next_page_token: nextPageToken }),
    });
  });
  app.delete(`${foldersPath}*`, async (c) => {
    const { path, inside, asked, found } = place(c, foldersPath, "WRITE_VOLUME");
    if (found?.kind !== "directory") throw noFolder(asked);
    if (!inside) throw invalidParameter("The root of a volume cannot be deleted.");
    if (tree.names(path).length > 0) {
      throw new ApiError(400, "DIRECTORY_IS_NOT_EMPTY", `The directory being deleted is not empty: ${asked}.`);
    }
    await tree.remove(path);
    return c.body(null, 204);
  });
  return app;
}

function makeFolder(tree: DiskTree, path: string, asked: string): void {
  for (let each = path; each !== "/"; each = parentOf(each)) {
    const found = tree.stat(each);
    if (found?.kind === "file") {
      throw new ApiError(409, "ALREADY_EXISTS", `The given path points to an existing file: ${asked}.`);
    }
    if (found !== null) break;
  }
  tree.makeFolder(path);
}

function entry(tree: DiskTree, path: string, shown: string): Record<string, unknown> {
  const found = tree.stat(path);
  const folder = found?.kind === "directory";
  return {
    name: nameOf(shown),
    path: shown,
    is_directory: folder,
    ...(folder ? {} : { file_size: found?.size ?? 0 }),
    last_modified: found?.modifiedAt ?? 0,
  };
}

const noFile = (path: string): ApiError =>
  new ApiError(404, "NOT_FOUND", `The file being accessed is not found: ${path}.`);

const noFolder = (path: string): ApiError =>
  new ApiError(404, "NOT_FOUND", `The directory being accessed is not found: ${path}.`);
