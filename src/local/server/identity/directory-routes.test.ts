import { describe, expect, it } from "vitest";
import { testWorkspace } from "../test-workspace.ts";

const base = "/api/2.0/preview/scim/v2";

describe("users, principals and groups", () => {
  it.each([
    ["Users", 'userName eq "LOCAL.user@example.com"', { userName: "local.user@example.com" }],
    ["ServicePrincipals", "displayName eq 'genie-enhancer'", { applicationId: expect.stringMatching(/^0{8}-/u) }],
    ["Groups", 'displayName eq "admins"', { displayName: "admins" }],
  ])("are found: %s with %s", async (kind, filter, found) => {
    const workspace = await testWorkspace();
    const { body } = await workspace.call("GET", `${base}/${kind}?filter=${encodeURIComponent(filter)}`);
    expect(body).toMatchObject({ totalResults: 1, Resources: [found] });
    const { id } = body.Resources[0];
    expect((await workspace.call("GET", `${base}/${kind}/${id}`)).body).toEqual(body.Resources[0]);
  });

  it("are listed in pages, and unknown ones are not there", async () => {
    const workspace = await testWorkspace();
    const { body } = await workspace.call("GET", `${base}/Users?startIndex=2&count=1`);
    expect(body).toMatchObject({
      totalResults: 2,
      startIndex: 2,
      Resources: [{ userName: "restricted.user@example.com" }],
    });
    expect((await workspace.call("GET", `${base}/Users/1`)).body.error_code).toBe("RESOURCE_DOES_NOT_EXIST");
    expect((await workspace.call("GET", `${base}/Users?filter=x%20co%20y`)).status).toBe(400);
  });
});
