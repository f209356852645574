import type { Context } from "hono";
import type { AppEnv } from "../surroundings.ts";

/** A path of the jobs API under both of its versions. */
export function at(path: string): string {
  return `/api/:version{2\\.[12]}/jobs/${path}`;
}

/** What a list was asked for with. */
export function paging(c: Context<AppEnv>): { pageSize: string | undefined; pageToken: string | undefined } {
  return { pageSize: c.req.query("limit"), pageToken: c.req.query("page_token") };
}

export function nextOf(token: string | null): Record<string, string> {
  return token === null ? {} : { next_page_token: token };
}
