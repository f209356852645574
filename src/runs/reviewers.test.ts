import { expect, it } from "vitest";
import { reviewersOf } from "./reviewers.ts";

it("takes reviewers for users, groups and service principals by how they are named, each once", () => {
  const principal = "0f8e1c2a-1111-2222-3333-444455556666";
  expect(reviewersOf(` ann@example.com, data analysts ,,${principal},ann@example.com`)).toEqual([
    { principal: "ann@example.com", kind: "user", level: "CAN_RUN" },
    { principal: "data analysts", kind: "group", level: "CAN_RUN" },
    { principal, kind: "service-principal", level: "CAN_RUN" },
  ]);
  expect(reviewersOf("")).toEqual([]);
});
