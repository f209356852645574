import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepare } from "./catalog-case.ts";
import { catalogFaults, playCatalogFault } from "./catalog-fault.ts";
import { deepShare } from "./deep-share.ts";
import { type Ground, openGround } from "./fixture.ts";

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
  await prepare(ground);
});
afterAll(() => ground[Symbol.asyncDispose]());

describe("rollback is exact for every type of fix that writes to Unity Catalog, wherever it fails", () => {
  it.each(deepShare(catalogFaults))("$name", async (fault) => {
    expect(await playCatalogFault(ground, fault)).toEqual([]);
  });
});
