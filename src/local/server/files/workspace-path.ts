import { invalidParameter } from "../api-error.ts";

const longestName = 255;

/**
 * A workspace path as it is stored: without the `/Workspace` prefix, doubled slashes, or slashes at its end.
 * @throws ApiError 400 for a path that is relative, climbs with `..`, or has a part no file can be named by
 */
export function plainPath(path: string): string {
  if (!path.startsWith("/")) throw invalidParameter(`Path (${path}) doesn't start with '/'`);
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.some((part) => part === ".." || part.includes("\0") || Buffer.byteLength(part) > longestName)) {
    throw invalidParameter(`Path (${path}) is invalid.`);
  }
  return `/${(parts[0] === "Workspace" ? parts.slice(1) : parts).join("/")}`;
}

/** The folder a path lies in; of `/`, itself. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A path of something in a folder. */
export function childOf(folder: string, name: string): string {
  return folder === "/" ? `/${name}` : `${folder}/${name}`;
}

/** Whether a path is the folder or lies in it, at any depth. */
export function isWithin(path: string, folder: string): boolean {
  return folder === "/" || path === folder || path.startsWith(`${folder}/`);
}

/**
 * What stands behind a prefix in a request's address, decoded: clients send slashes of a path both plain and as `%2F`.
 * @throws ApiError 400 when it is not well encoded
 */
export function pathBehind(address: string, prefix: string): string {
  const rest = new URL(address).pathname.slice(prefix.length);
  try {
    return `/${decodeURIComponent(rest).replace(/^\/+/u, "")}`;
  } catch {
    throw invalidParameter(`The path '${rest}' is not well encoded.`);
  }
}
