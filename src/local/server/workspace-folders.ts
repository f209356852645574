import { Hono } from "hono";
import { z } from "zod";
import { doesNotExist, invalidParameter } from "./api-error.ts";
import { localPrincipal, localUser, restrictedUser } from "./identity/users.ts";
import { readBody } from "./read-body.ts";
import type { AppEnv, Surroundings } from "./surroundings.ts";

/** The workspace's folders: enough to make one and to put a space into it. */
export type Folders = {
  exists(path: string): boolean;
  make(path: string): void;
};

export async function openFolders(around: Surroundings): Promise<Folders> {
  const homes = [localUser, restrictedUser, localPrincipal].map((user) => `/Users/${user.name}`);
  const kept = z.array(z.string()).safeParse(await around.keep.read("folders")).data ?? [];
  const known = new Set(["/", "/Shared", "/Users", ...homes, ...kept]);
  return {
    exists: (path) => known.has(path),
    make: (path) => {
      const parts = path.split("/").slice(1);
      for (const index of parts.keys()) known.add(`/${parts.slice(0, index + 1).join("/")}`);
      around.keep.changed("folders", () => [...known]);
    },
  };
}

/** Makes folders and tells whether they exist. */
export function folderRoutes(folders: Folders): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.post("/api/2.0/workspace/mkdirs", async (c) => {
    const { path } = await readBody(c, z.object({ path: z.string() }));
    if (!path.startsWith("/")) throw invalidParameter(`Path (${path}) doesn't start with '/'`);
    folders.make(plainPath(path));
    return c.json({});
  });
  app.get("/api/2.0/workspace/get-status", (c) => {
    const path = plainPath(c.req.query("path") ?? "");
    if (!folders.exists(path)) throw doesNotExist(`Path (${path}) doesn't exist.`);
    return c.json({ object_type: "DIRECTORY", path });
  });
  return app;
}

/** The path without the `/Workspace` prefix and without slashes at its end. */
export function plainPath(path: string): string {
  return path.replace(/^\/Workspace(?=\/|$)/u, "").replace(/(?<=.)\/+$/u, "");
}
