import { EnhancerError, type ErrorCode } from "../core/errors.ts";

const endingCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "SETTINGS_INVALID",
  "EXAM_INVALID",
  "SPACE_INVALID",
  "NOT_FOUND",
  "PERMISSION_DENIED",
  "UNAUTHENTICATED",
  "CERTIFICATE_UNTRUSTED",
  "INTERRUPTED",
  "INTERNAL",
]);

/** Whether an error would meet every other question too; so does one that keeps us from knowing what may be asked at all. */
export function endsAll(thrown: unknown): boolean {
  if (!(thrown instanceof EnhancerError)) return true;
  return endingCodes.has(thrown.code) || thrown.context["quotaUnknown"] === true;
}

export function codeOf(thrown: unknown): string {
  return thrown instanceof EnhancerError ? thrown.code : "INTERNAL";
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Ends with the signal's reason as soon as it is aborted, whatever the work does. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(signal.reason as Error);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
