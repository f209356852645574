import { z } from "zod";
import type { Surroundings } from "../surroundings.ts";
import type { OnDisk } from "./disk-tree.ts";
import { isWithin } from "./workspace-path.ts";

const mark = z.object({
  /** Below 2^53, as the platform's object ids mostly are. */
  id: z.number(),
  kind: z.enum(["DIRECTORY", "FILE", "NOTEBOOK", "DASHBOARD"]),
  language: z.enum(["PYTHON", "SQL", "SCALA", "R"]).nullable(),
  /** The id under which another API knows it: a dashboard's. */
  resourceId: z.string().nullable(),
  creator: z.string().nullable(),
});

/** What the disk does not say of a workspace object. */
export type Mark = z.output<typeof mark>;

/** Marks by path. Whatever appears on disk without one is marked when it is first seen. */
export type ObjectMarks = {
  of(path: string, found: OnDisk): Mark;
  set(path: string, rest: Omit<Mark, "id">): Mark;
  /** Forgets a path and all in it. */
  drop(path: string): void;
  pathOf(id: number): string | null;
};

export async function openObjectMarks({ keep, ids }: Surroundings): Promise<ObjectMarks> {
  const kept = z.record(z.string(), mark).safeParse(await keep.read("files")).data ?? {};
  const marks = new Map(Object.entries(kept));
  const changed = (): void => keep.changed("files", () => Object.fromEntries(marks));
  const set = (path: string, rest: Omit<Mark, "id">): Mark => {
    const before = marks.get(path);
    const made = { ...rest, id: before?.id ?? newId(ids.long("object")) };
    marks.set(path, made);
    changed();
    return made;
  };
  return {
    of: (path, found) => {
      const known = marks.get(path);
      if (known !== undefined && (known.kind === "DIRECTORY") === (found.kind === "directory")) return known;
      const kind = found.kind === "directory" ? "DIRECTORY" : "FILE";
      return set(path, { kind, language: null, resourceId: null, creator: null });
    },
    set,
    drop: (path) => {
      for (const each of marks.keys()) if (isWithin(each, path)) marks.delete(each);
      changed();
    },
    pathOf: (id) => {
      for (const [path, { id: of }] of marks) if (of === id) return path;
      return null;
    },
  };
}

const smallest = 1_000_000_000_000_000;

function newId(long: string): number {
  return smallest + Number(BigInt(long) % BigInt(4 * smallest));
}
