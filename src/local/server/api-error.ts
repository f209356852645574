import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A refusal as the platform words it: an HTTP status with `{error_code, message}`. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: ContentfulStatusCode;
  readonly errorCode: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    errorCode: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.headers = headers;
  }
}

/** 400 for a member that is missing, unknown or wrong. */
export const invalidParameter = (message: string): ApiError => new ApiError(400, "INVALID_PARAMETER_VALUE", message);

/** 404 for an id that names nothing. */
export const doesNotExist = (message: string): ApiError => new ApiError(404, "RESOURCE_DOES_NOT_EXIST", message);

/** 403 for a caller whose level is too low. */
export const permissionDenied = (message: string): ApiError => new ApiError(403, "PERMISSION_DENIED", message);

/** 401 for a token that is missing, unknown or expired. */
export const unauthenticated = (message: string): ApiError => new ApiError(401, "UNAUTHENTICATED", message);

/** What every error becomes on the wire. */
export function errorBody(error: Error): {
  status: ContentfulStatusCode;
  headers: Readonly<Record<string, string>>;
  body: { error_code: string; message: string };
} {
  if (error instanceof ApiError) {
    return {
      status: error.status,
      headers: error.headers,
      body: { error_code: error.errorCode, message: error.message },
    };
  }
  return { status: 500, headers: {}, body: { error_code: "INTERNAL_ERROR", message: error.message } };
}

/** Hono's error handler for every route of the workspace. */
export function answerError(error: Error, c: Context): Response {
  const { status, headers, body } = errorBody(error);
  return c.json(body, status, { ...headers });
}
