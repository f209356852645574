import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../lib/core/clock.ts";
import { EnhancerError } from "../../lib/core/errors.ts";

/** Keeps the workspace's state in one folder, a JSON file a part; or nowhere. */
export type Keep = {
  /** What the last start left under this name, or null. */
  read(name: string): Promise<unknown>;
  /** Says that a part changed. It is written soon after; a later change before that costs no second write. */
  changed(name: string, snapshot: () => unknown): void;
  /** Writes what is waiting: one part, or all. */
  flush(name?: string): Promise<void>;
};

/** Keeps nothing. */
export const memoryKeep: Keep = {
  read: async () => await Promise.resolve(null),
  changed: () => {},
  flush: async () => {
    await Promise.resolve();
  },
};

const soonMs = 300;

/** Keeps files `<folder>/<name>.json`, mode 0600, each replaced as a whole so that a crash leaves the old or the new one. */
export async function folderKeep(folder: string, clock: Clock): Promise<Keep> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const waiting = new Map<string, () => unknown>();
  let writing = Promise.resolve();
  let scheduled = false;

  const write = async (name: string): Promise<void> => {
    const snapshot = waiting.get(name);
    if (snapshot === undefined) return;
    waiting.delete(name);
    const path = join(folder, `${name}.json`);
    try {
      await writeFile(`${path}.new`, JSON.stringify(snapshot()), { mode: 0o600 });
      await rename(`${path}.new`, path);
    } catch (error) {
      if (!waiting.has(name)) waiting.set(name, snapshot);
      throw error;
    }
  };
  // One writer at a time, since two would share the temporary file.
  const flush = async (name?: string): Promise<void> => {
    const before = writing;
    const turn = async (): Promise<void> => {
      await before.catch(() => {});
      for (const each of name === undefined ? [...waiting.keys()] : [name]) await write(each);
    };
    writing = turn();
    await writing;
  };
  const soon = async (): Promise<void> => {
    await clock.sleep(soonMs);
    scheduled = false;
    // A failed write leaves its part waiting, and shows at the next flush that is awaited.
    await flush().catch(() => {});
  };
  return {
    read: async (name) => await readKept(join(folder, `${name}.json`)),
    changed: (name, snapshot) => {
      waiting.set(name, snapshot);
      if (scheduled) return;
      scheduled = true;
      void soon();
    },
    flush,
  };
}

async function readKept(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new EnhancerError({
      code: "INTERNAL",
      message: `The local workspace's file ${path} is not JSON.`,
      remedy: "Delete the folder of the local workspace to start with a fresh one.",
      cause: error,
    });
  }
}
