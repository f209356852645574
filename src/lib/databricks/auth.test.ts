import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock } from "../core/clock.ts";
import { redact } from "../core/redact.ts";
import { authenticator } from "./auth.ts";
import { answer, type LoopbackServer, startLoopbackServer } from "./loopback-server.fixture.ts";
import { createTransport, type Transport } from "./transport.ts";

let server: LoopbackServer;
let transport: Transport;

beforeEach(async () => {
  server = await startLoopbackServer();
  transport = createTransport(server.caPem);
});

afterEach(async () => {
  transport.close();
  await server.close();
});

const signIn = (env: Record<string, string>, clock = manualClock()) =>
  authenticator({ host: new URL(server.host), env, transport, clock });

/** A service principal's token endpoint that counts what it gives out. */
function serveTokens(expiresIn: number): void {
  let count = 0;
  server.handle = (call, response) => {
    if (call.path.startsWith("/oidc/.well-known")) {
      answer(response, 200, {
        authorization_endpoint: `${server.host}/oidc/v1/authorize`,
        token_endpoint: `${server.host}/oidc/v1/token`,
      });
      return;
    }
    count += 1;
    answer(response, 200, {
      access_token: `principal-token-${String(count)}`,
      token_type: "Bearer",
      expires_in: expiresIn,
    });
  };
}

const principal = { DATABRICKS_CLIENT_ID: "app-id", DATABRICKS_CLIENT_SECRET: "dose-app-secret" };

describe("signing in", () => {
  it("with a personal token sends it, and hides it from then on", async () => {
    const headers = await signIn({ DATABRICKS_TOKEN: "personal-token-1" })("cached");
    expect(headers).toEqual({ authorization: "Bearer personal-token-1" });
    expect(redact("got personal-token-1 back")).toBe("got [hidden] back");
  });

  it("as a service principal goes through discovery over the trusted certificate and keeps the token", async () => {
    serveTokens(3600);
    const authenticate = signIn(principal);
    expect(await authenticate("cached")).toEqual({ authorization: "Bearer principal-token-1" });
    expect(await authenticate("cached")).toEqual({ authorization: "Bearer principal-token-1" });
    const token = server.calls.find((call) => call.path === "/oidc/v1/token");
    expect(token?.body).toBe("grant_type=client_credentials&scope=all-apis");
    expect(token?.headers.authorization).toBe(`Basic ${Buffer.from("app-id:dose-app-secret").toString("base64")}`);
  });

  it("renews a principal's token before it runs out", async () => {
    serveTokens(3600);
    const clock = manualClock();
    const authenticate = signIn(principal, clock);
    await authenticate("cached");
    clock.advance(3_500_000);
    expect(await authenticate("cached")).toEqual({ authorization: "Bearer principal-token-1" });
    clock.advance(61_000);
    expect(await authenticate("cached")).toEqual({ authorization: "Bearer principal-token-2" });
  });

  it("drops what it holds when asked for fresh credentials", async () => {
    serveTokens(3600);
    const authenticate = signIn(principal);
    await authenticate("cached");
    expect(await authenticate("fresh")).toEqual({ authorization: "Bearer principal-token-2" });
  });

  it("asks once for many callers at a time", async () => {
    serveTokens(3600);
    const authenticate = signIn(principal);
    await Promise.all([authenticate("cached"), authenticate("cached"), authenticate("cached")]);
    expect(server.calls.filter((call) => call.path === "/oidc/v1/token")).toHaveLength(1);
  });

  it("takes the local credentials service of a job", async () => {
    const service = createServer((request, response) => {
      const known = request.headers["x-databricks-metadata-version"] === "1";
      const body = { access_token: "job-token-1", token_type: "Bearer", expires_on: 4_102_444_800 };
      response.writeHead(known ? 200 : 400).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
    // A listening server has an address with a port.
    const { port } = service.address() as AddressInfo;
    const env = { DATABRICKS_METADATA_SERVICE_URL: `http://127.0.0.1:${String(port)}/token` };
    expect(await signIn(env)("cached")).toEqual({ authorization: "Bearer job-token-1" });
    service.close();
  });
});

describe("what cannot sign in", () => {
  it("says so without the secret, and tries again the next time", async () => {
    server.handle = (_call, response) => answer(response, 401, { error: "invalid_client" });
    const authenticate = signIn(principal);
    const error: unknown = await authenticate("cached").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(String(error)).not.toContain("dose-app-secret");
    serveTokens(3600);
    expect(await authenticate("cached")).toEqual({ authorization: "Bearer principal-token-1" });
  });

  it("names two ways at once as a setting to mend", async () => {
    const both = signIn({ ...principal, DATABRICKS_TOKEN: "personal-token-1" })("cached");
    await expect(both).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
  });
});
