import { Hono } from "hono";
import { z } from "zod";
import { doesNotExist, invalidParameter, permissionDenied } from "../../api-error.ts";
import { isPrincipal } from "../../identity/principals.ts";
import { type User, userNamed } from "../../identity/users.ts";
import { readBody } from "../../read-body.ts";
import type { AppEnv } from "../../surroundings.ts";
import { type AccessEntry, type AccessStore, isAbout } from "./access-store.ts";
import { type ObjectKind, objectKinds } from "./object-kinds.ts";

/** An object as far as access goes; `home` is whose home folder it lies in, who manages it whatever the list says. */
export type AccessObject = { readonly creator: string; readonly home?: string | null };

/** Finds an object by kind (as in paths) and id; null when there is none. */
export type FindObject = (kind: string, id: string) => AccessObject | null;

const body = z.object({
  access_control_list: z
    .array(
      z.object({
        user_name: z.string().optional(),
        group_name: z.string().optional(),
        service_principal_name: z.string().optional(),
        permission_level: z.string(),
      }),
    )
    .default([]),
});

/** Access control lists of everything but Genie spaces: PUT replaces, PATCH adds or changes. */
export function accessRoutes(store: AccessStore, find: FindObject): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const serve = (kind: ObjectKind, name: string): void => {
    const path = `/api/2.0/permissions/${name}/:id` as const;
    const read = (id: string): { key: string; object: AccessObject; entries: readonly AccessEntry[] } => {
      const object = find(kind.path, id);
      if (object === null) throw doesNotExist(`${kind.path} ${id} does not exist.`);
      const key = `/${kind.path}/${id}`;
      return { key, object, entries: store.of(key) ?? [entryOf(object.creator, kind.owner)] };
    };
    app.get(path, (c) => {
      const { key, object, entries } = read(c.req.param("id"));
      requireAny(c.get("user"), entries, object, kind, key);
      return c.json(view(kind, key, entries, object));
    });
    app.get(`${path}/permissionLevels`, (c) =>
      c.json({ permission_levels: kind.levels.map((level) => ({ permission_level: level, description: level })) }),
    );
    const change = async (user: User, id: string, given: z.output<typeof body>, whole: boolean): Promise<Response> => {
      const { key, object, entries: old } = read(id);
      requireManager(user, old, object, key);
      const wanted = entriesOf(given, kind);
      const owned = wanted.some(({ level }) => level === "IS_OWNER");
      const left = old.filter((each) => !wanted.some((other) => sameWho(each, other)));
      const kept = whole ? [] : left.filter(({ level }) => !(owned && level === "IS_OWNER"));
      const entries = [...kept, ...wanted];
      if (kind.path === "jobs" && entries.filter(({ level }) => level === "IS_OWNER").length !== 1) {
        throw invalidParameter("The job must have exactly one owner.");
      }
      store.set(key, entries);
      return Response.json(view(kind, key, entries, object));
    };
    app.put(path, async (c) => await change(c.get("user"), c.req.param("id"), await readBody(c, body), true));
    app.patch(path, async (c) => await change(c.get("user"), c.req.param("id"), await readBody(c, body), false));
  };
  for (const kind of objectKinds) for (const name of [kind.path, ...(kind.aliases ?? [])]) serve(kind, name);
  return app;
}

function entriesOf(given: z.output<typeof body>, kind: ObjectKind): readonly AccessEntry[] {
  const entries = given.access_control_list.map((entry): AccessEntry => {
    const named = (["user_name", "group_name", "service_principal_name"] as const).flatMap((who) => {
      const name = entry[who];
      return name === undefined || name === "" ? [] : [{ kind: who, name }];
    });
    const [who, ...more] = named;
    if (who === undefined || more.length > 0) {
      throw invalidParameter("Each access control entry needs one of user_name, group_name, service_principal_name.");
    }
    if (!isPrincipal(who.kind, who.name))
      throw doesNotExist(`Principal: ${words[who.kind]}(${who.name}) does not exist`);
    if (!kind.levels.includes(entry.permission_level)) {
      throw invalidParameter(
        `Permission type ${entry.permission_level} is not defined for ${kind.type}; it has ${kind.levels.join(", ")}.`,
      );
    }
    return { ...who, level: entry.permission_level };
  });
  // Of two entries for one principal the later counts.
  return entries.filter((entry, index) => !entries.slice(index + 1).some((later) => sameWho(entry, later)));
}

const words = {
  user_name: "UserName",
  group_name: "GroupName",
  service_principal_name: "ServicePrincipalName",
} as const;

function sameWho(one: AccessEntry, other: AccessEntry): boolean {
  return one.kind === other.kind && one.name === other.name;
}

function entryOf(name: string, level: string): AccessEntry {
  return { kind: userNamed(name)?.kind === "service_principal" ? "service_principal_name" : "user_name", name, level };
}

function requireAny(
  user: User,
  entries: readonly AccessEntry[],
  object: AccessObject,
  kind: ObjectKind,
  key: string,
): void {
  if (user.admin || object.home === user.name || entries.some((entry) => isAbout(entry, user))) return;
  throw permissionDenied(`${user.name} does not have View permissions on ${kind.type} ${key}.`);
}

function requireManager(user: User, entries: readonly AccessEntry[], object: AccessObject, key: string): void {
  const manages = entries.some(
    (entry) => isAbout(entry, user) && (entry.level === "CAN_MANAGE" || entry.level === "IS_OWNER"),
  );
  if (user.admin || object.home === user.name || manages) return;
  throw permissionDenied(`${user.name} does not have Manage permissions on ${key}.`);
}

function view(
  kind: ObjectKind,
  key: string,
  entries: readonly AccessEntry[],
  object: AccessObject,
): Record<string, unknown> {
  const shown = (entry: AccessEntry, inherited: string | null): Record<string, unknown> => ({
    [entry.kind]: entry.name,
    all_permissions: [
      {
        permission_level: entry.level,
        inherited: inherited !== null,
        ...(inherited === null ? {} : { inherited_from_object: [inherited] }),
      },
    ],
  });
  const home = object.home ?? null;
  const owned = home !== null && !entries.some(({ name }) => name === home);
  return {
    object_id: key,
    object_type: kind.type,
    access_control_list: [
      ...entries.map((entry) => shown(entry, null)),
      ...(owned ? [shown(entryOf(home, "CAN_MANAGE"), "/directories/")] : []),
      shown({ kind: "group_name", name: "admins", level: "CAN_MANAGE" }, `/${kind.path}/`),
    ],
  };
}
