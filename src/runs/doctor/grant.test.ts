import { describe, expect, it } from "vitest";
import { grantOf, lackingIn, permissionOf } from "./grant.ts";

describe("a GRANT", () => {
  it("quotes every part of every name, a backtick by two", () => {
    expect(grantOf("SELECT", "table", "sales.`gold.x`.orders", "a@b")).toBe(
      "GRANT SELECT ON TABLE `sales`.`gold.x`.`orders` TO `a@b`",
    );
    expect(grantOf("USE CATALOG", "CATALOG", "매출", "o`hara")).toBe(
      "GRANT USE CATALOG ON CATALOG `매출` TO `o``hara`",
    );
  });

  it.each([
    ["User does not have SELECT on Table 'c.s.t'.", { privilege: "SELECT", kind: "TABLE", name: "c.s.t" }],
    ["User does not have USE SCHEMA on Schema 'c.s'.", { privilege: "USE SCHEMA", kind: "SCHEMA", name: "c.s" }],
    ["User does not have SELECT on View 'c.s.v'.", { privilege: "SELECT", kind: "TABLE", name: "c.s.v" }],
    ["User does not have READ VOLUME on Volume 'c.s.v'.", { privilege: "READ VOLUME", kind: "VOLUME", name: "c.s.v" }],
    ["Access was refused.", null],
  ])("is read off %j", (message, lacking) => {
    expect(lackingIn(message)).toEqual(lacking);
  });
});

it("a permission names a service principal by its application id", () => {
  expect(permissionOf("jobs", "7", "CAN_MANAGE_RUN", "00000000-0000-4000-8000-000000000003")).toBe(
    `databricks permissions update jobs 7 --json '{"access_control_list":[{"service_principal_name":"00000000-0000-4000-8000-000000000003","permission_level":"CAN_MANAGE_RUN"}]}'`,
  );
});
