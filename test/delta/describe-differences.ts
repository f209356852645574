import { beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/local/warehouse/engine.ts";
import { answerOf, differences, tables } from "./differences.ts";

/** Holds what one engine answers where the two differ; it fails as soon as they agree, or differ in another way. */
export function describeDifferences(which: "duckdb" | "spark", open: () => Promise<Engine>): void {
  describe(`where the engines differ: ${which}`, () => {
    const schema = "differences";
    let engine: Engine;
    beforeAll(async () => {
      engine = await open();
      const session = { catalog: "sandbox", schema, timeZone: "UTC" };
      await engine.execute(`CREATE SCHEMA sandbox.${schema}`, [], session);
      for (const sql of tables) await engine.execute(sql, [], session);
    });

    it.each(differences.map((one) => [one.what, one] as const))("%s", async (_what, one) => {
      expect(one.duckdb).not.toEqual(one.spark);
      expect(await answerOf(engine, one.sql, schema)).toEqual(one[which]);
    });
  });
}
