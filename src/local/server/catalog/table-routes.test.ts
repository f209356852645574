import { describe, expect, it } from "vitest";
import { testWorkspace } from "../test-workspace.ts";

const tables = "/api/2.1/unity-catalog/tables";

describe("Unity Catalog", () => {
  it("gives a table's columns with their types", async () => {
    const workspace = await testWorkspace();
    const { body } = await workspace.call("GET", `${tables}/garden.shed.plants`);
    expect(body).toMatchObject({ full_name: "garden.shed.plants", catalog_name: "garden", name: "plants" });
    expect(body.columns).toMatchObject([
      { name: "name", type_name: "STRING", position: 0 },
      { name: "height", type_name: "DECIMAL", type_text: "decimal(10,2)", position: 1 },
    ]);
    const missing = await workspace.call("GET", `${tables}/garden.shed.tools`);
    expect([missing.status, missing.body.error_code]).toEqual([404, "TABLE_DOES_NOT_EXIST"]);
  });

  it("lists a schema's tables when it can", async () => {
    const without = await testWorkspace();
    const query = `${tables}?catalog_name=garden&schema_name=shed`;
    expect((await without.call("GET", query)).body.error_code).toBe("NOT_IMPLEMENTED");
    const workspace = await testWorkspace({
      listTables: async (_, schema) => await Promise.resolve(schema === "shed" ? ["plants", "pots"] : null),
    });
    const { body } = await workspace.call("GET", query);
    expect(body.tables.map((table: { full_name: string }) => table.full_name)).toEqual([
      "garden.shed.plants",
      "garden.shed.pots",
    ]);
    expect((await workspace.call("GET", `${tables}?catalog_name=garden&schema_name=x`)).status).toBe(404);
    expect((await workspace.call("GET", tables)).status).toBe(400);
  });
});
