import { expect, it } from "vitest";
import { isPermissionFailure } from "./permission-failure.ts";

const failed = (errorCode: string, message: string, sqlState?: string) =>
  ({ kind: "failed", statementId: "s", errorCode, message, ...(sqlState === undefined ? {} : { sqlState }) }) as const;

it.each([
  [
    "BAD_REQUEST",
    "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have SELECT on Table 'a.b.c'.",
    true,
  ],
  ["BAD_REQUEST", "PERMISSION_DENIED: User does not have USE SCHEMA on Schema 'a.b'.", true],
  ["BAD_REQUEST", "[UNAUTHORIZED_ACCESS] Unauthorized access: denied. SQLSTATE: 42501", true],
  ["BAD_REQUEST", "[TABLE_OR_VIEW_NOT_FOUND] The table or view `a`.`b` cannot be found. SQLSTATE: 42P01", false],
  ["BAD_REQUEST", "[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012", false],
])("%s: %s", (code, message, denied) => {
  expect(isPermissionFailure(failed(code, message))).toBe(denied);
});

it("goes by the SQLSTATE where the words are others, and takes no result for a refusal", () => {
  expect(isPermissionFailure(failed("BAD_REQUEST", "no", "42501"))).toBe(true);
  expect(isPermissionFailure({ kind: "cancelled", statementId: "s", by: "us" })).toBe(false);
});
