import { Hono } from "hono";
import { z } from "zod";
import { invalidParameter } from "../api-error.ts";
import { readBody } from "../read-body.ts";
import type { AppEnv } from "../surroundings.ts";
import { type AccessEntry, levels, requireLevel } from "./space-access.ts";
import type { Space } from "./space.ts";
import type { SpaceStore } from "./space-store.ts";

const body = z.object({
  access_control_list: z
    .array(
      z.object({
        user_name: z.string().optional(),
        group_name: z.string().optional(),
        service_principal_name: z.string().optional(),
        permission_level: z.enum(levels),
      }),
    )
    .default([]),
});

const path = "/api/2.0/permissions/genie/:id";

/** Access control lists of Genie spaces: PUT replaces, PATCH adds or changes. */
export function permissionRoutes(spaces: SpaceStore): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get(path, (c) => {
    const space = spaces.get(c.req.param("id"));
    requireLevel(space, c.get("user"), "CAN_READ");
    return c.json(shown(space));
  });
  app.get(`${path}/permissionLevels`, (c) =>
    c.json({ permission_levels: levels.map((level) => ({ permission_level: level, description: level })) }),
  );
  app.put(path, async (c) => {
    const space = spaces.get(c.req.param("id"));
    requireLevel(space, c.get("user"), "CAN_MANAGE");
    const entries = entriesOf(await readBody(c, body));
    return c.json(shown(await spaces.setAccess(space.id, entries)));
  });
  app.patch(path, async (c) => {
    const space = spaces.get(c.req.param("id"));
    requireLevel(space, c.get("user"), "CAN_MANAGE");
    const entries = entriesOf(await readBody(c, body));
    const others = spaces
      .get(space.id)
      .access.filter((old) => !entries.some((entry) => entry.kind === old.kind && entry.name === old.name));
    return c.json(shown(await spaces.setAccess(space.id, [...others, ...entries])));
  });
  return app;
}

function entriesOf(given: z.output<typeof body>): readonly AccessEntry[] {
  return given.access_control_list.map((entry) => {
    const named = (["user_name", "group_name", "service_principal_name"] as const).flatMap((kind) => {
      const name = entry[kind];
      return name === undefined || name === "" ? [] : [{ kind, name }];
    });
    const [who, ...more] = named;
    if (who === undefined || more.length > 0) {
      throw invalidParameter("Each access control entry needs one of user_name, group_name, service_principal_name.");
    }
    return { ...who, level: entry.permission_level };
  });
}

function shown(space: Space): Record<string, unknown> {
  return {
    object_id: `/genie/${space.id}`,
    object_type: "genie-space",
    access_control_list: [
      ...space.access.map((entry) => ({
        [entry.kind]: entry.name,
        all_permissions: [{ permission_level: entry.level, inherited: false }],
      })),
      {
        group_name: "admins",
        all_permissions: [
          { permission_level: "CAN_MANAGE", inherited: true, inherited_from_object: ["/directories/"] },
        ],
      },
    ],
  };
}
