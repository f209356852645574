import { z } from "zod";
import type { Http } from "./http.ts";
import { readReply } from "./read-reply.ts";

/** Who the workspace takes us for. A service principal's user name is its application id. */
export type Identity = { readonly id: string; readonly userName: string; readonly displayName: string };

/** Who we are, and the groups we are a member of. */
export type Member = Identity & { readonly groups: readonly string[] };

const meSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String).default(""),
  userName: z.string(),
  displayName: z.string().nullish(),
  groups: z.array(z.looseObject({ display: z.string().nullish() })).nullish(),
});

/** Asks the workspace who we are: the cheapest proof that host, certificate and credentials are right. */
export async function whoAmI(http: Http, signal?: AbortSignal): Promise<Member> {
  const reply = await http({ method: "GET", path: "/api/2.0/preview/scim/v2/Me", route: "identity.me", signal });
  const { id, userName, displayName, groups } = readReply(meSchema, reply, "identity.me");
  const names = (groups ?? []).flatMap(({ display }) => display ?? []);
  return { id, userName, displayName: displayName ?? userName, groups: names };
}
