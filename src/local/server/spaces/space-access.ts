import { permissionDenied } from "../api-error.ts";
import type { User } from "../identity/users.ts";

/** What a caller may do with a space, each level with all before it: see, ask, read and edit the body, manage. */
export const levels = ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"] as const;

export type Level = (typeof levels)[number];

export type AccessEntry = {
  readonly kind: "user_name" | "group_name" | "service_principal_name";
  readonly name: string;
  readonly level: Level;
};

/** A space as far as access goes. */
export type Guarded = { readonly id: string; readonly access: readonly AccessEntry[] };

/** The caller's level on a space, or null. Administrators manage every space. */
function levelOf(space: Guarded, user: User): Level | null {
  if (user.admin) return "CAN_MANAGE";
  const ranks = space.access.filter((entry) => names(entry, user)).map((entry) => levels.indexOf(entry.level));
  return levels[Math.max(-1, ...ranks)] ?? null;
}

export function mayDo(space: Guarded, user: User, needed: Level): boolean {
  const level = levelOf(space, user);
  return level !== null && levels.indexOf(level) >= levels.indexOf(needed);
}

/** @throws ApiError 403 when the caller's level is below the one needed */
export function requireLevel(space: Guarded, user: User, needed: Level): void {
  if (mayDo(space, user, needed)) return;
  throw permissionDenied(`User ${user.name} does not have ${needed} permission on Genie space ${space.id}.`);
}

function names(entry: AccessEntry, user: User): boolean {
  switch (entry.kind) {
    case "group_name":
      return user.groups.includes(entry.name);
    case "user_name":
      return user.kind === "user" && user.name === entry.name;
    case "service_principal_name":
      return user.kind === "service_principal" && user.name === entry.name;
  }
}
