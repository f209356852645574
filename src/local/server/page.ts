import { invalidParameter } from "./api-error.ts";

/** One page of a list and the token of the next, when there is one. */
export type Page<T> = { readonly items: readonly T[]; readonly nextPageToken: string | null };

/**
 * Cuts a page out of a list; the token is opaque to callers and names the first item's place.
 * @throws ApiError 400 for a page size or token that cannot be
 */
export function pageOf<T>(
  items: readonly T[],
  query: { readonly pageSize: string | undefined; readonly pageToken: string | undefined },
  limits: { readonly usual: number; readonly most: number },
): Page<T> {
  const asked = query.pageSize === undefined || query.pageSize === "" ? limits.usual : Number(query.pageSize);
  if (!Number.isInteger(asked) || asked < 0) throw invalidParameter("page_size must be a whole number, zero or more.");
  const size = Math.min(asked === 0 ? limits.usual : asked, limits.most);
  const from = startOf(query.pageToken);
  const end = from + size;
  return { items: items.slice(from, end), nextPageToken: end < items.length ? tokenOf(end) : null };
}

function tokenOf(place: number): string {
  return Buffer.from(`p:${String(place)}`).toString("base64url");
}

function startOf(token: string | undefined): number {
  if (token === undefined || token === "") return 0;
  const place = /^p:(\d+)$/u.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (place === undefined) throw invalidParameter("page_token is not one this workspace gave out.");
  return Number(place);
}
