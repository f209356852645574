import { type Clock, deadline } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import { parseJson } from "../core/json.ts";
import type { Authenticate } from "./auth.ts";
import { type CallFacts, networkError, statusError, timeoutError, unreadableError } from "./http-errors.ts";
import type { Route } from "./routes.ts";
import type { Reply, Transport } from "./transport.ts";

/** One call of the workspace's REST API. */
export type HttpRequest = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute path, its parts already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of a body. */
  readonly rawBody?: string;
  /** Text and bytes are handed on as they came; default JSON. */
  readonly answer?: "json" | "text" | "bytes";
  /** What the call is about, for errors and the circuit breaker. */
  readonly route: Route;
  /** The id or name of the thing called upon. */
  readonly subject?: string;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  /** Given, the call waits for the end of an outage rather than fail. */
  readonly patient?: Patience | undefined;
  /**
   * Whether doing it twice does no harm. Default: true for GET, PUT and DELETE. When false it is repeated only if the
   * workspace surely has not acted on it. "never" leaves repeating to the caller.
   */
  readonly idempotent?: boolean | "never";
};

/** How a call waits while its circuit is open: until the signal aborts. `onWaited` is told, and waited for, before it goes on. */
export type Patience = { readonly signal: AbortSignal; readonly onWaited?: () => void | Promise<void> };

/** The parsed answer, or its text where that was asked for; an empty body is an empty object. Whole numbers beyond 2^53 come as text. */
export type Http = (request: HttpRequest) => Promise<unknown>;

type Options = {
  /** `https://host[:port]`, as {@link workspaceUrl} gives it. */
  readonly host: URL;
  readonly authenticate: Authenticate;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly userAgent: string;
};

const defaultTimeoutMs = 60_000;

/** The plain client: authentication, JSON and errors; no retries. A 401 is tried once more with fresh credentials. */
export function createHttp({ host, authenticate, transport, clock, userAgent }: Options): Http {
  return async (request) => {
    const call: CallFacts = {
      host: host.host,
      route: request.route,
      ...(request.subject === undefined ? {} : { subject: request.subject }),
    };
    const url = new URL(request.path, host);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const send = async (credentials: Readonly<Record<string, string>>): Promise<Reply> => {
      const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
      const body = request.rawBody ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
      const contentType = request.rawBody === undefined ? "application/json" : "application/octet-stream";
      try {
        return await transport.exchange({
          url,
          method: request.method,
          headers: {
            ...credentials,
            accept: "application/json",
            "user-agent": userAgent,
            ...(body === undefined ? {} : { "content-type": contentType }),
          },
          ...(body === undefined ? {} : { body }),
          signal: deadline(timeoutMs, request.signal),
        });
      } catch (error) {
        if (request.signal?.aborted === true) throw interrupted(request.signal);
        if (error instanceof DOMException && error.name === "TimeoutError") throw timeoutError(timeoutMs, call);
        throw networkError(error, call);
      }
    };
    let reply = await send(await authenticate("cached"));
    if (reply.status === 401) reply = await send(await authenticate("fresh"));
    if (reply.status >= 400) throw statusError(reply, call, clock.now());
    if (reply.status >= 300) throw unreadableError(reply, call);
    if (request.answer === "text") return reply.text;
    if (request.answer === "bytes") return reply.bytes ?? Buffer.from(reply.text);
    if (reply.text.trim() === "") return {};
    try {
      return parseJson(reply.text);
    } catch (error) {
      throw unreadableError(reply, call, error);
    }
  };
}

/** The error of work that was told to end; an {@link EnhancerError} given as the reason is handed on. */
export function interrupted(signal: AbortSignal): EnhancerError {
  if (signal.reason instanceof EnhancerError) return signal.reason;
  return new EnhancerError({
    code: "INTERRUPTED",
    message: "Interrupted before it was done.",
    remedy: "Resume the run: what is stored is kept.",
    cause: signal.reason,
  });
}

/** The workspace's address. Plain http only on the loopback interface, since every call carries a token. */
export function workspaceUrl(host: string): URL {
  const text = /^https?:\/\//iu.test(host) ? host : `https://${host}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  const loopback = url !== null && /^(?:localhost|127\.0\.0\.1|\[::1\])$/u.test(url.hostname);
  if (host.trim() === "" || url === null || (url.protocol === "http:" && !loopback)) {
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: `The workspace host ${JSON.stringify(host)} is not an https address.`,
      remedy: "Give the workspace's address, such as https://adb-123.4.azuredatabricks.net.",
    });
  }
  return new URL(url.origin);
}
