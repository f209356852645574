import { EnhancerError, type ErrorCode } from "../core/errors.ts";
import { parseJson } from "../core/json.ts";
import { redact } from "../core/redact.ts";
import { type Route, routeFacts } from "./routes.ts";
import type { Reply } from "./transport.ts";

/** Which call an error is about. */
export type CallFacts = { readonly host: string; readonly route: Route; readonly subject?: string };

const neverReached = new Set(["ENOTFOUND", "ECONNREFUSED", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"]);
const certificateCodes =
  /^(?:ERR_TLS_CERT_ALTNAME_INVALID|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_SSL_|HOSTNAME_MISMATCH)/u;

/** The error of a call that brought no answer. `context.reached` is "no" when the workspace cannot have seen it. */
export function networkError(cause: unknown, call: CallFacts): EnhancerError {
  const code = codeOf(cause);
  const facts = routeFacts(call.route);
  if (certificateCodes.test(code)) {
    const wrongHost = code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "HOSTNAME_MISMATCH";
    return new EnhancerError({
      code: "CERTIFICATE_UNTRUSTED",
      message: wrongHost
        ? `Could not ${facts.doing}: the certificate of ${call.host} is for another host.`
        : `Could not ${facts.doing}: the certificate of ${call.host} is not trusted (${code}).`,
      remedy: wrongHost
        ? "Correct the workspace host, so that it is the name the certificate was issued for."
        : "Name the certificate authority's PEM file in NODE_EXTRA_CA_CERTS, or correct the workspace host.",
      context: { ...call, reached: "no" },
      cause,
    });
  }
  const unknownHost = code === "ENOTFOUND";
  return new EnhancerError({
    code: "UNREACHABLE",
    message: unknownHost
      ? `Could not ${facts.doing}: there is no host ${call.host}.`
      : `Could not ${facts.doing}: the connection to ${call.host} failed (${code}).`,
    remedy: unknownHost
      ? "Correct the workspace host in the settings."
      : "Check the network, the proxy and the workspace's IP access list, then start again.",
    retryable: !unknownHost,
    context: { ...call, reached: neverReached.has(code) ? "no" : "maybe" },
    cause,
  });
}

/** The error of a call that took longer than it may; whether the workspace acted on it is not known. */
export function timeoutError(timeoutMs: number, call: CallFacts): EnhancerError {
  return new EnhancerError({
    code: "TIMEOUT",
    message: `Could not ${routeFacts(call.route).doing}: no answer from ${call.host} within ${String(timeoutMs / 1000)} s.`,
    remedy: "Start again; if it stays, look at the workspace's status page.",
    retryable: true,
    context: { ...call, reached: "maybe" },
  });
}

/** The error of an answer that is not the JSON it should be. */
export function unreadableError(reply: Reply, call: CallFacts, cause?: unknown): EnhancerError {
  const facts = routeFacts(call.route);
  const redirected = reply.status >= 300 && reply.status < 400;
  return new EnhancerError({
    code: "BAD_RESPONSE",
    message: redirected
      ? `Could not ${facts.doing}: ${call.host} redirects elsewhere (HTTP ${String(reply.status)}).`
      : `Could not ${facts.doing}: ${call.host} answered with something that is not JSON (HTTP ${String(reply.status)}).`,
    remedy: "Check that the host is the workspace's own address and that no proxy answers in its place.",
    retryable: !redirected,
    context: { ...call, status: reply.status, reached: "yes" },
    cause,
  });
}

/** The error of an answer with an HTTP error status. */
export function statusError(reply: Reply, call: CallFacts, now: Date): EnhancerError {
  const { errorCode, message } = errorBody(reply.text);
  const facts = routeFacts(call.route);
  const kind = kindOf(reply.status);
  const subject = call.subject === undefined ? "" : ` ${call.subject}`;
  const said = message === "" ? "" : `: ${message}`;
  const tag = ` (HTTP ${String(reply.status)}${errorCode === "" ? "" : `, ${errorCode}`})`;
  const retryAfterSeconds = retryAfter(reply, now);
  return new EnhancerError({
    code: kind.code,
    message:
      kind.code === "NOT_FOUND" && (subject === "" || !message.includes(subject.trim()))
        ? `Could not ${facts.doing}: ${facts.thing}${subject} was not found${said}${tag}`
        : `Could not ${facts.doing}${message.includes(subject.trim()) ? "" : subject}${said}${tag}`,
    remedy: remedyOf(kind.code, call, message, reply.status),
    retryable: kind.retryable,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    context: { ...call, status: reply.status, errorCode, reached: "yes" },
  });
}

/** Seconds that a `Retry-After` header asks for, written as a number or as a date; undefined when absent or unreadable. */
function retryAfter(reply: Pick<Reply, "headers">, now: Date): number | undefined {
  const header = reply.headers["retry-after"];
  if (header === undefined) return undefined;
  if (/^\d+(?:\.\d+)?$/u.test(header.trim())) return Number(header);
  const until = Date.parse(header);
  if (Number.isNaN(until)) return undefined;
  // The server's own clock, when it tells it, so that ours may be wrong.
  const servers = Date.parse(reply.headers.date ?? "");
  return Math.max(0, (until - (Number.isNaN(servers) ? now.getTime() : servers)) / 1000);
}

function kindOf(status: number): { readonly code: ErrorCode; readonly retryable: boolean } {
  switch (status) {
    case 401:
      return { code: "UNAUTHENTICATED", retryable: false };
    case 403:
      return { code: "PERMISSION_DENIED", retryable: false };
    case 404:
      return { code: "NOT_FOUND", retryable: false };
    case 409:
      return { code: "CONFLICT", retryable: false };
    case 413:
      return { code: "LIMIT_EXCEEDED", retryable: false };
    case 429:
      return { code: "THROTTLED", retryable: true };
    case 501:
      return { code: "SERVER_ERROR", retryable: false };
    default:
      return status >= 500 ? { code: "SERVER_ERROR", retryable: true } : { code: "BAD_REQUEST", retryable: false };
  }
}

function remedyOf(code: ErrorCode, call: CallFacts, message: string, status: number): string {
  const facts = routeFacts(call.route);
  if (code === "UNAUTHENTICATED") {
    return "The token is expired, revoked or of another workspace: give a fresh one, or correct the client id and secret.";
  }
  if (code === "PERMISSION_DENIED") {
    return /rate limit of 0/iu.test(message)
      ? "This model is switched off for the workspace: choose another endpoint or have its rate limit raised."
      : `Grant this identity ${facts.permission}.`;
  }
  if (code === "NOT_FOUND") return facts.check;
  if (code === "CONFLICT") return "It was changed or made by someone else in the meantime: read it again, then decide.";
  if (code === "LIMIT_EXCEEDED") return "Send less: the request is larger than the workspace takes.";
  if (code === "THROTTLED") return "Lower the rate in the settings, or have the workspace's limit raised.";
  if (status === 501) return "Have the workspace admin switch this feature or preview on.";
  if (code === "SERVER_ERROR") return "Start again later; if it stays, look at the workspace's status page.";
  return "Correct what the workspace names in its message.";
}

const longestMessage = 600;

function errorBody(text: string): { readonly errorCode: string; readonly message: string } {
  let body: unknown;
  try {
    body = parseJson(text);
  } catch {
    // An error page of a proxy is no help to anyone: the status alone speaks.
    return { errorCode: "", message: "" };
  }
  if (typeof body !== "object" || body === null) return { errorCode: "", message: "" };
  const { error_code: errorCode, message, error } = body as Record<string, unknown>;
  const said = typeof message === "string" ? message : typeof error === "string" ? error : "";
  const code = typeof errorCode === "string" || typeof errorCode === "number" ? String(errorCode) : "";
  // Hidden before it is cut: half a token would no longer be known for one.
  return { errorCode: code, message: redact(said).replaceAll(/\s+/gu, " ").slice(0, longestMessage) };
}

function codeOf(cause: unknown): string {
  if (typeof cause !== "object" || cause === null) return "unknown";
  const { code, message } = cause as { code?: unknown; message?: unknown };
  return typeof code === "string" ? code : typeof message === "string" ? message : "unknown";
}
