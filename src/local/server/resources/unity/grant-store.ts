import { z } from "zod";
import { ApiError, invalidParameter, permissionDenied } from "../../api-error.ts";
import type { User } from "../../identity/users.ts";
import type { Keep } from "../../keep.ts";
import type { SecurableKind } from "./unity-name.ts";

export type PrivilegeChange = {
  readonly principal: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
};

export type PrivilegeAssignment = { readonly principal: string; readonly privileges: readonly string[] };

/** Privileges granted on securables, by kind and full name. */
export type GrantStore = {
  on(kind: SecurableKind, fullName: string): readonly PrivilegeAssignment[];
  /** @throws ApiError 400 when a privilege is both added and removed */
  change(kind: SecurableKind, fullName: string, changes: readonly PrivilegeChange[]): readonly PrivilegeAssignment[];
  /** Forgets a securable and those in it. */
  drop(fullName: string): void;
  /**
   * Administrators and owners may do all; others need the privilege on the securable or on what it lies in.
   * @throws ApiError 403
   */
  require(user: User, privilege: string, kind: SecurableKind, fullName: string, owner: string | null): void;
};

const kept = z.record(z.string(), z.record(z.string(), z.array(z.string())));
const all = "ALL_PRIVILEGES";
const kinds = ["catalog", "schema", "volume"] as const;

export async function openGrantStore(keep: Keep): Promise<GrantStore> {
  const before = kept.safeParse(await keep.read("grants")).data ?? {};
  const grants = new Map(Object.entries(before));
  const changed = (): void => keep.changed("grants", () => Object.fromEntries(grants));
  const on: GrantStore["on"] = (kind, fullName) =>
    Object.entries(grants.get(keyOf(kind, fullName)) ?? {}).map(([principal, privileges]) => ({
      principal,
      privileges,
    }));
  const holds = (user: User, privilege: string, kind: SecurableKind, fullName: string): boolean =>
    on(kind, fullName).some(
      ({ principal, privileges }) =>
        (principal === user.name || principal === "account users" || user.groups.includes(principal)) &&
        (privileges.includes(privilege) || privileges.includes(all)),
    );
  return {
    on,
    change: (kind, fullName, changes) => {
      const held = new Map(Object.entries(grants.get(keyOf(kind, fullName)) ?? {}));
      for (const { principal, add, remove } of changes) {
        if (principal === "") throw invalidParameter("Each change needs a principal.");
        if (add.some((privilege) => remove.includes(privilege))) {
          throw invalidParameter(`Duplicate privileges to add and delete for principal ${principal}.`);
        }
        const had = remove.includes(all) ? [] : (held.get(principal) ?? []);
        const now = new Set([...had.filter((privilege) => !remove.includes(privilege)), ...add]);
        if (now.size === 0) held.delete(principal);
        else held.set(principal, [...now].toSorted());
      }
      grants.set(keyOf(kind, fullName), Object.fromEntries(held));
      changed();
      return on(kind, fullName);
    },
    drop: (fullName) => {
      for (const key of grants.keys()) {
        const name = key.slice(key.indexOf(" ") + 1);
        if (name === fullName || name.startsWith(`${fullName}.`)) grants.delete(key);
      }
      changed();
    },
    require: (user, privilege, kind, fullName, owner) => {
      if (user.admin || owner === user.name || holds(user, privilege, kind, fullName)) return;
      const parts = fullName.split(".");
      const above = parts.slice(0, -1).some((_, index) => {
        const over = kinds[index];
        return over !== undefined && holds(user, privilege, over, parts.slice(0, index + 1).join("."));
      });
      if (!above)
        throw permissionDenied(`User does not have ${privilege.replaceAll("_", " ")} on ${kind} '${fullName}'.`);
    },
  };
}

/** 404 for a principal nobody has. */
export function noSuchPrincipal(name: string): ApiError {
  return new ApiError(404, "PRINCIPAL_DOES_NOT_EXIST", `Could not find principal with name ${name}.`);
}

function keyOf(kind: SecurableKind, fullName: string): string {
  return `${kind} ${fullName}`;
}
