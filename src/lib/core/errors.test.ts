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

function ring(): Record<string, unknown> {
  const one: Record<string, unknown> = {};
  one.self = one;
  return one;
}

it.each<[string, Record<string, unknown>, unknown]>([
  ["a reply's body", { body: '{"client_secret":"abcd1234"}' }, { body: '{"client_secret":"[hidden]"}' }],
  [
    "a body inside a body",
    { body: JSON.stringify({ body: '{"access_token":"abcd1234"}' }) },
    { body: '{"body":"{\\"access_token\\":\\"[hidden]\\"}"}' },
  ],
  ["a secret that is a number", { password: 12_345_678 }, { password: "[hidden]" }],
  ["a remembered secret", { list: ['a "hunter2hunter2"'] }, { list: ['a "[hidden]"'] }],
  ["a big integer", { id: 12n }, { id: "12" }],
  ["a date", { at: new Date(0) }, { at: "1970-01-01T00:00:00.000Z" }],
  ["itself", ring(), { self: "[circular]" }],
  ["nothing", { a: null, b: undefined }, { a: null }],
])("can always be written down, also with %s in its context", (_what, context, shown) => {
  const error = new EnhancerError({ code: "INTERNAL", message: "m", remedy: "r", context });
  expect(JSON.parse(JSON.stringify(error)).context).toEqual(shown);
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
    expect(error).toMatchObject({ code: "INTERNAL", message, retryable: false });
    expect(error.cause).toBe(thrown);
    expect(error.remedy).toContain("defect");
  });
});
