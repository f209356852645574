import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import { rememberSecret } from "../core/redact.ts";
import { createHttp, type Http, type HttpRequest, workspaceUrl } from "./http.ts";
import { answer, type LoopbackServer, startLoopbackServer } from "./loopback-server.fixture.ts";
import { createTransport, type Transport } from "./transport.ts";

let server: LoopbackServer;
let transport: Transport;
let http: Http;
const asked: string[] = [];

function client(host: string, caPem?: string): Http {
  transport = createTransport(caPem);
  return createHttp({
    host: workspaceUrl(host),
    authenticate: (how) => {
      asked.push(how);
      return Promise.resolve({ authorization: how === "fresh" ? "Bearer fresh-one" : "Bearer stale-one" });
    },
    transport,
    clock: manualClock("2026-01-05T09:00:00.000Z"),
    userAgent: "genie-enhancer-test",
  });
}

const read: HttpRequest = { method: "GET", path: "/api/2.0/genie/spaces/abc", route: "spaces.read", subject: "abc" };

async function failure(work: Promise<unknown>): Promise<EnhancerError> {
  const error = await work.then(
    () => new Error("did not fail"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof EnhancerError) return error;
  throw error;
}

beforeEach(async () => {
  asked.length = 0;
  server = await startLoopbackServer();
  http = client(server.host, server.caPem);
});

afterEach(async () => {
  transport.close();
  await server.close();
});

describe("calls", () => {
  it("keeps all digits of 64-bit ids", async () => {
    server.handle = (_call, response) => answer(response, 200, '{"run_id": 9223372036854775807, "n": 7}');
    expect(await http(read)).toEqual({ run_id: "9223372036854775807", n: 7 });
  });

  it.each(["PATCH", "DELETE", "POST", "PUT"] as const)("sends the body of a %s", async (method) => {
    await http({ ...read, method, body: { title: "매출 공간" } });
    expect(server.calls[0]).toMatchObject({ method, body: '{"title":"매출 공간"}' });
    expect(server.calls[0]?.headers["content-length"]).toBe(String(Buffer.byteLength('{"title":"매출 공간"}')));
  });

  it("leaves undefined query members out and encodes the others", async () => {
    await http({ ...read, query: { a: "x&y", b: undefined, c: true } });
    expect(server.calls[0]?.path).toBe("/api/2.0/genie/spaces/abc?a=x%26y&c=true");
  });

  it("takes an empty answer for an empty object", async () => {
    server.handle = (_call, response) => answer(response, 200, "");
    expect(await http(read)).toEqual({});
  });
});

describe("credentials", () => {
  it("are renewed once after a 401", async () => {
    server.handle = (call, response) => {
      if (call.headers.authorization === "Bearer fresh-one") answer(response, 200, { ok: true });
      else answer(response, 401, { error_code: "UNAUTHENTICATED", message: "expired" });
    };
    expect(await http(read)).toEqual({ ok: true });
    expect(asked).toEqual(["cached", "fresh"]);
  });

  it("that stay refused are an error without the token in it", async () => {
    server.handle = (call, response) => answer(response, 401, { message: `no: ${call.headers.authorization ?? ""}` });
    const error = await failure(http(read));
    expect(error.code).toBe("UNAUTHENTICATED");
    expect(server.calls).toHaveLength(2);
    expect(JSON.stringify(error)).not.toContain("fresh-one");
  });
});

describe("answers that are errors", () => {
  it.each([
    [400, "INVALID_PARAMETER_VALUE", "BAD_REQUEST", false],
    [403, "PERMISSION_DENIED", "PERMISSION_DENIED", false],
    [404, "RESOURCE_DOES_NOT_EXIST", "NOT_FOUND", false],
    [409, "ABORTED", "CONFLICT", false],
    [429, "RESOURCE_EXHAUSTED", "THROTTLED", true],
    [500, "INTERNAL_ERROR", "SERVER_ERROR", true],
    [501, "FEATURE_DISABLED", "SERVER_ERROR", false],
    [503, "TEMPORARILY_UNAVAILABLE", "SERVER_ERROR", true],
  ])("HTTP %i is sorted with its message kept", async (status, platformCode, code, retryable) => {
    server.handle = (_call, response) => answer(response, status, { error_code: platformCode, message: "because so" });
    const error = await failure(http(read));
    expect(error).toMatchObject({ code, retryable });
    expect(error.message).toContain("because so");
    expect(error.context).toMatchObject({ status, errorCode: platformCode, subject: "abc" });
  });

  it("403 names the permission and 404 the thing, by what was called", async () => {
    server.handle = (_call, response) => answer(response, 403, {});
    expect((await failure(http(read))).remedy).toContain("CAN EDIT on the space");
    const submit = { ...read, route: "statements.submit", subject: "w1" } as const;
    expect((await failure(http(submit))).remedy).toContain("CAN USE on the SQL warehouse");
    server.handle = (_call, response) => answer(response, 404, {});
    expect((await failure(http(submit))).message).toContain("SQL warehouse w1 was not found");
    expect((await failure(http({ ...read, route: "serving.chat", subject: "m" }))).message).toContain(
      "serving endpoint m",
    );
  });

  it.each([
    ["7", 7],
    ["1.5", 1.5],
    ["Mon, 05 Jan 2026 09:00:30 GMT", 30],
    ["soon", undefined],
  ])("reads Retry-After %s", async (header, seconds) => {
    server.handle = (_call, response) => {
      response.sendDate = false;
      answer(response, 429, {}, { "retry-after": header });
    };
    expect((await failure(http(read))).retryAfterSeconds).toBe(seconds);
  });

  it("measures a Retry-After date by the server's own clock", async () => {
    const headers = { "retry-after": "Fri, 02 Jan 2026 00:01:00 GMT", date: "Fri, 02 Jan 2026 00:00:00 GMT" };
    server.handle = (_call, response) => answer(response, 503, {}, headers);
    expect((await failure(http(read))).retryAfterSeconds).toBe(60);
  });

  it.each([
    ["a page instead of JSON", 200, "<html>proxy</html>", true],
    ["cut JSON", 200, '{"spaces": [', true],
    ["a redirect to a sign-in page", 302, "", false],
  ])("%s is a bad response", async (_what, status, body, retryable) => {
    server.handle = (_call, response) => answer(response, status, body);
    expect(await failure(http(read))).toMatchObject({ code: "BAD_RESPONSE", retryable });
  });
});

it("hides a secret that stands where a long message is cut", async () => {
  const token = `opaque${"Z9".repeat(40)}`;
  rememberSecret(token);
  server.handle = (_call, response) => answer(response, 400, { message: `${"m".repeat(570)} ${token}` });
  const { message } = await failure(http(read));
  expect(message).toContain("[hidden]");
  expect(message).not.toContain("opaque");
});

describe("connections", () => {
  it("are refused when the certificate is not trusted", async () => {
    transport.close();
    const error = await failure(client(server.host)(read));
    expect(error).toMatchObject({ code: "CERTIFICATE_UNTRUSTED", retryable: false });
    expect(error.message).toContain("not trusted");
    expect(server.calls).toHaveLength(0);
  });

  it("are refused when the certificate is for another host", async () => {
    const other = await startLoopbackServer("workspace.example.com");
    transport.close();
    const error = await failure(client(other.host, other.caPem)(read));
    expect(error.code).toBe("CERTIFICATE_UNTRUSTED");
    expect(error.message).toContain("another host");
    await other.close();
  });

  it("that nobody answers say so and were surely not seen", async () => {
    await server.close();
    expect(await failure(http(read))).toMatchObject({
      code: "UNREACHABLE",
      retryable: true,
      context: { reached: "no" },
    });
  });

  it("that break after sending may have been seen", async () => {
    server.handle = (_call, response) => response.socket?.destroy();
    expect(await failure(http(read))).toMatchObject({ code: "UNREACHABLE", context: { reached: "maybe" } });
  });

  it("end when their time is over, also in the middle of a body", async () => {
    const { promise: ended, resolve: onEnd } = Promise.withResolvers<void>();
    server.handle = (_call, response) => {
      response.writeHead(200);
      response.write("{");
      response.on("close", onEnd);
    };
    expect(await failure(http({ ...read, timeoutMs: 80 }))).toMatchObject({ code: "TIMEOUT", retryable: true });
    await expect(ended).resolves.toBeUndefined();
  });

  it("end when the caller gives up, with the caller's reason", async () => {
    const controller = new AbortController();
    server.handle = () => controller.abort();
    expect((await failure(http({ ...read, signal: controller.signal }))).code).toBe("INTERRUPTED");
    const held = new EnhancerError({ code: "LEASE_HELD", message: "lost the lease", remedy: "wait" });
    expect(await failure(http({ ...read, signal: AbortSignal.abort(held) }))).toBe(held);
  });
});

describe("the workspace's address", () => {
  it.each([
    ["adb-1.2.azuredatabricks.net", "https://adb-1.2.azuredatabricks.net/"],
    ["https://x.cloud.databricks.com/?o=123", "https://x.cloud.databricks.com/"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080/"],
  ])("%s is read as %s", (given, url) => {
    expect(workspaceUrl(given).href).toBe(url);
  });

  it.each(["", "http://workspace.example.com", "https://"])("%j is refused", (given) => {
    expect(() => workspaceUrl(given)).toThrow(expect.objectContaining({ code: "SETTINGS_INVALID" }));
  });
});
