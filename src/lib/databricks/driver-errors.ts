import { EnhancerError } from "../core/errors.ts";
import { redact } from "../core/redact.ts";

/** What the driver threw, in the kinds we act on differently. */
export type DriverFailure =
  /** The statement itself failed. */
  | { readonly kind: "statement"; readonly error: EnhancerError; readonly conflict: boolean }
  /** The session is gone; a new one will do. */
  | { readonly kind: "session"; readonly error: EnhancerError }
  /** The token was refused; a fresh one may do. */
  | { readonly kind: "credentials"; readonly error: EnhancerError }
  /** The connection or the warehouse; `unseen` when the statement surely did not run. */
  | { readonly kind: "connection"; readonly error: EnhancerError; readonly unseen: boolean };

/** No end of a statement within its time; whether it ran is not known. */
export class StatementTimeout extends Error {
  override readonly name = "StatementTimeout";

  constructor(ms: number) {
    super(`no answer within ${String(ms / 1000)} s`);
  }
}

const certificates = /^(?:ERR_TLS_CERT_ALTNAME_INVALID|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_SSL_)/u;
const unseenCodes = new Set(["ENOTFOUND", "ECONNREFUSED", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
/** Two writers of one table: Delta's error classes, and the names older runtimes write. */
const conflicts =
  /DELTA_CONCURRENT_|DELTA_METADATA_CHANGED|DELTA_PROTOCOL_CHANGED|Concurrent(?:Append|DeleteRead|DeleteDelete|Write|Transaction)Exception|(?:MetadataChanged|ProtocolChanged)Exception/u;
const sessionGone =
  /session was closed or has expired|invalid session ?handle|session.{0,40}(?:not found|does not exist|expired|closed)/iu;

/** Sorts what the driver threw, whatever class it has: some of its errors are not even an Error. */
export function driverFailure(thrown: unknown, warehouse: string): DriverFailure {
  const { message, code, statusCode, sqlState, stateCode, fromOperation } = traitsOf(thrown);
  const context = { warehouse };
  const make = (details: Omit<ConstructorParameters<typeof EnhancerError>[0], "cause" | "context">): EnhancerError =>
    new EnhancerError({
      ...details,
      context: { ...context, ...(sqlState === undefined ? {} : { sqlState }) },
      cause: thrown,
    });

  if (statusCode === 401) {
    const said = "the token is expired, revoked or of another workspace";
    return {
      kind: "credentials",
      error: make({
        code: "UNAUTHENTICATED",
        message: `The warehouse refused us: ${said}.`,
        remedy: "Give a fresh token.",
      }),
    };
  }
  if (statusCode !== undefined) return httpFailure(statusCode, warehouse, make);
  if (certificates.test(code)) {
    const error = make({
      code: "CERTIFICATE_UNTRUSTED",
      message: `The certificate of the warehouse ${warehouse} is not trusted, or is for another host (${code}).`,
      remedy: "Name the certificate authority's PEM file in NODE_EXTRA_CA_CERTS, or correct the workspace host.",
    });
    return { kind: "connection", error, unseen: true };
  }
  if (stateCode === "CLOSED" || (!fromOperation && sessionGone.test(message))) {
    const lost = `The session with the warehouse was lost: ${message}`;
    return {
      kind: "session",
      error: make({ code: "UNREACHABLE", message: lost, remedy: "Start again.", retryable: true }),
    };
  }
  if (fromOperation || sqlState !== undefined) {
    const conflict = conflicts.test(message);
    const error = make({
      code: "SQL_FAILED",
      message: `The statement failed${sqlState === undefined ? "" : ` (${sqlState})`}: ${redact(message).slice(0, 2000)}`,
      remedy: conflict
        ? "Another writer changes the same table: start again when it is done."
        : "Correct the statement, or the permissions it needs.",
      retryable: conflict,
    });
    return { kind: "statement", error, conflict };
  }
  const error = make({
    code: thrown instanceof StatementTimeout ? "TIMEOUT" : "UNREACHABLE",
    message: `The connection to the warehouse ${warehouse} failed: ${message}`,
    remedy: "Check the network and that the warehouse runs, then start again.",
    retryable: code !== "ENOTFOUND",
  });
  return { kind: "connection", error, unseen: unseenCodes.has(code) };
}

function httpFailure(
  status: number,
  warehouse: string,
  make: (details: Omit<ConstructorParameters<typeof EnhancerError>[0], "cause" | "context">) => EnhancerError,
): DriverFailure {
  const answered = `The warehouse ${warehouse} answered HTTP ${String(status)}`;
  if (status === 403) {
    const remedy = "Grant this identity CAN USE on the SQL warehouse.";
    return {
      kind: "connection",
      error: make({ code: "PERMISSION_DENIED", message: `${answered}.`, remedy }),
      unseen: true,
    };
  }
  if (status === 404) {
    const remedy = "Check the warehouse's id in the settings.";
    return { kind: "connection", error: make({ code: "NOT_FOUND", message: `${answered}.`, remedy }), unseen: true };
  }
  const remedy = "Start again later; if it stays, look at the warehouse in the workspace.";
  if (status === 429 || status === 503) {
    const code = status === 429 ? "THROTTLED" : "SERVER_ERROR";
    return {
      kind: "connection",
      error: make({ code, message: `${answered}.`, remedy, retryable: true }),
      unseen: true,
    };
  }
  const code = status >= 500 ? "SERVER_ERROR" : "BAD_REQUEST";
  return {
    kind: "connection",
    error: make({ code, message: `${answered}.`, remedy, retryable: status >= 500 }),
    unseen: false,
  };
}

type Traits = {
  readonly message: string;
  readonly code: string;
  readonly statusCode: number | undefined;
  readonly sqlState: string | undefined;
  /** OperationStateError's own code: CANCELED, CLOSED, ERROR, TIMEOUT, UNKNOWN. */
  readonly stateCode: string | undefined;
  readonly fromOperation: boolean;
};

function traitsOf(thrown: unknown): Traits {
  const nothing = {
    message: String(thrown),
    code: "",
    statusCode: undefined,
    sqlState: undefined,
    stateCode: undefined,
  };
  if (typeof thrown !== "object" || thrown === null) return { ...nothing, fromOperation: false };
  const { message, code, statusCode, response, errorCode, payload, name } = thrown as Record<string, unknown>;
  const operation = typeof response === "object" && response !== null ? (response as Record<string, unknown>) : {};
  // RetryError carries the last exchange, or the last network error, as its payload.
  const last = typeof payload === "object" && payload !== null ? (payload as Record<string, unknown>) : {};
  const exchange =
    typeof last["response"] === "object" && last["response"] !== null ? (last["response"] as { status?: unknown }) : {};
  const status = statusCode ?? exchange.status;
  const shown = operation["displayMessage"] ?? message ?? last["message"];
  const text = typeof shown === "string" && shown !== "" ? shown : "no reason given";
  const written = /SQLSTATE:? ?([0-9A-Z]{5})/u.exec(text)?.[1];
  const state = operation["sqlState"] ?? written;
  const stateCode = typeof errorCode === "string" && payload === undefined ? errorCode : undefined;
  return {
    message: text,
    code: typeof code === "string" ? code : typeof last["code"] === "string" ? last["code"] : "",
    statusCode: typeof status === "number" ? status : undefined,
    sqlState: typeof state === "string" && state !== "" ? state : undefined,
    stateCode,
    // A "Status Error" is what the warehouse says of a statement it did not even start, such as one it cannot parse.
    fromOperation: stateCode !== undefined || (name === "Status Error" && !sessionGone.test(text)),
  };
}
