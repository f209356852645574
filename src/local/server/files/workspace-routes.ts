import { type Context, Hono } from "hono";
import { z } from "zod";
import { ApiError, doesNotExist, invalidParameter } from "../api-error.ts";
import type { User } from "../identity/users.ts";
import { readBody } from "../read-body.ts";
import type { AppEnv } from "../surroundings.ts";
import type { FileStore, ImportOptions, WorkspaceObject } from "./file-store.ts";
import { requireFolder } from "./folder-access.ts";
import { notebookIn } from "./notebook-source.ts";
import { nameOf, pathBehind, plainPath } from "./workspace-path.ts";

const importBody = z.object({
  path: z.string(),
  content: z.base64().default(""),
  format: z.string().default("SOURCE"),
  language: z.enum(["PYTHON", "SQL", "SCALA", "R"]).optional(),
  overwrite: z.boolean().default(false),
});

/** The form that the Python SDK uploads in: the content as it is, and a boolean as text. */
const importForm = importBody.extend({
  content: z.instanceof(File).optional(),
  overwrite: z.stringbool().default(false),
});

const importFilePath = "/api/2.0/workspace-files/import-file/";
const filesPath = "/api/2.0/workspace-files/";

/** Workspace folders, files and notebooks. */
export function workspaceRoutes(files: FileStore): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.post("/api/2.0/workspace/mkdirs", async (c) => {
    const { path } = await readBody(c, z.object({ path: z.string() }));
    requireFolder(c.get("user"), path, "Manage");
    files.makeFolder(path, c.get("user"));
    return c.json({});
  });
  app.get("/api/2.0/workspace/get-status", (c) => {
    const path = askedPath(c);
    const object = found(files, path);
    const exported = c.req.query("return_export_info") === "true" && object.kind === "NOTEBOOK";
    return c.json({ ...view(object, path), ...(exported ? { repos_export_format: "SOURCE" } : {}) });
  });
  app.get("/api/2.0/workspace/list", (c) => {
    const path = askedPath(c);
    const objects = files.list(path).filter((object) => mayView(c, object.path));
    return c.json(objects.length === 0 ? {} : { objects: objects.map((object) => view(object, path)) });
  });
  app.get("/api/2.0/workspace/export", async (c) => {
    const path = askedPath(c);
    const format = c.req.query("format") ?? "SOURCE";
    const object = found(files, path);
    const content = await files.read(path);
    if (content === null || !["SOURCE", "AUTO", "RAW"].includes(format)) {
      throw new ApiError(501, "NOT_IMPLEMENTED", `The local workspace does not export ${object.kind} as ${format}.`);
    }
    if (c.req.query("direct_download") === "true") return download(content, nameOf(path));
    return c.json({ content: content.toString("base64"), file_type: fileType(object) });
  });
  app.post("/api/2.0/workspace/import", async (c) => {
    const isForm = c.req.header("content-type")?.startsWith("multipart/form-data") === true;
    const upload = isForm ? await uploadInForm(c) : uploadInJson(await readBody(c, importBody));
    const user = c.get("user");
    requireFolder(user, upload.path, "Manage");
    await imported(files, upload, user);
    return c.json({});
  });
  app.post("/api/2.0/workspace/delete", async (c) => {
    const { path, recursive } = await readBody(
      c,
      z.object({ path: z.string(), recursive: z.boolean().default(false) }),
    );
    requireFolder(c.get("user"), path, "Manage");
    await files.remove(path, recursive);
    return c.json({});
  });

  app.post(`${importFilePath}*`, async (c) => {
    const path = pathBehind(c.req.url, importFilePath);
    const user = c.get("user");
    requireFolder(user, path, "Manage");
    const content = Buffer.from(await c.req.arrayBuffer());
    await files.importFile(path, content, { overwrite: c.req.query("overwrite") === "true", user });
    return c.json({});
  });
  app.get(`${filesPath}*`, async (c) => {
    const path = pathBehind(c.req.url, filesPath);
    requireFolder(c.get("user"), path, "View");
    const content = await files.read(path);
    if (content === null) throw doesNotExist(`Path (${path}) doesn't exist.`);
    return download(content, nameOf(path));
  });
  return app;
}

type Upload = Omit<z.output<typeof importBody>, "content"> & { readonly content: Buffer };

function uploadInJson(body: z.output<typeof importBody>): Upload {
  return { ...body, content: Buffer.from(body.content, "base64") };
}

async function uploadInForm(c: Context<AppEnv>): Promise<Upload> {
  const form = importForm.safeParse(await c.req.parseBody());
  if (!form.success) throw invalidParameter(`Invalid form: ${z.prettifyError(form.error)}`);
  const content = (await form.data.content?.arrayBuffer()) ?? new ArrayBuffer(0);
  return { ...form.data, content: Buffer.from(content) };
}

async function imported(
  files: FileStore,
  { path, format, language, content, overwrite }: Upload,
  user: User,
): Promise<void> {
  const options: ImportOptions = { overwrite, user };
  const jupyterPath = `${path}.ipynb`;
  try {
    switch (format) {
      case "AUTO":
      case "RAW":
        await files.importFile(path, content, options);
        return;
      case "JUPYTER":
        if (notebookIn(jupyterPath, content) === null) throw invalidParameter("The content is not a Jupyter notebook.");
        await files.importFile(jupyterPath, content, options);
        return;
      case "SOURCE":
        if (language === undefined) throw invalidParameter("The language is required to import as SOURCE.");
        await files.importNotebook(path, content, language, options);
        return;
      default:
        throw new ApiError(501, "NOT_IMPLEMENTED", `The local workspace does not import the format ${format}.`);
    }
  } catch (error) {
    // This call has one code for everything that exists already; the one for files tells them apart.
    if (!(error instanceof ApiError) || error.errorCode !== "ALREADY_EXISTS") throw error;
    throw new ApiError(400, "RESOURCE_ALREADY_EXISTS", `Path (${path}) already exists.`);
  }
}

function askedPath(c: Context<AppEnv>): string {
  const path = c.req.query("path") ?? "";
  requireFolder(c.get("user"), path, "View");
  return path;
}

function mayView(c: Context<AppEnv>, path: string): boolean {
  try {
    requireFolder(c.get("user"), path, "View");
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

function found(files: FileStore, path: string): WorkspaceObject {
  const object = files.status(path);
  if (object === null) throw doesNotExist(`Path (${path}) doesn't exist.`);
  return object;
}

/** As the API shows it: with the `/Workspace` prefix when it was asked for with it. */
function view(object: WorkspaceObject, asked: string): Record<string, unknown> {
  const prefix = /^\/Workspace(?:\/|$)/u.test(asked) && plainPath(asked) !== "/" ? "/Workspace" : "";
  return {
    object_type: object.kind,
    path: `${prefix}${object.path}`,
    object_id: object.id,
    resource_id: object.resourceId ?? String(object.id),
    created_at: object.createdAt,
    modified_at: object.modifiedAt,
    ...(object.language === null ? {} : { language: object.language }),
    ...(object.kind === "FILE" ? { size: object.size } : {}),
  };
}

const extensions = { PYTHON: "py", SQL: "sql", SCALA: "scala", R: "r" } as const;

function fileType(object: WorkspaceObject): string {
  return object.language === null ? (/\.([^./]+)$/u.exec(object.path)?.[1] ?? "") : extensions[object.language];
}

function download(content: Buffer, name: string): Response {
  const named = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  return new Response(new Uint8Array(content), {
    headers: { "content-type": "application/octet-stream", "content-disposition": named },
  });
}
