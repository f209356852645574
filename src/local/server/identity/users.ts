/** Somebody who can hold a token. */
export type User = {
  /** Digits, as the platform's user ids are. */
  readonly id: string;
  /** What access control lists name: an e-mail address, or an application id. */
  readonly name: string;
  readonly displayName: string;
  readonly kind: "user" | "service_principal";
  readonly admin: boolean;
  readonly groups: readonly string[];
};

/** The workspace's own user: an administrator. */
export const localUser: User = {
  id: "4500000000000001",
  name: "local.user@example.com",
  displayName: "Local User",
  kind: "user",
  admin: true,
  groups: ["admins", "users"],
};

/** Has nothing but what a space's access control list gives. */
export const restrictedUser: User = {
  id: "4500000000000002",
  name: "restricted.user@example.com",
  displayName: "Restricted User",
  kind: "user",
  admin: false,
  groups: ["users"],
};

/** The service principal behind client credentials: an administrator. The bundle looks it up by its display name. */
export const localPrincipal: User = {
  id: "4500000000000003",
  name: "00000000-0000-4000-8000-000000000003",
  displayName: "genie-enhancer",
  kind: "service_principal",
  admin: true,
  groups: ["admins", "users"],
};

/** All who can hold a token. */
export const everyone: readonly User[] = [localUser, restrictedUser, localPrincipal];

/** The user of that name, or null. */
export function userNamed(name: string): User | null {
  return everyone.find((user) => user.name === name) ?? null;
}
