import { ApiError, doesNotExist, invalidParameter } from "../api-error.ts";
import type { User } from "../identity/users.ts";
import { localPrincipal, localUser, restrictedUser } from "../identity/users.ts";
import type { Surroundings } from "../surroundings.ts";
import { openDiskTree } from "./disk-tree.ts";
import { notebookIn, type NotebookLanguage, withHeader } from "./notebook-source.ts";
import { type Mark, openObjectMarks } from "./object-marks.ts";
import { childOf, parentOf, plainPath } from "./workspace-path.ts";

/** Something in the workspace's folders. Times are milliseconds since 1970. */
export type WorkspaceObject = Mark & {
  /** Without the `/Workspace` prefix. */
  readonly path: string;
  readonly size: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
};

/**
 * Workspace files as they lie on disk, where notebooks are run from: `/Workspace/x/y` at `<root>/x/y`, a notebook without its
 * extension and marked as one. The disk is the truth: what a run writes beside its notebook is a file of the workspace.
 * Every path may have the `/Workspace` prefix.
 */
export type FileStore = {
  /** Absolute path of the folder that is `/Workspace`. */
  readonly root: string;
  diskPath(path: string): string;
  status(path: string): WorkspaceObject | null;
  statusOfId(id: number): WorkspaceObject | null;
  /** Whether a path is a folder. */
  isFolder(path: string): boolean;
  /** @throws ApiError 404; of a file, the file itself */
  list(path: string): readonly WorkspaceObject[];
  /** The content of a file or notebook, or null. */
  read(path: string): Promise<Buffer | null>;
  /** Makes a folder and those it lies in. @throws ApiError 400 where a file is */
  makeFolder(path: string, user: User): void;
  /** Imports by looking at the content: a notebook loses its extension. @throws ApiError 400, 404, 409 */
  importFile(path: string, content: Buffer, options: ImportOptions): Promise<WorkspaceObject>;
  /** Imports source as a notebook at just this path. @throws ApiError 400, 404, 409 */
  importNotebook(
    path: string,
    source: Buffer,
    language: NotebookLanguage,
    options: ImportOptions,
  ): Promise<WorkspaceObject>;
  /** Shows something of another API in its folder. @throws ApiError 404, 409 */
  putResource(path: string, content: string, kind: "DASHBOARD" | "FILE", resourceId: string, user: User): Promise<void>;
  /** @throws ApiError 400 for a folder that is not empty unless `recursive`, 403, 404 */
  remove(path: string, recursive: boolean): Promise<void>;
  /** Removes files that were kept nowhere. */
  close(): void;
};

export type ImportOptions = { readonly overwrite: boolean; readonly user: User };

const largestImport = 10 * 1024 * 1024;
const homes = [localUser, restrictedUser, localPrincipal].map((user) => `/Users/${user.name}`);
const given = ["/Shared", "/Users", ...homes];
const fixed = new Set(["/", ...given]);

