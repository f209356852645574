import { expect, it } from "vitest";
import { openDuckDb } from "./duckdb.ts";
import { refusedStatements, refusing } from "./refused-statements.ts";

const session = { catalog: "sandbox", schema: "default", timeZone: "UTC" };

it("refuses statements by a part of their text, however quoted, until they are allowed again", async () => {
  const own = await openDuckDb({ folder: null, catalogs: ["sandbox"] });
  const refused = refusedStatements();
  const engine = refusing(own, refused);
  const create = (): Promise<unknown> => engine.execute("CREATE SCHEMA IF NOT EXISTS\n `sandbox`.`x`", [], session);
  refused.add({
    contains: "create schema if not exists sandbox.",
    condition: "INSUFFICIENT_PERMISSIONS",
    sqlState: "42501",
    message: "Insufficient privileges: User does not have CREATE SCHEMA on Catalog 'sandbox'.",
  });
  await expect(create()).rejects.toMatchObject({ errorCode: "INSUFFICIENT_PERMISSIONS", sqlState: "42501" });
  await expect(engine.execute("SELECT 1", [], session)).resolves.toMatchObject({ rows: [["1"]] });
  refused.clear();
  await create();
  await own.close();
});
