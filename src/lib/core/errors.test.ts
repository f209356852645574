import { describe, expect, it } from "vitest";
import { EnhancerError, toEnhancerError } from "./errors.ts";
import { rememberSecret } from "./redact.ts";

const token = `dapi${"0123456789abcdef".repeat(2)}`;

describe("an error", () => {
  rememberSecret("hunter2hunter2");
  const error = new EnhancerError({
    code: "UNAUTHENTICATED",
    message: `Sign-in with ${token} failed`,
    remedy: "Give another than hunter2hunter2.",
    retryAfterSeconds: 5,
    context: { header: `Bearer ${token}`, nested: { list: ["hunter2hunter2"] }, status: 401 },
    cause: new Error(`inner ${token}`),
  });

  it("shows no secret in message, remedy or JSON", () => {
    const shown = [error.message, error.remedy, JSON.stringify(error)];
    for (const text of shown) expect(text).not.toMatch(/dapi0|hunter2/u);
    expect(error.message).toBe("Sign-in with [hidden] failed");
  });

  it("gives code, remedy and context for logs, neither stack nor cause", () => {
    expect(error.toJSON()).toEqual({
      code: "UNAUTHENTICATED",
      message: "Sign-in with [hidden] failed",
      remedy: "Give another than [hidden].",
      retryable: false,
      context: { header: "[hidden]", nested: { list: ["[hidden]"] }, status: 401 },
    });
    expect(error.cause).toBeInstanceOf(Error);
    expect(error.retryAfterSeconds).toBe(5);
  });
});

it.each<[string, Record<string, unknown>]>([
  ["a secret behind quotes", { body: '{"client_secret":"abc\\"def1234"}' }],
  ["a big integer", { id: 12n }],
  ["itself", (() => { const ring: Record<string, unknown> = {}; ring.self = ring; return ring; })()],
  ["nothing", {}],
])("can always be written down, also with %s in its context", (_what, context) => {
  const error = new EnhancerError({ code: "INTERNAL", message: "m", remedy: "r", context });
  expect(() => JSON.stringify(error)).not.toThrow();
  expect(JSON.stringify(error)).not.toContain("def1234");
});

describe("toEnhancerError", () => {
  it("leaves our own errors as they are", () => {
    const error = new EnhancerError({ code: "TIMEOUT", message: "m", remedy: "r", retryable: true });
    expect(toEnhancerError(error)).toBe(error);
  });

  it.each([
    [new TypeError("x is undefined"), "Unexpected failure: x is undefined"],
    ["text", "Unexpected failure: text"],
    [undefined, "Unexpected failure: undefined"],
  ])("wraps %s as a defect", (thrown, message) => {
    const error = toEnhancerError(thrown);
    expect(error).toMatchObject({ code: "INTERNAL", message, retryable: false, cause: thrown });
    expect(error.remedy).toContain("defect");
  });
});
