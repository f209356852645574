import { z } from "zod";
import type { User } from "../../identity/users.ts";
import type { Keep } from "../../keep.ts";

const entry = z.object({
  kind: z.enum(["user_name", "group_name", "service_principal_name"]),
  name: z.string(),
  level: z.string(),
});

/** Who has which level on an object. */
export type AccessEntry = z.output<typeof entry>;

/** Access control lists by object: `/jobs/123`, `/sql/warehouses/abc`. */
export type AccessStore = {
  /** Null where none was set. */
  of(object: string): readonly AccessEntry[] | null;
  set(object: string, entries: readonly AccessEntry[]): void;
};

export async function openAccessStore(keep: Keep): Promise<AccessStore> {
  const kept = z.record(z.string(), z.array(entry)).safeParse(await keep.read("access")).data ?? {};
  const lists = new Map<string, readonly AccessEntry[]>(Object.entries(kept));
  return {
    of: (object) => lists.get(object) ?? null,
    set: (object, entries) => {
      lists.set(object, entries);
      keep.changed("access", () => Object.fromEntries(lists));
    },
  };
}

/** Whether an entry is about a caller. */
export function isAbout(given: AccessEntry, user: User): boolean {
  if (given.kind === "group_name") return user.groups.includes(given.name);
  return given.name === user.name && (given.kind === "user_name") === (user.kind === "user");
}
