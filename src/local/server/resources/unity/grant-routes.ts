import { Hono } from "hono";
import { z } from "zod";
import { invalidParameter } from "../../api-error.ts";
import { isAnyPrincipal } from "../../identity/principals.ts";
import { readBody } from "../../read-body.ts";
import type { AppEnv } from "../../surroundings.ts";
import { type GrantStore, noSuchPrincipal } from "./grant-store.ts";
import { noSuch, type SecurableKind } from "./unity-name.ts";
import { schemaName, type UnityStore, volumeName } from "./unity-store.ts";

const path = "/api/2.1/unity-catalog/permissions/:kind/:name";

const privileges: Readonly<Record<SecurableKind, readonly string[]>> = {
  volume: ["READ_VOLUME", "WRITE_VOLUME"],
  table: ["SELECT", "MODIFY", "REFRESH"],
  schema: [
    ..."USE_SCHEMA CREATE_TABLE CREATE_VOLUME CREATE_FUNCTION CREATE_MODEL CREATE_MATERIALIZED_VIEW EXECUTE".split(" "),
    ..."SELECT MODIFY REFRESH READ_VOLUME WRITE_VOLUME EXTERNAL_USE_SCHEMA".split(" "),
  ],
  catalog: [
    ..."USE_CATALOG CREATE_SCHEMA USE_SCHEMA CREATE_TABLE CREATE_VOLUME CREATE_FUNCTION CREATE_MODEL".split(" "),
    ..."CREATE_MATERIALIZED_VIEW EXECUTE BROWSE SELECT MODIFY REFRESH READ_VOLUME WRITE_VOLUME".split(" "),
  ],
};
const everywhere = ["ALL_PRIVILEGES", "MANAGE", "APPLY_TAG"];

const body = z.object({
  changes: z
    .array(
      z.object({
        principal: z.string(),
        add: z.array(z.string()).default([]),
        remove: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

/** Grants on catalogs, schemas, volumes and tables. */
export function grantRoutes(
  unity: UnityStore,
  grants: GrantStore,
  tableExists: (fullName: string) => Promise<boolean>,
): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const securable = async (
    given: string,
    name: string,
  ): Promise<{ kind: SecurableKind; name: string; owner: string | null }> => {
    const kind = given.toLowerCase();
    switch (kind) {
      case "catalog":
        if (!(await unity.catalogs()).includes(name.toLowerCase())) throw noSuch("catalog", name);
        return { kind, name: name.toLowerCase(), owner: null };
      case "schema": {
        const schema = await unity.schema(name);
        return { kind, name: schemaName(schema), owner: schema.owner };
      }
      case "volume": {
        const volume = unity.volume(name);
        return { kind, name: volumeName(volume), owner: volume.owner };
      }
      case "table":
        if (!(await tableExists(name.toLowerCase()))) throw noSuch("table", name);
        return { kind, name: name.toLowerCase(), owner: null };
      default:
        throw invalidParameter(`Securable type '${given}' is not one the local workspace has.`);
    }
  };

  app.get(path, async (c) => {
    const { kind, name } = await securable(c.req.param("kind"), c.req.param("name"));
    const principal = c.req.query("principal");
    const held = grants.on(kind, name).filter((each) => principal === undefined || each.principal === principal);
    return c.json({ privilege_assignments: held });
  });
  app.patch(path, async (c) => {
    const { kind, name, owner } = await securable(c.req.param("kind"), c.req.param("name"));
    grants.require(c.get("user"), "MANAGE", kind, name, owner);
    const { changes } = await readBody(c, body);
    for (const { principal, add } of changes) {
      if (!isAnyPrincipal(principal)) throw noSuchPrincipal(principal);
      const wrong = add.find((privilege) => !privileges[kind].includes(privilege) && !everywhere.includes(privilege));
      if (wrong !== undefined) {
        throw invalidParameter(`Privilege ${wrong} is not applicable to this entity [${name}:${kind.toUpperCase()}].`);
      }
    }
    return c.json({ privilege_assignments: grants.change(kind, name, changes) });
  });
  return app;
}
