import { createReadStream, createWriteStream, mkdirSync, readdirSync, statSync } from "node:fs";
import { link, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { temporaryFolder } from "./temporary-folder.ts";

/** Times are milliseconds since 1970. */
export type OnDisk = {
  readonly kind: "file" | "directory";
  readonly size: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
};

/** What can be written: a whole content, or one that arrives in pieces. */
export type Content = Uint8Array | AsyncIterable<Uint8Array>;

/** Files in one real folder. Paths start with a slash, count from its root, and are checked by the caller. */
export type DiskTree = {
  /** The absolute path of the root. */
  readonly root: string;
  at(path: string): string;
  stat(path: string): OnDisk | null;
  /** Names in a folder, sorted; none when it is not one. */
  names(path: string): readonly string[];
  read(path: string): Promise<Buffer | null>;
  /** Puts a whole content in place; false when `mode` is `new` and something is there. The folder must be there. */
  write(path: string, content: Content, mode: "new" | "replace"): Promise<boolean>;
  makeFolder(path: string): void;
  /** Gives a file or folder another path, in a folder that is there. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file, or a folder with all in it. */
  remove(path: string): Promise<void>;
  /** The content of a file in pieces. */
  stream(path: string): ReadableStream<Uint8Array>;
  /** Removes all of a tree that was kept nowhere. */
  close(): void;
};

/** @param folder Where the tree lies; null makes a temporary folder when it is first needed, gone with `close`. */
export function openDiskTree(folder: string | null, given: readonly string[] = []): DiskTree {
  let made: { readonly path: string; readonly drop: () => void } | null = null;
  let writes = 0;
  const base = (): string => {
    if (made !== null) return made.path;
    made = folder === null ? temporaryFolder("files") : { path: resolve(folder), drop: () => {} };
    for (const path of ["/", ...given]) mkdirSync(join(made.path, "tree", path), { recursive: true, mode: 0o700 });
    // Contents arrive here and are moved into place whole.
    mkdirSync(join(made.path, "arriving"), { recursive: true, mode: 0o700 });
    return made.path;
  };
  const at = (path: string): string => join(base(), "tree", path);
  const stat = (path: string): OnDisk | null => {
    const found = unlessMissing(() => statSync(at(path)), null);
    if (found === null) return null;
    const { size, birthtimeMs, mtimeMs } = found;
    const kind = found.isDirectory() ? "directory" : "file";
    return { kind, size, createdAt: Math.floor(birthtimeMs), modifiedAt: Math.floor(mtimeMs) };
  };

  return {
    get root() {
      return at("/").replace(/\/$/u, "");
    },
    at,
    stat,
    names: (path) => unlessMissing(() => readdirSync(at(path)), []).toSorted(),
    read: async (path) => {
      if (stat(path)?.kind !== "file") return null;
      return await readFile(at(path));
    },
    write: async (path, content, mode) => {
      writes += 1;
      const arriving = join(base(), "arriving", `${String(process.pid)}-${String(writes)}`);
      try {
        const pieces = content instanceof Uint8Array ? Readable.from([content]) : Readable.from(content);
        await pipeline(pieces, createWriteStream(arriving, { mode: 0o600 }));
        if (mode === "replace") await rename(arriving, at(path));
        // A link fails where something is: two who write at once cannot both be first.
        else await link(arriving, at(path));
        return true;
      } catch (error) {
        if (mode === "new" && codeOf(error) === "EEXIST") return false;
        throw error;
      } finally {
        await rm(arriving, { force: true });
      }
    },
    makeFolder: (path) => {
      mkdirSync(at(path), { recursive: true, mode: 0o700 });
    },
    move: async (from, to) => {
      await rename(at(from), at(to));
    },
    remove: async (path) => {
      await rm(at(path), { recursive: true, force: true });
    },
    // Node's own type of a web stream differs from the global one in name only.
    stream: (path) => Readable.toWeb(createReadStream(at(path))) as ReadableStream<Uint8Array>,
    close: () => made?.drop(),
  };
}

function unlessMissing<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) return otherwise;
    throw error;
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
