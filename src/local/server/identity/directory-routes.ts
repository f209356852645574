import { type Context, Hono } from "hono";
import { doesNotExist, invalidParameter } from "../api-error.ts";
import type { AppEnv } from "../surroundings.ts";
import { groups } from "./principals.ts";
import { everyone, type User } from "./users.ts";

const base = "/api/2.0/preview/scim/v2";

type Resource = Readonly<Record<string, unknown>> & { readonly id: string };

/** Users, service principals and groups, to be looked up by id or by one attribute. */
export function directoryRoutes(): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const lists: Readonly<Record<string, readonly Resource[]>> = {
    Users: everyone.filter((user) => user.kind === "user").map(userView),
    ServicePrincipals: everyone.filter((user) => user.kind === "service_principal").map(principalView),
    Groups: groups.map(({ id, name }) => ({ id, displayName: name, members: membersOf(name) })),
  };
  for (const [kind, resources] of Object.entries(lists)) {
    app.get(`${base}/${kind}`, (c) => c.json(listed(c, resources)));
    app.get(`${base}/${kind}/:id`, (c) => {
      const found = resources.find(({ id }) => id === c.req.param("id"));
      if (found === undefined) throw doesNotExist(`${kind} with id ${c.req.param("id")} not found.`);
      return c.json(found);
    });
  }
  return app;
}

function listed(c: Context, resources: readonly Resource[]): Record<string, unknown> {
  const matching = resources.filter(filterOf(c.req.query("filter")));
  const start = Math.max(1, Number(c.req.query("startIndex") ?? 1));
  const page = matching.slice(start - 1, start - 1 + Number(c.req.query("count") ?? 100));
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: matching.length,
    startIndex: start,
    itemsPerPage: page.length,
    Resources: page,
  };
}

/** Filters of the form `attribute eq "value"`, whose names and values are compared without case. */
function filterOf(filter: string | undefined): (resource: Resource) => boolean {
  if (filter === undefined || filter === "") return () => true;
  const [, attribute, value] = /^\s*(\w+)\s+eq\s+["']?(.*?)["']?\s*$/iu.exec(filter) ?? [];
  if (attribute === undefined || value === undefined)
    throw invalidParameter(`The filter '${filter}' is not supported.`);
  return (resource) => {
    const name = Object.keys(resource).find((key) => key.toLowerCase() === attribute.toLowerCase());
    const has = name === undefined ? undefined : resource[name];
    return typeof has === "string" && has.toLowerCase() === value.toLowerCase();
  };
}

function userView(user: User): Resource {
  return {
    id: user.id,
    userName: user.name,
    displayName: user.displayName,
    active: true,
    emails: [{ type: "work", value: user.name, primary: true }],
    groups: groupsOf(user),
  };
}

function principalView(user: User): Resource {
  return {
    id: user.id,
    applicationId: user.name,
    displayName: user.displayName,
    active: true,
    groups: groupsOf(user),
  };
}

function groupsOf(user: User): readonly Record<string, string>[] {
  return groups.filter(({ name }) => user.groups.includes(name)).map(({ id, name }) => ({ display: name, value: id }));
}

function membersOf(group: string): readonly Record<string, string>[] {
  return everyone
    .filter((user) => user.groups.includes(group))
    .map((user) => ({ display: user.displayName, value: user.id }));
}
