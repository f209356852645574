import { z } from "zod";
import { ApiError, doesNotExist, permissionDenied } from "../../api-error.ts";
import type { User } from "../../identity/users.ts";
import type { Surroundings } from "../../surroundings.ts";

const permissions = ["READ", "WRITE", "MANAGE"] as const;

/** Each with all before it. */
export type SecretPermission = (typeof permissions)[number];

const secret = z.object({
  /** Base64. */
  value: z.string(),
  updatedAt: z.number(),
});
const scope = z.object({ secrets: z.record(z.string(), secret), acls: z.record(z.string(), z.enum(permissions)) });

type Scope = z.output<typeof scope>;

/** Secrets by scope. Values are kept in a file that is its owner's only, and are in no message. */
export type SecretStore = {
  create(name: string, user: User, everybodyManages: boolean): void;
  /** Names of the scopes a caller may read. */
  names(user: User): readonly string[];
  /** @throws ApiError 403, 404 */
  scope(name: string, user: User, needed: SecretPermission): Scope;
  drop(name: string): void;
  /** The value is base64. */
  put(scope: Scope, key: string, value: string): void;
  changed(): void;
};

const longestName = 128;
const mostScopes = 1000;

export async function openSecretStore({ keep, clock }: Surroundings): Promise<SecretStore> {
  const kept = z.record(z.string(), scope).safeParse(await keep.read("secrets")).data ?? {};
  const scopes = new Map<string, Scope>(Object.entries(kept));
  const changed = (): void => keep.changed("secrets", () => Object.fromEntries(scopes));
  return {
    create: (name, user, everybodyManages) => {
      if (!/^[\w.@/ -]+$/u.test(name) || name.length > longestName) {
        throw new ApiError(
          400,
          "INVALID_PARAMETER_VALUE",
          "Scope names may have letters, digits, dashes, underscores, at signs and periods, and at most 128 characters.",
        );
      }
      if (scopes.has(name)) throw new ApiError(400, "RESOURCE_ALREADY_EXISTS", `Scope ${name} already exists!`);
      if (scopes.size >= mostScopes) throw new ApiError(400, "RESOURCE_LIMIT_EXCEEDED", "There are too many scopes.");
      scopes.set(name, { secrets: {}, acls: { [everybodyManages ? "users" : user.name]: "MANAGE" } });
      changed();
    },
    names: (user) => [...scopes].filter(([, each]) => may(each, user, "READ")).map(([name]) => name),
    scope: (name, user, needed) => {
      const found = scopes.get(name);
      if (found === undefined) throw doesNotExist(`Scope ${name} does not exist!`);
      if (!may(found, user, needed)) {
        throw permissionDenied(`User ${user.name} does not have ${needed} permission on scope ${name}.`);
      }
      return found;
    },
    drop: (name) => {
      scopes.delete(name);
      changed();
    },
    put: (into, key, value) => {
      into.secrets[key] = { value, updatedAt: clock.now().getTime() };
      changed();
    },
    changed,
  };
}

function may({ acls }: Scope, user: User, needed: SecretPermission): boolean {
  if (user.admin) return true;
  return [user.name, ...user.groups].some((principal) => {
    const held = acls[principal];
    return held !== undefined && permissions.indexOf(held) >= permissions.indexOf(needed);
  });
}
