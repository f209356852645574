import { redact, redactDocument } from "./redact.ts";

/** Why something failed, in the few kinds a caller acts on differently. */
export type ErrorCode =
  | "SETTINGS_INVALID"
  | "EXAM_INVALID"
  | "SPACE_INVALID"
  | "FIX_INVALID"
  | "NOT_FOUND"
  | "PERMISSION_DENIED"
  | "UNAUTHENTICATED"
  | "UNREACHABLE"
  | "CERTIFICATE_UNTRUSTED"
  | "THROTTLED"
  | "TIMEOUT"
  | "CONFLICT"
  | "LIMIT_EXCEEDED"
  | "BAD_REQUEST"
  | "BAD_RESPONSE"
  | "SERVER_ERROR"
  | "SQL_FAILED"
  | "LEASE_HELD"
  | "INTERRUPTED"
  | "INTERNAL";

type Details = {
  readonly code: ErrorCode;
  /** What failed, on which thing, and why: one sentence. */
  readonly message: string;
  /** What to do about it: one sentence. */
  readonly remedy: string;
  readonly retryable?: boolean;
  /** Seconds the other side asked us to wait, when it said so. */
  readonly retryAfterSeconds?: number;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
};

/** The one error class: carries a code, a remedy, and whether a retry can help. */
export class EnhancerError extends Error {
  override readonly name = "EnhancerError";
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;
  readonly context: Readonly<Record<string, unknown>>;

  constructor(details: Details) {
    super(redact(details.message), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.remedy = redact(details.remedy);
    this.retryable = details.retryable ?? false;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.context = details.context ?? {};
  }

  /** For logs and rows: no stack, no cause, secrets hidden. */
  toJSON(): Record<string, unknown> {
    return {
      code: this.code,
      message: this.message,
      remedy: this.remedy,
      retryable: this.retryable,
      context: redactDocument(this.context),
    };
  }
}

/** Wraps whatever was thrown, so that callers see one class. */
export function toEnhancerError(thrown: unknown): EnhancerError {
  if (thrown instanceof EnhancerError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new EnhancerError({
    code: "INTERNAL",
    message: `Unexpected failure: ${message}`,
    remedy: "This is a defect: please report it with the command that shows it.",
    cause: thrown,
  });
}