/** @param folder Where the files are kept; null keeps them in a temporary folder until `close`. */
export async function openFileStore(around: Surroundings, folder: string | null): Promise<FileStore> {
  const disk = openDiskTree(folder, given);
  const marks = await openObjectMarks(around);

  const status = (path: string): WorkspaceObject | null => {
    const plain = plainPath(path);
    const found = disk.stat(plain);
    if (found === null) return null;
    const { size, createdAt, modifiedAt } = found;
    return { ...marks.of(plain, found), path: plain, size, createdAt, modifiedAt };
  };
  const isFolder = (path: string): boolean => {
    const plain = plainPath(path);
    return fixed.has(plain) || disk.stat(plain)?.kind === "directory";
  };
  const store = async (path: string, content: Buffer, rest: Omit<Mark, "id">, overwrite: boolean): Promise<void> => {
    if (content.length > largestImport) {
      throw new ApiError(
        400,
        "MAX_NOTEBOOK_SIZE_EXCEEDED",
        `File size imported is (${String(content.length)} bytes), exceeded max size (${String(largestImport)} bytes)`,
      );
    }
    const parent = parentOf(path);
    if (!isFolder(parent)) throw doesNotExist(`The parent folder (${parent}) does not exist.`);
    const there = status(path);
    if (there !== null) refuseOther(there, rest.kind, overwrite);
    const written = await disk.write(path, content, overwrite ? "replace" : "new");
    if (!written) throw alreadyExists(path, rest.kind);
    marks.set(path, rest);
  };
  const settled = (path: string): WorkspaceObject => {
    const found = status(path);
    if (found === null) throw doesNotExist(`Path (${path}) doesn't exist.`);
    return found;
  };

  return {
    get root() {
      return disk.root;
    },
    diskPath: (path) => disk.at(plainPath(path)),
    status,
    statusOfId: (id) => {
      const path = marks.pathOf(id);
      return path === null ? null : status(path);
    },
    isFolder,
    list: (path) => {
      const object = settled(plainPath(path));
      if (object.kind !== "DIRECTORY") return [object];
      return disk.names(object.path).flatMap((name) => status(childOf(object.path, name)) ?? []);
    },
    read: async (path) => await disk.read(plainPath(path)),
    makeFolder: (path, user) => {
      const plain = plainPath(path);
      const missing: string[] = [];
      for (let each = plain; !isFolder(each); each = parentOf(each)) {
        if (disk.stat(each) !== null) {
          throw new ApiError(400, "RESOURCE_ALREADY_EXISTS", `Path (${each}) already exists and is not a folder.`);
        }
        missing.push(each);
      }
      disk.makeFolder(plain);
      for (const each of missing) {
        marks.set(each, { kind: "DIRECTORY", language: null, resourceId: null, creator: user.name });
      }
    },
    importFile: async (path, content, { overwrite, user }) => {
      const plain = plainPath(path);
      const notebook = notebookIn(plain, content);
      const rest = { resourceId: null, creator: user.name } as const;
      if (notebook === null) await store(plain, content, { kind: "FILE", language: null, ...rest }, overwrite);
      else {
        const { language, source } = notebook;
        await store(notebook.path, source, { kind: "NOTEBOOK", language, ...rest }, overwrite);
      }
      return settled(notebook?.path ?? plain);
    },
    importNotebook: async (path, source, language, { overwrite, user }) => {
      const plain = plainPath(path);
      const mark = { kind: "NOTEBOOK", language, resourceId: null, creator: user.name } as const;
      await store(plain, withHeader(language, source), mark, overwrite);
      return settled(plain);
    },
    putResource: async (path, content, kind, resourceId, user) => {
      const plain = plainPath(path);
      const there = status(plain);
      const own = there === null || there.resourceId === resourceId;
      if (!own) throw new ApiError(409, "RESOURCE_ALREADY_EXISTS", `Node named '${plain}' already exists.`);
      await store(plain, Buffer.from(content), { kind, language: null, resourceId, creator: user.name }, true);
    },
    remove: async (path, recursive) => {
      const { path: plain, kind } = settled(plainPath(path));
      if (fixed.has(plain)) throw new ApiError(403, "PERMISSION_DENIED", `Folder ${plain} is protected.`);
      if (kind === "DIRECTORY" && !recursive && disk.names(plain).length > 0) {
        throw new ApiError(400, "DIRECTORY_NOT_EMPTY", `Folder (${plain}) is not empty.`);
      }
      await disk.remove(plain);
      marks.drop(plain);
    },
    close: () => disk.close(),
  };
}

function refuseOther(there: WorkspaceObject, asked: Mark["kind"], overwrite: boolean): void {
  if (!overwrite) throw alreadyExists(there.path, there.kind);
  if (there.kind === asked) return;
  throw invalidParameter(
    `Cannot overwrite the asset at (${there.path}) due to type mismatch (asked: ${asked}, actual: ${there.kind}).`,
  );
}

/** A file answers 409, a notebook 400: callers of the files API tell them apart that way. */
function alreadyExists(path: string, kind: Mark["kind"]): ApiError {
  return kind === "FILE"
    ? new ApiError(409, "ALREADY_EXISTS", `File already exists at (${path}).`)
    : new ApiError(400, "RESOURCE_ALREADY_EXISTS", `Path (${path}) already exists.`);
}
