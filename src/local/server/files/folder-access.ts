import { permissionDenied } from "../api-error.ts";
import type { User } from "../identity/users.ts";
import { isWithin, plainPath } from "./workspace-path.ts";

/**
 * Administrators reach every folder, others their own home and what is shared.
 * @throws ApiError 403
 */
export function requireFolder(user: User, path: string, action: "View" | "Manage"): void {
  const plain = plainPath(path);
  if (user.admin || isWithin(plain, `/Users/${user.name}`) || isWithin(plain, "/Shared")) return;
  if (action === "View" && (plain === "/" || plain === "/Users")) return;
  throw permissionDenied(`${user.name} does not have ${action} permissions on ${plain}.`);
}
