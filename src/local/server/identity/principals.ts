import { everyone } from "./users.ts";

/** Groups of the workspace, with ids as the platform's are. */
export const groups = [
  { id: "4500000000000011", name: "admins" },
  { id: "4500000000000012", name: "users" },
] as const;

/** Stands for everybody in grants. */
const accountUsers = "account users";

/** Whether a name is one an access control list or a grant can name. */
export function isPrincipal(kind: "user_name" | "group_name" | "service_principal_name", name: string): boolean {
  if (kind === "group_name") return name === accountUsers || groups.some((group) => group.name === name);
  const wanted = kind === "user_name" ? "user" : "service_principal";
  return everyone.some((user) => user.kind === wanted && user.name === name);
}

/** Whether anybody has this name, of whatever kind. */
export function isAnyPrincipal(name: string): boolean {
  return (["user_name", "group_name", "service_principal_name"] as const).some((kind) => isPrincipal(kind, name));
}
