import { z } from "zod";
import { type Clock, deadline } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import { parseJson } from "../core/json.ts";
import { rememberSecret } from "../core/redact.ts";
import { networkError } from "./http-errors.ts";
import type { Reply, Transport } from "./transport.ts";

type Options = {
  readonly host: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly transport: Transport;
  readonly clock: Clock;
};

const discoverySchema = z.object({ token_endpoint: z.url() });
const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });

const timeoutMs = 30_000;
/** Azure refuses tokens with 30 s or less to live. */
const marginMs = 40_000;

/** OAuth for service principals (client credentials, scope all-apis): sets the bearer header, renewing the token in time. */
export function clientCredentials(options: Options): (headers: Headers) => Promise<void> {
  rememberSecret(options.clientSecret);
  rememberSecret(basicOf(options));
  let held: Promise<{ readonly token: string; readonly until: number }> | null = null;
  let until = Number.NEGATIVE_INFINITY;
  return async (headers) => {
    if (held === null || options.clock.monotonic() >= until) {
      held = exchange(options);
      until = Number.POSITIVE_INFINITY;
    }
    try {
      const current = await held;
      until = current.until;
      headers.set("authorization", `Bearer ${current.token}`);
    } catch (error) {
      held = null;
      throw error;
    }
  };
}

async function exchange({
  host,
  clientId,
  clientSecret,
  transport,
  clock,
}: Options): Promise<{ token: string; until: number }> {
  const send = async (url: URL, body?: string): Promise<unknown> => {
    const basic = `Basic ${basicOf({ clientId, clientSecret })}`;
    const form = { "content-type": "application/x-www-form-urlencoded", authorization: basic };
    let reply: Reply;
    try {
      reply = await transport.exchange({
        url,
        method: body === undefined ? "GET" : "POST",
        headers: { accept: "application/json", ...(body === undefined ? {} : form) },
        ...(body === undefined ? {} : { body }),
        signal: deadline(timeoutMs),
      });
    } catch (error) {
      throw networkError(error, { host: url.host, route: "identity.me" });
    }
    if (reply.status !== 200) throw refused(host, `HTTP ${String(reply.status)}`);
    return parseJson(reply.text);
  };
  try {
    const discovered = await send(new URL("/oidc/.well-known/oauth-authorization-server", host));
    const endpoint = new URL(discoverySchema.parse(discovered).token_endpoint);
    if (endpoint.protocol !== host.protocol) throw refused(host, "it names a token address that is not secure");
    const askedAt = clock.monotonic();
    const token = tokenSchema.parse(await send(endpoint, "grant_type=client_credentials&scope=all-apis"));
    return { token: token.access_token, until: askedAt + token.expires_in * 1000 - marginMs };
  } catch (error) {
    throw error instanceof EnhancerError ? error : refused(host, "the answer is not as OAuth promises");
  }
}

function basicOf({ clientId, clientSecret }: Pick<Options, "clientId" | "clientSecret">): string {
  return Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
}

function refused(host: URL, why: string): EnhancerError {
  return new EnhancerError({
    code: "UNAUTHENTICATED",
    message: `Could not get a token from ${host.host} for the service principal: ${why}.`,
    remedy:
      "Check DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, and that the principal belongs to this workspace.",
  });
}
