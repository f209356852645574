import { describe, expect, it } from "vitest";
import { faultList, faultRequest, routePattern } from "./fault.ts";

describe("a fault's route", () => {
  it.each([
    ["/api/2.0/genie/spaces", "/api/2.0/genie/spaces", true],
    ["/api/2.0/genie/spaces", "/api/2.0/genie/spaces/x", false],
    ["/api/2.0/genie/spaces", "/api/2x0/genie/spaces", false],
    ["/api/2.0/genie/spaces/*", "/api/2.0/genie/spaces/x/start-conversation", true],
    ["/api/2.0/genie/spaces/*", "/api/2.0/genie/spaces", false],
    ["/api/2.0/genie/spaces/*/start-conversation", "/api/2.0/genie/spaces/x/start-conversation", true],
    ["/api/2.0/genie/spaces/:id/start-conversation", "/api/2.0/genie/spaces/x/y/start-conversation", false],
    ["/api/2.0/genie/spaces/{id}", "/api/2.0/genie/spaces/x", true],
    ["/serving-endpoints/databricks-*/invocations", "/serving-endpoints/databricks-x/invocations", true],
    ["*", "/anything/at/all", true],
  ])("%s fits %s: %s", (route, path, fits) => {
    expect(routePattern(route).test(path)).toBe(fits);
  });
});

describe("the list of faults", () => {
  it("counts the calls that fit, and spends a fault after its times", () => {
    const faults = faultList();
    faults.add(faultRequest.parse({ method: "post", route: "/a", kind: "status", nth: 2, times: 2 }));
    const taken = ["POST", "GET", "POST", "POST", "POST"].map((method) => faults.take(method, "/a") !== null);
    expect(taken).toEqual([false, false, true, true, false]);
  });

  it("lets one fault happen at a call, the first that is due", () => {
    const faults = faultList();
    faults.add(faultRequest.parse({ route: "/a", kind: "status", status: 500 }));
    faults.add(faultRequest.parse({ route: "/a", kind: "status", status: 503, nth: 2 }));
    expect([faults.take("GET", "/a")?.status, faults.take("GET", "/a")?.status, faults.take("GET", "/a")]).toEqual([
      500,
      503,
      null,
    ]);
  });
});
